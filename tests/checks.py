"""What holds of the passages of any document, whatever its format."""

from ingest.embed import WINDOW
from ingest.tokens import SPECIAL, token_counts
from ingest.views import views


def check_ids_and_sizes(cut):
    """Ids are unique, and no passage of several blocks is longer than the model reads of it under its trail."""
    assert len({passage.id for passage in cut}) == len(cut)
    several = [one for one in cut if len([block for block in one.blocks if block.plain]) > 1]
    wholes = [view.text for passage in several for view in views(passage) if view.kind == "whole"]
    assert all(count + SPECIAL <= WINDOW for count in token_counts(wholes))
