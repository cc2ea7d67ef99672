"""Everything the page of a correction plan shows, read once; and lines for desks."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from rongcuo import clock
from rongcuo.corrections import access, desk
from rongcuo.corrections.access import Place
from rongcuo.corrections.doing import PER_MEASURE, may, open_now
from rongcuo.corrections.models import Line, Measure, Plan, Reminded, Reminder
from rongcuo.corrections.planning import CODED
from rongcuo.matters.errors import listed
from rongcuo.matters.packs import current_calendar, pack_of
from rongcuo.policy import Pack
from rongcuo.policy.model import CorrectionMove
from rongcuo.web.forms.correcting import FORMS
from rongcuo.web.naming import bodies_of, unit_name
from rongcuo.web.templatetags.ui import full_day
from rongcuo.web.viewing import lang

#: Steps that are possible for long and seldom wanted; they stand last.
QUIET = ("add_measures", "hear_before_referral", "refer", "name_checker", "remind_by_letter", "talk")


def holder(pack: Pack, move: CorrectionMove) -> str:
    """Who may take a step, in words."""
    named = {"owner": _("the owner of the measure"), "checker": _("whoever was named to check the effect")}
    words = [named[n] for n in move.named]
    if move.by:
        words.append(bodies_of(pack, set(move.by) - {"applicant", "forwarder"} or move.by))
    return listed(words)


def name_of(plan: Plan, whole: bool = True) -> str:
    """Whom the plan concerns; to whoever only owns a measure, the unit and no person."""
    return plan.person.name if plan.person_id and whole else unit_name(plan.unit)


def step_url(plan: Plan, action: str, measure: Measure | None = None) -> str:
    if measure is None:
        return reverse("correction-step", args=[plan.pk, action])
    return reverse("correction-measure-step", args=[plan.pk, measure.pk, action])


def task_line(task: desk.Task) -> dict:
    """A line for components/task.html."""
    plan = task.plan
    return {
        "verb": task.move.name.get(lang()), "number": plan.number,
        "title": task.measure.text if task.measure else plan.matter.title if plan.subject_id else name_of(plan),
        "who": "" if task.measure else name_of(plan), "url": reverse("correction", args=[plan.pk]),
        "due": task.due, "remaining": task.remaining, "reckoning": None, "provisional": task.provisional,
        "target": task.measure is None, "when": "" if task.due else _("as soon as possible"),
    }


class PlanPage:
    """What a viewer may see of a plan."""

    def __init__(self, place: Place):
        self.place, self.plan = place, place.plan
        self.pack = pack_of(self.plan.matter)
        self.rules = self.pack.correction
        self.today = place.viewer.day
        self.measures = access.visible_measures(place)
        self.lines = list(access.visible_lines(place))
        self.proofs = list(access.visible_proofs(place))
        self.away = place.away
        self.calendar = current_calendar()
        people = Prefetch("people", Reminded.objects.select_related("person"))
        reminders = Reminder.objects.filter(plan=self.plan).select_related("measure").prefetch_related(people)
        seen = {m.pk for m in self.measures}
        self.reminders = [r for r in reminders if place.whole or r.measure_id in seen]

    def context(self) -> dict:
        plan, place = self.plan, self.place
        matter_seen = bool(place.capacities)  # whoever checks or owns a measure has no business in the matter
        return {
            "plan": plan, "name": name_of(plan, place.whole), "state": self.rules.states[plan.state],
            "matter_url": reverse("matter", args=[plan.matter_id]) if matter_seen else "",
            "matter": plan.matter if place.whole else None,
            "actions": self.actions(), "ribbon": self.ribbon(), "whole": place.whole,
            "facts": self.facts() if place.whole else [], "told": self.told() if place.whole else [],
            "analysis": self.analysis() if place.whole else [], "measures": [self.measure(m) for m in self.measures],
            "done": sum(m.state == "done" for m in self.measures), "total": len(self.measures),
            "checks": self.papers("check_effect") if place.whole else [],
            "effect_files": self.files(None) if place.whole else [],
            "referrals": self.papers("hear_before_referral", "refer") if place.whole else [],
            "units": [self.pack.units[c] for c in self.rules.cites],
            "referral_units": [self.pack.units[c] for c in self.rules.referral_cites],
            "timeline": self.timeline(), "reminded": self.reminded,
        }

    # --- where it stands ---------------------------------------------------------------------

    def ribbon(self) -> list[dict]:
        """The stages of a correction, as the ribbon of a matter shows Article 8."""
        order = list(self.rules.states)
        here = order.index(self.plan.state)
        days = {"opened": self.plan.opened_on, "running": self.plan.drawn_up_on, "effect": self.plan.check_from,
                "closing": self.plan.checked_on, "closed": self.plan.closed_on}
        ahead = self.plan.check_from is not None and here <= order.index("effect")
        notes = {"effect": _("from this day") if ahead else ""}
        rows = []
        for n, (key, state) in enumerate(self.rules.states.items()):
            stands = "done" if n < here or (n == here and state.final) else "now" if n == here else "next"
            day = days.get(key)
            rows.append({
                "name": state.name, "state": stands, "url": "",
                "day": day if stands != "next" or key == "effect" else None, "note": notes.get(key, ""),
            })  # fmt: skip
        return rows

    def actions(self) -> dict:
        """The one next step as a button, or who is next; other steps beside it."""
        tasks = desk.tasks_in(self.place, self.calendar)
        primary = min(tasks, key=lambda t: (t.due is None, t.due or date.max), default=None)
        others = []
        for move in self.rules.moves.values():
            if move.action in PER_MEASURE or move.action not in FORMS:
                continue
            if primary is not None and move.action == primary.move.action:
                continue
            if may(move, self.place, None) and open_now(move, self.plan) and self._useful(move.action):
                others.append({"label": move.name.get(lang()), "url": step_url(self.plan, move.action)})
        order = {self.rules.moves[a].name.get(lang()): n for n, a in enumerate(QUIET, 1) if a in self.rules.moves}
        others.sort(key=lambda o: order.get(o["label"], 0))
        return {
            "primary": self._button(primary) if primary else None, "others": others,
            "waiting": "" if primary else self.sentence(), "refused": [],
        }

    def _button(self, task: desk.Task) -> dict:
        label = task.move.name.get(lang())
        if task.measure is not None:
            label = f"{label} · {task.measure.n}"
        return {"label": label, "url": step_url(self.plan, task.move.action, task.measure)}

    def _useful(self, action: str) -> bool:
        plan = self.plan
        if action == "check_effect":
            return plan.check_from is not None and plan.check_from <= self.today
        if action == "refer":
            return any(line.action == "hear_before_referral" for line in self.lines)
        if action == "draw_up":
            return plan.told_on is not None
        if action == "remind_by_letter":
            return plan.told_on is None or plan.state != "opened"
        return True

    def sentence(self) -> str:
        """Who is next, in words."""
        waiting = desk.waiting_for(self.plan, self.place.measures, self.away, self.today)
        if not waiting:
            return _("Nothing is to be done: %(state)s.") % {"state": self.rules.states[self.plan.state].name.get(lang())}
        action, measure, due, who = waiting[0]
        move = self.rules.moves[action]
        if who == "owner":
            owners = dict.fromkeys(m.owner.name for _a, m, _d, w in waiting if w == "owner" and m in self.measures)
            if not owners:
                return _("Nothing waits for you here.")
            return _("Next: %(step)s, by %(who)s.") % {"step": move.name.get(lang()), "who": listed(owners)}
        people = {"applicant": name_of(self.plan, self.place.whole), "checker": self.plan.checker.name if self.plan.checker_id else ""}
        by = people.get(who) or holder(self.pack, move)
        if action == "check_effect":
            return _("Next: %(step)s, by %(who)s, from %(day)s.") % {"step": move.name.get(lang()), "who": by, "day": full_day(due)}
        return _("Next: %(step)s, by %(who)s.") % {"step": move.name.get(lang()), "who": by}

    # --- what was done -----------------------------------------------------------------------

    def facts(self) -> list[dict]:
        plan = self.plan
        basis = {"determined": _("follows from the determination"), "requested": _("opened on request")}
        rows = [
            {"term": _("Concerns"), "value": name_of(plan), "note": unit_name(plan.unit) if plan.person_id else ""},
            {"term": _("Plan opened"), "value": full_day(plan.opened_on), "note": basis[plan.basis]},
        ]
        if plan.reason:
            rows.append({"term": _("Why"), "value": plan.reason})
        if plan.state == "opened":
            rows.append({"term": _("Measures due"), "value": full_day(plan.due_on),
                         "note": _("provisional") if plan.provisional else ""})
        if plan.drawn_up_by_id:
            rows.append({"term": _("Drawn up by"), "value": plan.drawn_up_by.name, "note": full_day(plan.drawn_up_on)})
        if plan.checker_id:
            rows.append({"term": _("Checks the effect"), "value": plan.checker.name,
                         "note": _("from %(day)s") % {"day": full_day(plan.check_from)} if plan.check_from else ""})
        return rows

    def told(self) -> list[dict]:
        return self.papers("talk", "remind_by_letter")

    def papers(self, *actions: str) -> list[dict]:
        """The record's lines of these steps with what was said, as terms and values."""
        return [self._paper(line) for line in self.lines if line.action in actions]

    def _paper(self, line: Line) -> dict:
        terms = {
            "place": _("Place"), "present": _("Who was present"), "error": _("Where the error and the problem lie"),
            "causes": _("Causes"), "demands": _("What is demanded"), "said": _("What the person said"),
            "how": _("How it was checked"), "found": _("What was found"), "told": _("What the person was told"),
            "reason": _("Reasons"), "to": _("To which body"),
        }
        rows = [{"term": t, "value": line.body[k]} for k, t in terms.items() if line.body.get(k)]
        if "grounds" in line.body:
            names = [self.rules.grounds[g].name.get(lang()) for g in line.body["grounds"] if g in self.rules.grounds]
            rows.insert(0, {"term": _("Grounds"), "value": listed(names)})
        return {
            "title": self.rules.moves[line.action].name.get(lang()), "on": line.done_on,
            "by": line.actor.name if line.actor_id else "", "rows": rows, "proved": line.body.get("proved"),
        }

    def analysis(self) -> list[dict]:
        """The four fields, each in the list version under which it was written."""
        if self.plan.drawn_up_on is None:
            return []
        found = []
        for name in CODED:
            known = self.rules.version(name, self.plan.lists.get(name, 0))
            codes = [
                known.codes[c].name.get(lang()) if known and c in known.codes else c
                for c in getattr(self.plan, f"{name}_codes")
            ]
            title = (known or self.rules.newest(name)).name.get(lang())
            found.append({"title": title, "codes": codes, "words": getattr(self.plan, name),
                          "version": self.plan.lists.get(name)})
        return found

    def files(self, measure: Measure | None) -> list[dict]:
        return [
            {
                "number": p.n, "title": p.title, "size": p.size, "digest": p.sha256, "added_by": p.provider.name,
                "url": reverse("correction-file", args=[self.plan.pk, p.pk]),
            }
            for p in self.proofs if p.measure_id == (measure.pk if measure else None)
        ]

    def measure(self, measure: Measure) -> dict:
        links = [
            {"label": move.name.get(lang()), "url": step_url(self.plan, move.action, measure),
             "main": move.action == "prove" and self.place.owns(measure)}
            for move in self.rules.moves.values()
            if move.action in PER_MEASURE and may(move, self.place, measure) and open_now(move, self.plan, measure)
        ]
        links.sort(key=lambda link: not link["main"])
        reckoning = self.calendar.last_day(measure.from_on, measure.working_days) if measure.state == "open" else None
        notes = [
            {"on": line.done_on, "who": line.actor.name, "step": self.rules.moves[line.action].name.get(lang()),
             "text": line.body.get("progress") or line.body.get("done") or line.body.get("why") or ""}
            for line in self.lines if line.measure_id == measure.pk and line.actor_id
        ]
        return {
            "measure": measure, "links": links, "reckoning": reckoning, "notes": notes,
            "remaining": reckoning.remaining(self.today) if reckoning else None,
            "away": measure.state == "open" and measure.owner_id in self.away, "files": self.files(measure),
        }

    def timeline(self) -> list[dict]:
        """The record in words, newest first, reminders among it."""
        rows = []
        for line in self.lines:
            move = self.rules.moves.get(line.action)
            text = move.name.get(lang()) if move else _("Days counted anew")
            if line.measure_id:
                text = f"{text} · {line.measure.n}"
            earlier = line.done_on != clock.local_date(line.recorded_at)
            rows.append((line.recorded_at, {
                "at": line.recorded_at, "number": line.position, "text": text,
                "who": line.actor.name if line.actor_id else _("the program"),
                "note": _("Done on %(day)s, recorded later") % {"day": full_day(line.done_on)} if earlier else "",
            }))  # fmt: skip
        return [row for _at, row in sorted(rows, key=lambda r: r[0], reverse=True)]

    @property
    def reminded(self) -> list[dict]:
        return [
            {"on": r.recorded_on, "due": r.due_on, "n": r.measure.n if r.measure_id else "",
             "people": listed(p.person.name for p in r.people.all())}
            for r in sorted(self.reminders, key=lambda r: (r.recorded_on, r.due_on), reverse=True)
        ]


