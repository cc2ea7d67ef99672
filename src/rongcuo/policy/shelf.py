"""Which packs a folder holds: <folder>/<pack id>/<version>/pack.yaml, and which mappings between two
bodies: <folder>/mappings/<id>--<id>.yaml."""

from __future__ import annotations

from pathlib import Path


def versions(folder: Path) -> dict[str, list[str]]:
    """Pack id -> its versions, the newest last. Empty where there is no such folder."""
    found = {}
    if folder.is_dir():
        for pack in sorted(one for one in folder.iterdir() if one.is_dir()):
            several = [one.name for one in pack.iterdir() if (one / "pack.yaml").is_file()]
            if several:
                found[pack.name] = sorted(several, key=_order)
    return found


def mapping_between(folder: Path, one: str, other: str) -> Path | None:
    """The mapping file from the measures `one` to `other` (ids), where there is one."""
    path = folder / "mappings" / f"{one}--{other}.yaml"
    return path if path.is_file() else None


def _order(version: str) -> tuple:
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in version.split("."))
