from pathlib import Path

import pytest

from rongcuo.policy import load

TINY = Path(__file__).parent / "packs" / "tiny"


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    """Tests neither use nor change the cache of whoever runs them."""
    monkeypatch.setenv("RONGCUO_CACHE", str(tmp_path_factory.getbasetemp() / "pack-cache"))


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RONGCUO_CACHE", str(tmp_path_factory.getbasetemp() / "pack-cache"))
        return load(TINY)
