"""Sources of papers: what is named like a kind of item is made from that kind."""

from rongcuo.documents.sources import SOURCES
from rongcuo.matters.access import ITEMS


def test_a_source_named_like_a_kind_of_item_is_that_kind():
    """A paper of the dossier is looked up by its kind; another record of the same name would be taken for it."""
    named = {kind: SOURCES[kind] for kind in ITEMS if kind in SOURCES}
    assert {"application", "report", "determination", "feedback"} <= named.keys()
    assert {source.find.__module__ for source in named.values()} == {"rongcuo.documents.sources.items"}
