"""The yearly self-audit, article by article: zeros and durations as plainly as successes. No ranking of units.

What is counted under an article follows from the pack: each step, determination, effect, situation and reading
names the articles it rests on. Counted is what was recorded in the year.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from rongcuo import clock
from rongcuo.corrections.models import Measure, Plan
from rongcuo.insight.models import Advance, Caution, Report
from rongcuo.ledger.models import Entry
from rongcuo.matters.errors import language
from rongcuo.matters.models import Act, Adoption, Step, Subject
from rongcuo.matters.packs import current_pack
from rongcuo.policy.model import Pack, Unit

#: Pairs of steps between which days are counted; they stand under the articles of the second.
DURATIONS = (
    ("submit_application", "accept"), ("accept", "issue_report"), ("issue_report", "give_opinion"),
    ("give_opinion", "determine"), ("determine", "feed_back"), ("determine", "file"),
)


@dataclass(frozen=True)
class Line:
    """One figure: what, how much, and of what (`unit`: times, days …); `note` where it needs a word."""

    what: str
    value: str
    unit: str = ""
    note: str = ""

    @property
    def is_zero(self) -> bool:
        return self.value == "0"


@dataclass(frozen=True)
class Article:
    """An article or item with its lines; without lines, why there is nothing to count."""

    unit: Unit
    lines: tuple[Line, ...]
    nothing: str


def years() -> list[int]:
    """The years for which there is something, newest first."""
    found = set(Act.objects.values_list("started_on__year", flat=True).distinct())
    return sorted(found, reverse=True)


def audit(year: int) -> list[Article]:
    """The whole audit of a year. The number of queries does not depend on how much there is."""
    pack = current_pack()
    found: dict[str, list[Line]] = defaultdict(list)

    def add(cites: Iterable[str], line: Line) -> None:
        for name in cites:
            found[name].append(line)

    entries = Entry.objects.filter(recorded_at__startswith=str(year)).order_by()
    kinds = Counter(dict(entries.values_list("kind").annotate(n=Count("seq"))))
    for cites, line in [*_steps(pack, kinds), *_acts(pack, year), *_decisions(pack, year), *_durations(pack, year),
                        *_correction(pack, year), *_prevention(pack, year, kinds), *_readings(pack, year)]:
        add(cites, line)
    articles = []
    for unit in pack.units.values():
        if unit.article is None:
            continue
        lines = tuple(dict.fromkeys(found.get(unit.id, ())))
        nothing = "" if lines else (unit.no_rule.get(language()) if unit.no_rule else _("No step and no figure rests on this by itself."))
        articles.append(Article(unit, lines, nothing))
    return articles


Counted = Iterator[tuple[Iterable[str], Line]]


def _times(what: str, n: int, note: str = "") -> Line:
    return Line(what, str(n), _("times"), note)


#: Kinds of entries that are not called after the step; all others are `<part>.<action>`.
KINDS = {
    "register_act": "act.registered", "confirm_told": "act.told", "send_notice": "act.notice_sent",
    "send_effect_notice": "effects.notified", "record_slip": "effects.slip_recorded",
    "settle_slip": "effects.slip_settled", "change_effects": "effects.changed",
    "confirm_line": "influence.confirmed", "record_sanction": "sanction.recorded",
    "change_sanction": "sanction.changed", "consult": "query.answered", "ask_list": "query.list_asked",
    "answer_list": "query.list_answered", "release_query": "query.released", "withdraw_receipt": "query.withdrawn",
}
#: Counted by `_prevention` in words of their own, or no step at all.
ELSEWHERE = frozenset(
    {"read_figures", "audit", "warn", "receive_warning", "measure_again", "record_advance", "clarify"}
)


def _steps(pack: Pack, kinds: Counter) -> Counted:
    """Every step the pack knows, how often it was recorded: never taken is a zero."""
    sections = [("matter", {m.action: m for m in pack.procedure.moves})]
    parts = (("correction", pack.correction), ("report", pack.insight), ("effects", pack.protection))
    sections += [(part, section.moves) for part, section in parts if section is not None]
    for part, moves in sections:
        for name, move in moves.items():
            if name not in ELSEWHERE:
                yield move.cites, _times(move.name.get(language()), kinds[KINDS.get(name, f"{part}.{name}")])


def _acts(pack: Pack, year: int) -> Counted:
    """Accountability acts where nobody applied: as plainly as the applications."""
    alone = Count("pk", filter=Q(matter=None), distinct=True)
    acts = Act.objects.filter(started_on__year=year).aggregate(all=Count("pk", distinct=True), alone=alone)
    cites = pack.procedure.move("submit_application").cites
    yield cites, Line(_("Accountability acts started"), str(acts["all"]), _("acts"))
    yield cites, Line(_("of these, nobody applied"), str(acts["alone"]), _("acts"))
    late = Subject.objects.filter(submitted_on__year=year).order_by().values_list("timeliness").annotate(n=Count("pk"))
    counts = dict(late)
    yield cites, Line(_("Applications after the last day"), str(counts.get("late", 0)), _("applications"))


def _decisions(pack: Pack, year: int) -> Counted:
    """Determinations, effects and situations of what was decided in the year, every possible one named."""
    rows = list(
        Subject.objects.filter(matter__decided_on__year=year).exclude(outcome="").order_by()
        .values_list("outcome", "main_situation", "effects")
    )
    outcomes, situations = Counter(r[0] for r in rows), Counter(r[1] for r in rows)
    effects = Counter(effect for r in rows for effect in r[2])
    for d in pack.determinations.values():
        yield d.cites, Line(d.name.get(language()), str(outcomes[d.id]), _("persons or units"))
    for rule in pack.rules.values():
        if rule.kind == "situation":
            yield rule.cites, Line(_("Decided with this as the main situation"), str(situations[rule.id]), _("persons or units"))
    for e in pack.effects.values():
        yield e.cites, Line(_("Granted: %(effect)s") % {"effect": e.name.get(language())}, str(effects[e.id]), _("persons or units"))


def _durations(pack: Pack, year: int) -> Counted:
    """Days from one step to another, of those whose second was taken in the year: median and longest."""
    wanted = {name for pair in DURATIONS for name in pair}
    days: dict[object, dict[str, date]] = defaultdict(dict)
    steps = Step.objects.filter(action__in=wanted, done_on__year__in=[year - 1, year]).order_by("position")
    for matter, action, on in steps.values_list("matter_id", "action", "done_on"):
        days[matter][action] = on
    names = {m.action: m for m in pack.procedure.moves}
    for first, second in DURATIONS:
        if first not in names or second not in names:
            continue
        spans = [
            (found[second] - found[first]).days for found in days.values()
            if first in found and second in found and found[second].year == year
        ]
        what = _("Days from “%(first)s” to “%(second)s”") % {
            "first": names[first].name.get(language()), "second": names[second].name.get(language()),
        }
        if spans:
            value = _("median %(median)s, longest %(longest)s") % {"median": f"{median(spans):g}", "longest": max(spans)}
            yield names[second].cites, Line(what, value, _("days"), _("of %(n)s") % {"n": len(spans)})
        else:
            yield names[second].cites, Line(what, "—", "", _("none in this year"))


def _correction(pack: Pack, year: int) -> Counted:
    if pack.correction is None:
        return
    cites = pack.correction.cites
    plans = Plan.objects.filter(opened_on__year=year)
    rows = plans.order_by().values_list("state").annotate(n=Count("pk"))
    states = dict(rows)
    for state in pack.correction.states.values():
        what = _("Corrections opened in the year, now: %(state)s") % {"state": state.name.get(language())}
        yield cites, Line(what, str(states.get(state.id, 0)), _("plans"))
    late = Measure.objects.filter(state="open", due_on__lt=clock.today(), plan__state="running").count()
    yield cites, Line(_("Measures overdue today"), str(late), _("measures"))


def _prevention(pack: Pack, year: int, steps: Counter) -> Counted:
    if pack.insight is None:
        return
    rows = Report.objects.filter(received_on__year=year).order_by().values_list("kind")
    kinds = {kind: (n, done) for kind, n, done in rows.annotate(n=Count("pk"), done=Count("answered_on"))}
    for kind in pack.insight.kinds.values():
        what = _("Reported early: %(kind)s") % {"kind": kind.name.get(language())}
        yield kind.cites or pack.insight.cites, Line(what, str(kinds.get(kind.id, (0, 0))[0]), _("reports"))
    answered = sum(done for _n, done in kinds.values())
    yield pack.insight.moves["answer_report"].cites, Line(_("of the reports, answered"), str(answered), _("reports"))
    rows = Caution.objects.filter(issued_on__year=year).order_by().values_list("form")
    forms = {form: (n, again) for form, n, again in rows.annotate(n=Count("pk"), again=Count("measured_on"))}
    for name, what in (("warning", _("Warnings issued")), ("education", _("Education measures"))):
        yield pack.insight.moves["warn"].cites, Line(what, str(forms.get(name, (0, 0))[0]), _("times"))
    again = sum(again for _n, again in forms.values())
    yield pack.insight.moves["measure_again"].cites, Line(_("of these, measured again"), str(again), _("times"))
    advance = Advance.objects.filter(recorded_on__year=year).count()
    yield pack.insight.moves["record_advance"].cites, Line(_("Records made in advance"), str(advance), _("records"))
    letters = steps["clarification.issued"]
    yield pack.insight.moves["clarify"].cites, Line(_("Letters of clarification"), str(letters), _("letters"))


def _readings(pack: Pack, year: int) -> Counted:
    """How many silent points under an article rest on the software's default, and how many a person confirmed."""
    name = f"{pack.id}/{pack.version}"
    confirmed = set(Adoption.objects.filter(policy=name, confirmed_on__year__lte=year).values_list("key", flat=True))
    by_unit: dict[str, list[str]] = defaultdict(list)
    for reading in pack.readings.values():
        for unit in reading.cites:
            by_unit[unit].append(reading.key)
    for unit, keys in by_unit.items():
        done = sum(key in confirmed for key in keys)
        yield [unit], Line(
            _("Silent points: confirmed by a person"), f"{done}", _("of %(n)s") % {"n": len(keys)},
            "" if done == len(keys) else _("the rest follows the software's default"),
        )
