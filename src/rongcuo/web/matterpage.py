"""The page of a matter: the measures filled in, put together from what the gates let through.

A fixed number of queries, however many papers, findings and subjects there are.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from rongcuo.matters import access, moves
from rongcuo.matters.assessing import assess_subject, facts_to_settle
from rongcuo.matters.models import Finding, Item, Point, Subject
from rongcuo.matters.packs import pack_of
from rongcuo.matters.waiting import Progress, Waiting, mine, target_of, waiting_for
from rongcuo.web.forms.steps.verification import GROUND_WORDS
from rongcuo.web.itemtext import Writer, title_of
from rongcuo.web.naming import bodies_of, names_of, reading_mark
from rongcuo.web.reasons import reason_nodes
from rongcuo.web.templatetags.ui import full_day
from rongcuo.web.viewing import lang
from rongcuo.web.views.readings import adoptions

#: Which kinds of paper stand under which step of the measures.
PAPERS: dict[str, tuple[str, ...]] = {
    "application": ("application", "forwarding", "withdrawal"),
    "acceptance": ("completion_request", "completion", "acceptance", "refusal"),
    "verification": ("group", "hearing", "report", "return"),
    "determination": (
        "consultation", "consultation_answer", "stop_lifted", "opinion", "postponement", "minutes",
        "determination",
    ),
    "feedback": ("feedback", "receipt"),
    "publication": ("publication", "no_publication"),
    "filing": ("filing",),
}
#: The move that completes a step, for the ribbon.
COMPLETES: dict[str, tuple[str, ...]] = {
    "application": ("forward", "decline_forwarding", "go_direct"), "acceptance": ("accept",),
    "verification": ("issue_report",), "determination": ("determine",), "feedback": ("feed_back",),
    "publication": ("publish", "skip_publication"), "filing": ("file",),
}
#: Papers that stand open; the others are folded under their title.
OPEN = frozenset({"application", "determination", "feedback", "refusal", "completion_request"})
#: Steps that are always there beside the next one, or come up only when somebody looks for them.
QUIET = frozenset({"declare_interests", "add_evidence", "withdraw", "postpone", "lift_stop"})


class MatterPage:
    """Everything the page shows, read once."""

    def __init__(self, standing: access.Standing):
        self.standing = standing
        self.matter = standing.matter
        self.pack = pack_of(self.matter)
        self.lang = lang()
        self.subjects = access.visible_subjects(standing)
        self.steps = list(access.visible_steps(standing).select_related("subject__unit"))
        self.items = list(access.visible_items(standing).select_related("author"))
        self.findings = list(access.visible_findings(standing))
        self.points = list(access.visible_points(standing))
        self.evidence = list(access.visible_evidence(standing).select_related("provider"))
        self.adopted = adoptions(self.pack)
        progress = Progress.of([self.matter])
        self.waiting = waiting_for(self.pack, standing, progress, standing.viewer.day)
        self.mine = mine(self.waiting, standing)
        self.open = moves.open_moves(self.pack, standing)
        people = [m for i in self.items if i.kind == "group" for m in i.body["members"]]
        names = names_of(people) if people else {}
        self.writer = Writer(self.pack, self.matter, {str(s.pk): s.name for s in self.subjects}, names)
        self.office = access.sees_reasons(standing)

    def context(self) -> dict:
        return {
            "matter": self.matter, "page": self, "ribbon": self.ribbon(), "actions": self.actions(),
            "rows": self.rows(), "timeline": self.timeline(), "evidence": self.evidence_items(),
            "state": self.pack.procedure.matter_states[self.matter.state],
        }

    # --- addresses ---------------------------------------------------------------------------

    def url(self, action: str, subject: Subject | None = None) -> str:
        if subject is not None:
            return reverse("act-on-subject", args=[self.matter.pk, subject.pk, action])
        return reverse("act-on", args=[self.matter.pk, action])

    def name(self, move) -> str:
        return move.name.get(self.lang)

    # --- the ribbon and the next step --------------------------------------------------------

    def ribbon(self) -> list[dict]:
        """Article 8's steps with the day of each and who holds the present one."""
        here = self.pack.procedure.matter_states[self.matter.state]
        order = list(self.pack.procedure.steps)
        now = here.step
        if self.matter.state == next(iter(self.pack.procedure.matter_states)) and all(
            s.state == "submitted" for s in self.subjects
        ):
            now = order[0]
        done = {}
        for step in self.steps:
            for name, actions in COMPLETES.items():
                if step.action in actions:
                    done[name] = step
        out = []
        for n, (key, step) in enumerate(self.pack.procedure.steps.items()):
            row = {"name": step.name.get(self.lang), "url": f"#{key}"}
            if here.final:
                ended = here.id == "ended"
                row["state"] = "done" if not ended or key in done else ("ended" if key == now else "skipped")
            elif n < order.index(now):
                row["state"] = "done"
            else:
                row["state"] = "now" if key == now else "next"
            if key in done and row["state"] != "next":
                row["day"] = done[key].done_on
                if done[key].action == "skip_publication":
                    row["state"] = "skipped"
            if row["state"] == "now":
                row["holder"] = self.holder()
            out.append(row)
        return out

    def holder(self) -> str:
        """The bodies the matter waits for now."""
        return bodies_of(self.pack, (c for w in self.waiting[:1] for c in w.move.by))

    def actions(self) -> dict:
        """The next step as one button; where it is another's, the sentence who is next."""
        first = self.mine[0] if self.mine else None
        shown = {(w.move.action, w.subject and w.subject.pk) for w in self.mine[:1]}
        others = [self._link(w.move, w.subject) for w in self.mine[1:]]
        shown |= {(w.move.action, w.subject and w.subject.pk) for w in self.mine[1:]}
        for one in self.open:
            known = (one.move.action, one.subject and one.subject.pk)
            if known in shown or not self._offered(one):
                continue
            shown.add(known)
            others.append(self._link(one.move, one.subject))
        return {
            "primary": self._primary(first) if first else None,
            "others": others,
            "waiting": "" if first else self._sentence(),
            "refused": self._refused(),
        }

    def _primary(self, waiting: Waiting) -> dict:
        link = self._link(waiting.move, waiting.subject)
        target = target_of(self.pack, waiting, self.standing)
        if target is not None:
            link["hint"] = _("Aimed at by %(day)s; a target, not a deadline.") % {"day": full_day(target.due)}
        return link

    def _link(self, move, subject: Subject | None) -> dict:
        label = self.name(move)
        if subject is not None and len(self.subjects) > 1:
            label = f"{label} · {subject.name}"
        return {"label": label, "url": self.url(move.action, subject)}

    def _offered(self, one: moves.Open) -> bool:
        """Permitted moves that make sense now; the rules stay with the actions."""
        action, viewer = one.move.action, self.standing.viewer
        if action == "determine" or action in {"return_for_verification", "postpone"}:
            return viewer.secretary
        if action == "lift_stop":
            return any(self._stopped(s) for s in self.subjects)
        if action == "decide_recusal":
            return any(i.status == "declared" for i in self.standing.interests.values())
        if action == "go_direct":
            return any(
                w.move.action == "go_direct" and w.subject == one.subject for w in self.waiting
            )
        if action == "record_receipt":
            return any(w.move.action == action and w.subject == one.subject for w in self.waiting)
        if action == "request_completion":
            return not one.subject.completion_asked
        return True

    def _stopped(self, subject: Subject) -> bool:
        found = [f for f in self.findings if f.subject_id == subject.pk]
        check = assess_subject(self.matter, subject, found, self._lifted(subject))
        return not check.admissible or check.admissible == ("refused",)

    def _lifted(self, subject: Subject) -> bool:
        return any(i.kind == "stop_lifted" and i.subject_id == subject.pk for i in self.items)

    def _sentence(self) -> str:
        state = self.pack.procedure.matter_states[self.matter.state]
        if self.standing.suspended:
            return _("You declared an interest in this matter; you do not act in it until that is decided.")
        if not self.waiting:
            return _("Nothing is to be done: %(state)s.") % {"state": state.name.get(self.lang)}
        first = self.waiting[0]
        who = bodies_of(self.pack, first.move.by)
        return _("Next: %(step)s, by %(who)s.") % {"step": self.name(first.move), "who": who}

    def _refused(self) -> list[dict]:
        """Why the next steps of others are no buttons here."""
        own = {(w.move.action, w.subject and w.subject.pk) for w in self.mine}
        return [
            {
                "label": self.name(w.move),
                "why": _("This step belongs to: %(who)s.") % {"who": bodies_of(self.pack, w.move.by)},
            }
            for w in self.waiting
            if (w.move.action, w.subject and w.subject.pk) not in own
        ] if self.mine else []

    # --- the sheet ---------------------------------------------------------------------------

    def rows(self) -> list[dict]:
        rows = []
        for key, step in self.pack.procedure.steps.items():
            data = {"papers": self._papers(PAPERS.get(key, ())), "empty": _("Nothing yet.")}
            if key == "application":
                data["subjects"] = [self._subject(s) for s in self.subjects]
                data["act"] = self._act()
            if key == "verification":
                data |= self._verification()
            if key == "determination" and self.office:
                data["compare"] = self._compare()
            if key in {"determination", "feedback"}:
                data["effects"] = self._effects() if key == "determination" or not self.office else []
            row = {
                "id": key, "heading": step.name.get(self.lang), "template": f"web/matter/{_template(key)}.html",
                "data": data, "units": [self.pack.units[c] for c in step.cites],
                "readings": self._readings(key),
            }
            rows.append(row)
        return rows

    def _readings(self, step: str) -> list[dict]:
        """The readings on which the steps taken here depend, each once."""
        actions = {s.action for s in self.steps} | {w.move.action for w in self.waiting}
        keys = dict.fromkeys(
            m.reading for m in self.pack.procedure.moves
            if m.reading and m.action in actions and self._step_of(m) == step
        )
        marks = (reading_mark(self.pack, k, self.matter, self.adopted) for k in keys)
        return [m for m in marks if m]

    def _step_of(self, move) -> str | None:
        for key, step in self.pack.procedure.steps.items():
            if move.cites and move.cites[0] in step.cites:
                return key
        return None

    def _papers(self, kinds: Iterable[str]) -> list[dict]:
        wanted = set(kinds)
        return [self._paper(i) for i in self.items if i.kind in wanted]

    def _paper(self, item: Item) -> dict:
        who = item.author.name if item.author_id and self._names_people(item) else ""
        subject = next((s for s in self.subjects if s.pk == item.subject_id), None)
        return {
            "title": title_of(item.kind), "day": item.done_on, "who": who,
            "subject": subject.name if subject and len(self.subjects) > 1 else "",
            "open": item.kind in OPEN, "rows": self.writer.rows(item),
            "url": reverse("paper", args=[self.matter.pk, item.pk]),
        }

    def _names_people(self, item: Item) -> bool:
        """To a subject or unit the office speaks as a body, not as a person."""
        return self.office or item.author_id == self.standing.viewer.person or item.kind in {
            "application", "forwarding", "completion", "withdrawal"
        }

    def _act(self) -> list[dict]:
        act = self.matter.act
        kind = self.pack.acts.get(act.kind)
        return [
            {"term": _("Accountability act"), "value": kind.name.get(self.lang) if kind else act.kind,
             "note": act.document_number},
            {"term": _("Issued by"), "value": act.issued_by,
             "note": _("outside this organisation") if act.external else ""},
            {"term": _("Started"), "value": full_day(act.started_on)},
        ]

    def _subject(self, s: Subject) -> dict:
        state = self.pack.procedure.subject_states[s.state]
        words = {
            "in_time": _("in time"), "on_notice": _("in time counted from the day of being told"),
            "late": _("after the last day; a person decides"),
        }
        return {
            "name": s.name, "unit": s.unit.name if s.person_id else "", "state": state.name.get(self.lang),
            "facts": [
                {"term": _("Submitted"), "value": full_day(s.submitted_on), "note": words[s.timeliness]},
                {"term": _("Last day"), "value": full_day(s.due_on),
                 "note": _("provisional") if s.provisional else ""},
                {"term": _("Way"), "value": {
                    "forwarded": _("forwarded by the division or unit"), "direct": _("directly"),
                }.get(s.via, _("with the division or unit"))},
            ],
        }  # fmt: skip

    def _verification(self) -> dict:
        grades = self.pack.grades
        return {
            "members": [
                {"term": p.person.name, "value": self._interest(p.person_id),
                 "note": " · ".join(w for w in (_("leads") if p.lead else "", _("from outside") if p.outside else "", _("left the group") if p.ended else "") if w)}
                for p in access.visible_parts(self.standing)
            ],
            "tables": [self._claims(s, grades) for s in self.subjects] if self.office else [],
            "reasons": [self._reasons(s) for s in self.subjects if s.state not in {"refused", "withdrawn"}]
            if self.office else [],
            "points": [self._point(p) for p in self.points],
        }

    def _interest(self, person) -> str:
        known = {i.person_id: i for i in access.visible_interests(self.standing)}
        one = known.get(person)
        if one is None:
            return _("not declared yet") if self.office else ""
        words = {
            "clear": _("declared: no interest"), "declared": _("declared an interest, not decided yet"),
            "recused": _("stepped aside"), "cleared": _("declared; need not step aside"),
        }
        grounds = "；".join(str(GROUND_WORDS[g]) for g in one.grounds)
        return words[one.status] + (f"（{grounds}）" if grounds else "")

    def _claims(self, s: Subject, grades) -> dict:
        """What the applicant said beside what was found, fact by fact."""
        found = {f.fact: f for f in self.findings if f.subject_id == s.pk}
        asked = list(dict.fromkeys([*facts_to_settle(self.pack, s.situations), *s.claims, *found]))
        rows = []
        for name in asked:
            fact = self.pack.facts.get(name)
            if fact is None or (name not in found and s.claims.get(name) is None):
                continue
            row: Finding | None = found.get(name)
            claim = s.claims.get(name)
            rows.append({
                "claim": fact.question.get(self.lang),
                "claim_by": _("Applicant: %(answer)s") % {"answer": self.answer(fact, claim)}
                if claim is not None else "",
                "finding": self.answer(fact, row.value) + (f"；{row.note}" if row.note else "") if row else "",
                "grade": row.grade if row else "",
                "grade_word": grades[row.grade].name.get(self.lang) if row and row.grade in grades else "",
                "evidence": row.evidence if row else [], "unit": self.pack.units[fact.cites[0]],
            })  # fmt: skip
        return {"name": s.name, "rows": rows}

    def answer(self, fact, value: object) -> str:
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if value is None:
            return _("not known")
        if value == "not_applicable":
            return _("does not apply")
        if fact.type == "choice" and value in fact.values:
            choice = fact.values[value]
            return choice.en if self.lang == "en" else choice.zh
        return str(value)

    def assessment(self, s: Subject):
        found = [f for f in self.findings if f.subject_id == s.pk]
        return assess_subject(self.matter, s, found, self._lifted(s))

    def _reasons(self, s: Subject) -> dict:
        check = self.assessment(s)
        names = [self.pack.determinations[d].name.get(self.lang) for d in check.admissible]
        return {
            "name": s.name, "outcome": self.pack.outcomes[check.outcome].name.get(self.lang),
            "admissible": names, "nodes": reason_nodes(check.document(), self.pack, s.situations),
            "open_facts": [self.pack.facts[f].question.get(self.lang) for f in check.open_facts],
            "url": reverse("reasons", args=[self.matter.pk, s.pk]),
        }

    def _point(self, p: Point) -> dict:
        weighed = p.weighed if self.office else ""
        return {"n": p.n, "text": p.text, "weighed": weighed, "answer": p.answer}

    def _compare(self) -> list[dict]:
        """The subjects side by side, for those who see all of them."""
        if len(self.subjects) < 2:
            return []
        name = self.pack.determinations
        return [
            {
                "name": s.name,
                "cells": [
                    self.pack.rules[s.main_situation].name.get(self.lang) if s.main_situation in self.pack.rules else "",
                    self.pack.procedure.subject_states[s.state].name.get(self.lang),
                    name[s.proposed].name.get(self.lang) if s.proposed else "—",
                    name[s.outcome].name.get(self.lang) if s.outcome else "—",
                ],
            }
            for s in self.subjects
        ]

    def _effects(self) -> list[dict]:
        """The effects of Article 10 as decided, for each subject whose result may be seen."""
        told = {i.subject_id: i for i in self.items if i.kind in {"determination", "feedback"}}
        out = []
        for s in self.subjects:
            item = told.get(s.pk)
            if item is None or not s.outcome or not self.pack.determinations[s.outcome].positive:
                continue
            reasons = item.body.get("effects") if isinstance(item.body.get("effects"), dict) else {}
            out.append({
                "name": s.name if len(self.subjects) > 1 else "",
                "effects": [
                    {
                        "id": e.id, "name": e.name, "unit": self.pack.units[e.cites[0]],
                        "ticked": e.id in s.effects, "bar": e.note if e.id in s.effects else None,
                        "reason": (reasons.get(e.id) or {}).get("reason", ""),
                    }
                    for e in self.pack.effects.values()
                    if e.for_ in {"both", "person" if s.person_id else "unit"} and s.outcome in e.determinations
                ],
            })  # fmt: skip
        return out

    # --- timeline and evidence ---------------------------------------------------------------

    def timeline(self) -> list[dict]:
        """The ledger in words, newest first."""
        lines = []
        for step in reversed(self.steps):
            move = self.pack.procedure.move(step.action)
            own = step.actor_id == self.standing.viewer.person
            who = step.actor.name if step.actor_id and (self.office or own) else bodies_of(self.pack, move.by)
            name = step.subject.name if step.subject_id and len(self.subjects) > 1 else ""
            earlier = step.done_on != access.clock.local_date(step.recorded_at)
            lines.append({
                "at": step.recorded_at, "number": step.position,
                "text": f"{self.name(move)} · {name}" if name else self.name(move), "who": who,
                "note": _("Done on %(day)s") % {"day": full_day(step.done_on)} if earlier else "",
            })  # fmt: skip
        return lines

    def evidence_items(self) -> list[dict]:
        lanes = {"group": _("from the working group"), "witness": _("from a witness")}
        return [
            {
                "number": e.n, "title": e.title, "kind": lanes.get(e.lane, _("from the applicant")),
                "size": e.size, "digest": e.sha256, "added_by": e.provider.name if self.office else "",
                "url": reverse("evidence", args=[self.matter.pk, e.pk]),
            }
            for e in self.evidence
        ]


def _template(step: str) -> str:
    return step if step in {"application", "verification", "determination"} else "papers"
