"""The packs in the policies folder, for pages: any of them may be read, tried out and compared."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.http import Http404

from rongcuo.matters.models import Adoption
from rongcuo.matters.packs import adopted_now
from rongcuo.policy import Pack, load
from rongcuo.policy.problems import PackError
from rongcuo.policy.settings import Settings
from rongcuo.policy.shelf import versions


@lru_cache(maxsize=32)
def _loaded(folder: str, name: str) -> Pack:
    return load(f"{folder}/{name}")


def names() -> list[str]:
    """`id/version` of every pack there is; the bureau's own first, then by id, the newest version first."""
    found = [f"{one}/{v}" for one, several in versions(settings.POLICIES).items() for v in reversed(several)]
    return sorted(found, key=lambda name: name != settings.POLICY)


def pack_at(name: str) -> Pack:
    """The pack `id/version`; 404 where there is none. Raises PackError where it does not load."""
    if name not in names():
        raise Http404
    return _loaded(str(settings.POLICIES), name)


def shelf() -> list[tuple[str, Pack | None, PackError | None]]:
    """Every pack by name: loaded, or with what is wrong with it."""
    found = []
    for name in names():
        try:
            found.append((name, pack_at(name), None))
        except PackError as error:
            found.append((name, None, error))
    return found


def name_of(pack: Pack) -> str:
    return f"{pack.id}/{pack.version}"


def is_own(pack: Pack) -> bool:
    """Whether new matters are opened under this pack."""
    return name_of(pack) == settings.POLICY


def readings_now(pack: Pack, **otherwise: object) -> Settings:
    """The pack's defaults with the readings confirmed until now over them; one query for the own pack.

    `otherwise`: readings to take at another value, as {key: value}.
    """
    return pack.settings((adopted_now(pack) if is_own(pack) else {}) | otherwise)


def confirmed(pack: Pack) -> dict[str, Adoption]:
    """The readings confirmed until now, by key; one query."""
    rows = Adoption.objects.filter(policy=name_of(pack)).select_related("by")
    return {row.key: row for row in rows}
