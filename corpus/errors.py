"""The one error whose message is meant for a person, and what keeps a file from being fetched."""


class PlaybookError(Exception):
    """Says in one sentence what is wrong and in the next what to do; shown as it stands, with exit status 1."""


class FetchError(OSError):
    """Why one file could not be had, in a few words."""


class HostUnreachableError(FetchError):
    """Its host does not answer at all, so the next file from there need not be tried."""
