"""Papers are tested on the sample bureau's stories; see `tests.matters.conftest`."""

from tests.matters.conftest import bureau, case, own_folders  # noqa: F401
