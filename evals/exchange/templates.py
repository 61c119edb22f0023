"""Text that promptfoo takes as it stands: it renders every variable and assertion as a Nunjucks template."""

import re

TAGS = re.compile(r"\{(?=[{%#])|#(?=\})")
"""What would begin a tag or a comment, or end one that was not begun."""
FILE = re.compile(r"^(file|package)(?=:)")
"""A text that begins so is read from the file it names."""
ESCAPED = re.compile(r"\{\{ \"(\{|#|file|package)\" \}\}")
TEMPLATE = re.compile(r"\{[{%#]")


def verbatim(text: str) -> str:
    """A template that renders to the text."""
    return FILE.sub(_printed, TAGS.sub(_printed, text))


def unescaped(template: str) -> str:
    """The text that `verbatim` made the template of; any other template is left as it stands."""
    return ESCAPED.sub(r"\1", template)


def is_template(text: str) -> bool:
    """Whether rendering would change the text, beyond what `verbatim` escaped."""
    return TEMPLATE.search(ESCAPED.sub("", text)) is not None


def names_a_file(text: str) -> bool:
    """Whether promptfoo would read the text from a file."""
    return FILE.match(text) is not None


def _printed(found: re.Match[str]) -> str:
    return '{{ "' + found[0] + '" }}'
