"""The measures article by article, with the rules that encode them and the readings of silent points beside."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from rongcuo.matters.packs import current_pack
from rongcuo.policy.model import Node, Pack
from rongcuo.web.templatetags.ui import article
from rongcuo.web.viewing import for_readers, lang
from rongcuo.web.views.readings import adoptions, shown

#: What each kind of rule is called.
KINDS = {
    "scope": lambda: _("scope"), "condition": lambda: _("condition"),
    "situation": lambda: _("situation"), "distinction": lambda: _("distinction"),
    "exclusion": lambda: _("exclusion"), "bar": lambda: _("bar"), "derived": lambda: _("for information"),
}


@for_readers
def measures(request: HttpRequest) -> HttpResponse:
    """The whole text. Beside each article what the software makes of it."""
    pack = current_pack()
    rows = adoptions(pack)
    units = [u for u in pack.units.values() if u.article is not None]
    units.sort(key=lambda u: (u.article, u.item or 0))
    articles = []
    for number, members in groupby(units, key=lambda u: u.article):
        group = list(members)
        ids = {u.id for u in group}
        articles.append({
            "number": number, "units": group, "label": article({"article": number}),
            "rules": [_rule(pack, r) for r in pack.rules.values() if r.cites and r.cites[0] in ids],
            "questions": [q.text for q in pack.questions.values() if q.cites and q.cites[0] in ids],
            "steps": _steps(pack, ids),
            "readings": [shown(pack, r, rows.get(r.key)) for r in pack.readings.values() if r.cites and r.cites[0] in ids],
        })  # fmt: skip
    context = {"pack": pack, "articles": articles, "lang": lang()}
    return render(request, "web/measures/measures.html", context)


def _rule(pack: Pack, rule) -> dict:
    """A rule by name, with the facts it looks at."""
    facts = [pack.facts[f].question for f in dict.fromkeys(_facts(rule.when))]
    return {"id": rule.id, "name": rule.name, "kind": KINDS[rule.kind](), "facts": facts}


def _facts(node: Node):
    if node.op in {"fact", "applicable"}:
        yield node.key
    for child in node.children:
        yield from _facts(child)


def _steps(pack: Pack, ids: set[str]) -> list[dict]:
    """The steps of the procedure that rest on an article, and who takes them."""
    return [
        {"name": m.name, "by": [pack.capacities[c].name for c in m.by if c in pack.capacities]}
        for m in pack.procedure.moves if m.cites and m.cites[0] in ids
    ]
