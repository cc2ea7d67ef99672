"""The measures article by article: beside each its rules with what they need, its steps, its readings."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rongcuo.policy import Pack
from rongcuo.policy.annotated import Article, Condition, articles, condition, condition_lines
from rongcuo.policy.settings import Settings
from rongcuo.web.templatetags.ui import article as label_of

#: What each kind of rule is called.
KINDS = {
    "scope": lambda: _("scope"), "condition": lambda: _("condition"),
    "situation": lambda: _("situation"), "distinction": lambda: _("distinction"),
    "exclusion": lambda: _("exclusion"), "bar": lambda: _("bar"), "derived": lambda: _("for information"),
}


def rows(pack: Pack, settings: Settings, readings: dict[str, dict], lang: str) -> list[dict]:
    """One row an article, as templates/web/measures/measures.html takes it. `readings`: key -> as shown."""
    return [_row(pack, settings, readings, lang, one) for one in articles(pack)]


def _row(pack: Pack, settings: Settings, readings, lang: str, one: Article) -> dict:
    unit = one.units[0]
    named = one.number is not None
    return {
        "anchor": f"article-{one.number}" if named else f"unit-{unit.id}",
        "label": label_of({"article": one.number}) if named else heading(unit, lang),
        "units": one.units,
        "rules": [
            {
                "id": rule.id, "name": rule.name, "kind": KINDS[rule.kind](), "explain": rule.explain,
                "lines": _lines(condition(pack, rule, settings, lang)),
            }
            for rule in one.rules
        ],
        "questions": [q.text for q in one.questions],
        "steps": [
            {"name": m.name, "by": [pack.capacities[c].name for c in m.by if c in pack.capacities]}
            for m in one.moves
        ],
        "readings": [readings[r.key] for r in one.readings],
    }


def heading(unit, lang: str) -> str:
    """What a unit without an article number is called."""
    if unit.heading:
        return unit.heading.get(lang)
    return _("Beside the articles") if unit.available else unit.id


def _lines(tree: Condition) -> list[dict]:
    """The conditions in order, each as deep as it stands; the list is nested by the template's class."""
    return [{"depth": min(depth, 5), "line": one} for depth, one in condition_lines(tree)]
