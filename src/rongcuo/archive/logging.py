"""Taking a dossier out is reading all of it: it is logged, with the digest of what was taken."""

from __future__ import annotations

from rongcuo.archive.export import Exported
from rongcuo.archive.transfer import EXPORTED
from rongcuo.matters import reading_log
from rongcuo.matters.access import Standing


def log_export(standing: Standing, made: Exported, purpose: str) -> None:
    """Write down who took which package, and what for."""
    reading_log.read(standing, EXPORTED + made.digest, purpose)
