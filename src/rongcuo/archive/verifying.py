"""verify.py, the file that lies in every package, used by the program itself: one checker, not two."""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path
from types import ModuleType

VERIFY = Path(__file__).parent / "standalone" / "verify.py"


@lru_cache(maxsize=1)
def checker() -> ModuleType:
    """The module, loaded from its file: it belongs to no package."""
    spec = importlib.util.spec_from_file_location("rongcuo_dossier_verify", VERIFY)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def words(code: str, where: str, lang: str) -> str:
    """A finding in words."""
    return checker().WORDS[code][1 if lang == "en" else 0] % where
