"""The codes of each dimension with their names: the pack's lists, in the pack's order, and the units."""

from __future__ import annotations

from rongcuo.insight.copying import CODED, NONE, REPORTED
from rongcuo.insight.crossing import TOGETHER
from rongcuo.matters.packs import current_pack
from rongcuo.people.models import Unit
from rongcuo.policy.model import Text

#: Codes that the present lists do not have, put together.
OTHER = "~"

#: Lines that are no code of a list.
MORE = {
    OTHER: Text("其他（旧清单）", "Other (an older list)"),
    TOGETHER: Text("不单独显示的各项合计", "Those not shown by themselves, together"),
    REPORTED: Text("早期报告（未形成事项）", "Early reports (no matter)"),
}
_NONE = {
    "situation": Text("未认定情形", "No situation established"), "unit": Text("未指明处室、单位", "No division or unit named"),
}


def names(dimension: str) -> tuple[tuple[str, Text], ...]:
    """The codes of a dimension with their names, in the pack's order. KeyError for another name."""
    pack = current_pack()
    if dimension in CODED:
        return tuple((c.id, c.name) for c in pack.correction.newest(dimension).codes.values())
    if dimension == "situation":
        return (*((r.id, r.name) for r in pack.rules.values() if r.kind == "situation"), (NONE, _NONE[dimension]))
    if dimension == "kind":
        return tuple((k.id, k.name) for k in pack.insight.kinds.values())
    if dimension == "missing":
        return tuple((f.id, f.question) for f in pack.facts.values() if f.settled_from != "matter")
    if dimension == "unit":
        units = Unit.objects.order_by("name")
        return (*((str(u.pk), Text(u.name, u.name_en or u.name)) for u in units), (NONE, _NONE[dimension]))
    raise KeyError(dimension)


def codes(dimension: str) -> tuple[str, ...]:
    """The codes alone, and what beside them a crossed table may have."""
    found = tuple(code for code, _name in names(dimension))
    return (*found, REPORTED) if dimension == "situation" else found


def name_of(dimension: str, code: str, known: dict[str, Text]) -> Text:
    """What a code is called: as now, as in an older version of its list, or as itself."""
    if code in known:
        return known[code]
    if code in MORE:
        return MORE[code]
    if dimension in CODED:
        for version in range(1, current_pack().correction.newest(dimension).version):
            older = current_pack().correction.version(dimension, version)
            if older and code in older.codes:
                return older.codes[code].name
    return Text(code, code)
