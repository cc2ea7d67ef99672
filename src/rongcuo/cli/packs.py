"""Finds policy packs: RONGCUO_POLICIES, else ./policies, else the ones beside this checkout."""

from __future__ import annotations

import os
from pathlib import Path

from rongcuo.cli import CommandError
from rongcuo.policy.shelf import versions


def root() -> Path:
    """The folder that holds <pack id>/<version>/."""
    if named := os.environ.get("RONGCUO_POLICIES"):
        return Path(named)
    here = Path("policies")
    return here if here.is_dir() else Path(__file__).resolve().parents[3] / "policies"


def available() -> dict[str, list[str]]:
    """Pack id -> its versions, the newest last."""
    return versions(root())


def find(name: str | None) -> Path:
    """The folder of a pack: a folder, an id (newest version), id/version; without a name the one of
    RONGCUO_POLICY, or the only one there is.

    Raises CommandError.
    """
    if name is not None and (folder := Path(name)).is_dir() and any(folder.glob("*.yaml")):
        return folder
    packs = available()
    name = name or os.environ.get("RONGCUO_POLICY")
    if name is None:
        if len(packs) == 1:
            return root() / next(iter(packs)) / next(iter(packs.values()))[-1]
        listed = ", ".join(packs) or "-"
        raise CommandError(
            f"请用 --policy 指明规则包。现有：{listed}。", f"Say which pack with --policy. There are: {listed}."
        )
    pack, _, version = name.partition("/")
    if pack in packs and (not version or version in packs[pack]):
        return root() / pack / (version or packs[pack][-1])
    listed = ", ".join(f"{one}/{v}" for one, versions in packs.items() for v in versions) or "-"
    raise CommandError(
        f"找不到规则包“{name}”。现有：{listed}。请写文件夹路径或其中一个编号。",
        f'There is no pack "{name}". There are: {listed}. Give a folder or one of these.',
    )
