"""The one error whose message is meant for a person."""


class PlaybookError(Exception):
    """Says in one sentence what is wrong and in the next what to do; shown as it stands, with exit status 1."""
