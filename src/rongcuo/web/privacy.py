"""What a step tells about personal information (PIPL 17, 35), with how long it is kept."""

from __future__ import annotations

from collections.abc import Mapping

from rongcuo.matters.packs import adopted_now
from rongcuo.policy.model import Pack


def notice(pack: Pack, action: str, settings: Mapping[str, object] | None = None) -> dict | None:
    """For components/privacy.html: what, why, by, law, rights, kept; None where the pack tells nothing of the step.

    `settings`: the matter's readings; the present ones where there is no matter yet.
    """
    one = pack.privacy and (pack.privacy.notices.get(action) or pack.privacy.notices.get(""))
    if one is None:
        return None
    return {
        "what": one.what, "why": one.why, "by": pack.privacy.by, "law": pack.privacy.law,
        "rights": pack.privacy.rights, "kept": kept_for(pack, settings),
    }


def kept_for(pack: Pack, settings: Mapping[str, object] | None = None):
    """How long the dossier is kept, in words of the reading; None where the pack has no such reading."""
    reading = pack.readings.get("archive.retention")
    if reading is None:
        return None
    held = settings if settings is not None else pack.settings(adopted_now(pack))
    return reading.labels.get(str(held["archive.retention"]))
