"""Taking a dossier out is reading all of it: it is logged, with the digest of what was taken."""

from __future__ import annotations

from rongcuo import clock
from rongcuo.archive.export import Exported
from rongcuo.archive.transfer import EXPORTED
from rongcuo.matters.access import Standing
from rongcuo.matters.models import ReadLog


def log_export(standing: Standing, made: Exported) -> None:
    """Write down who took which package."""
    ReadLog.objects.create(
        person_id=standing.viewer.person, matter=standing.matter, what=EXPORTED + made.digest, at=clock.now()
    )
