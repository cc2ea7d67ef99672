"""Everything the page of a matter shows, read once in a fixed number of queries."""

from __future__ import annotations

from functools import cached_property
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from rongcuo import clock
from rongcuo.archive import retention
from rongcuo.corrections.owed import plans_in
from rongcuo.matters import access, moves, rules
from rongcuo.matters.assessing import assess_subject
from rongcuo.matters.classes import may_classify
from rongcuo.matters.errors import listed
from rongcuo.matters.models import Finding, Item, Subject
from rongcuo.matters.obligations import Obligation, visible_obligations
from rongcuo.matters.packs import pack_of
from rongcuo.matters.recusal import shortages
from rongcuo.matters.secrecy import REFUSED, mark_of, may_put_aside, words
from rongcuo.matters.waiting import Progress, Waiting, mine, told, waiting_for
from rongcuo.policy import Assessment
from rongcuo.policy.model import Move, Unit
from rongcuo.web.itemtext import Writer
from rongcuo.web.matter import beside
from rongcuo.web.naming import bodies_of, holder_of, reading_mark
from rongcuo.web.reasons import reason_nodes
from rongcuo.web.templatetags.ui import full_day
from rongcuo.web.viewing import lang

#: Steps on the timeline that `Progress` counts, and the papers they leave.
COUNTED = {"hear_applicant": "hearing", "answer_consultation": "consultation_answer"}


class MatterPage:
    """What a viewer may see of a matter; the parts of the page are made of it."""

    def __init__(self, standing: access.Standing):
        self.standing = standing
        self.matter = standing.matter
        self.pack = pack_of(self.matter)
        self.lang = lang()
        self.office = access.sees_reasons(standing)
        self.subjects = access.visible_subjects(standing)
        self.steps = list(access.visible_steps(standing).select_related("subject__unit", "paper__recorded_by", "paper__closed_by"))
        self.items = list(access.visible_items(standing).select_related("author"))
        self.findings: list[Finding] = list(access.visible_findings(standing))
        self.evidence = list(access.visible_evidence(standing).select_related("provider"))
        self.waiting = told(
            waiting_for(self.pack, standing, self._progress(), standing.viewer.day), standing
        )
        self.mine = mine(self.waiting, standing)
        self.open = moves.open_moves(self.pack, standing)
        people = {str(p.person_id): p.person.name for p in standing.parts}
        self.writer = Writer(self.pack, self.matter, {str(s.pk): s.name for s in self.subjects}, people)

    def _progress(self) -> Progress:
        """Whoever sees the whole record has at hand what was done; others cost a query."""
        if not self.office:
            return Progress.of([self.matter])
        done = {(COUNTED[s.action], s.subject_id) for s in self.steps if s.action in COUNTED}
        found: dict[UUID, set[str]] = {}
        for finding in self.findings:
            found.setdefault(finding.subject_id, set()).add(finding.fact)
        return Progress({self.matter.pk: done}, found)

    @cached_property
    def owed(self) -> list[Obligation]:
        """What is still owed once Article 8 has ended, as far as the viewer may know of it."""
        over = self.pack.procedure.matter_states[self.matter.state].final
        plans_in(self.matter, self.standing.viewer)  # once for what is owed and what is shown
        return visible_obligations(self.standing) if over and not self.matter.sealed_on else []

    @cached_property
    def plans(self) -> list[dict]:
        """The corrections of this matter that the viewer reads, with what is still open in each."""
        if self.matter.decided_on is None or self.pack.correction is None:
            return []
        found = []
        for rows in plans_in(self.matter, self.standing.viewer):
            plan = rows[0]
            if not plan["readable"]:
                continue
            unit = plan["unit__name_en"] or plan["unit__name"] if self.lang == "en" else plan["unit__name"]
            found.append({
                "subject": plan["subject_id"], "name": plan["person__name"] or unit, "number": plan["number"],
                "url": reverse("correction", args=[plan["pk"]]),
                "state": self.pack.correction.states[plan["state"]].name,
                "open": [
                    {"n": r["measures__n"], "text": r["measures__text"], "owner": r["measures__owner__name"],
                     "due_on": r["measures__due_on"]}
                    for r in rows if r["measures__state"] == "open"
                ],
            })  # fmt: skip
        return found

    # --- what stands where -------------------------------------------------------------------

    @cached_property
    def several(self) -> bool:
        return len(self.subjects) > 1

    def subject(self, pk: UUID | None) -> Subject | None:
        return next((s for s in self.subjects if s.pk == pk), None)

    def papers(self, *kinds: str, subject: UUID | None = None) -> list[Item]:
        """The papers of these kinds, in order; of one subject where it is named."""
        return [i for i in self.items if i.kind in kinds and subject in {None, i.subject_id}]

    def found(self, subject: Subject) -> dict[str, Finding]:
        return {f.fact: f for f in self.findings if f.subject_id == subject.pk}

    def sees(self, kind: str) -> bool:
        return any(i.kind == kind for i in self.items)

    @cached_property
    def shortages(self) -> list[dict]:
        """In which capacities too few are left since somebody stepped aside, and the ways out; for those who decide."""
        standing = self.standing
        if not standing.seeing & {"handler", "decider"} or self.matter.decided_on is not None:
            return []
        decides = "handler" in standing.capacities or standing.viewer.secretary
        moves_ = {m.action: m for m in self.pack.procedure.moves}
        ways = [
            {"label": self.name(moves_[a]), "url": self.url(a)}
            for a in ("fill_in", "refer_upward") if a in moves_ and decides
        ]
        return [
            {"name": self.pack.capacities[c].name.get(self.lang), "ways": ways}
            for c in shortages(self.pack, standing, self.pack.settings(self.matter.adopted))
        ]

    # --- words -------------------------------------------------------------------------------

    def name(self, move: Move) -> str:
        return move.name.get(self.lang)

    def unit(self, name: str) -> Unit:
        return self.pack.units[name]

    def determination(self, key: str) -> str:
        known = self.pack.determinations.get(key)
        return known.name.get(self.lang) if known else ""

    def join(self, words) -> str:
        return listed(words)

    def holder(self, waiting: Waiting) -> str:
        """Who takes a step: a person where one is named, the unit that forwards, else the body."""
        names = {p.person_id: p.person.name for p in self.standing.parts} if self.office else None
        return holder_of(self.pack, waiting, names)

    def answer(self, fact, value: object) -> str:
        """A fact's value in words."""
        words = {True: _("yes"), False: _("no"), None: _("not known"), "not_applicable": _("does not apply")}
        if isinstance(value, bool) or value in {None, "not_applicable"}:
            return words[value]
        if value == "unknown":
            return _("not known")
        if fact.type == "choice" and value in fact.values:
            choice = fact.values[value]
            return choice.en if self.lang == "en" else choice.zh
        return f"{value} {fact.unit.get(self.lang)}" if fact.unit else str(value)

    def readings(self, *actions: str) -> list[dict]:
        """The unconfirmed readings on which these steps depend, where they were taken or wait."""
        here = {s.action for s in self.steps} | {w.move.action for w in self.waiting}
        keys = dict.fromkeys(
            m.reading for m in self.pack.procedure.moves
            if m.action in actions and m.action in here and m.reading and m.reading not in self.matter.adopted
        )
        return [mark for k in keys if (mark := reading_mark(self.pack, k, self.matter, {}))]

    def reading(self, key: str) -> dict | None:
        """The mark of one reading that nobody confirmed."""
        if key not in self.pack.readings or key in self.matter.adopted:
            return None
        return reading_mark(self.pack, key, self.matter, {})

    # --- what stands beside the facts --------------------------------------------------------

    @cached_property
    def earlier(self) -> list[dict] | None:
        """Earlier matters of the same kind, once somebody verifies or decides."""
        first = next(iter(self.pack.procedure.matter_states))
        return beside.earlier(self.pack, self.standing) if self.matter.state != first else None

    def nearest(self, subject: Subject) -> dict | None:
        """The catch-all beside the nearest listed situation."""
        if not subject.nearest:
            return None
        return beside.nearest(
            self.pack, subject, self.assessment(subject), self.grade_names(subject),
            self.papers("application", "report", "opinion", "minutes"),
        )

    def grade_names(self, subject: Subject) -> dict:
        return {
            fact: self.pack.grades[f.grade].name for fact, f in self.found(subject).items()
            if f.grade in self.pack.grades
        }

    # --- addresses ---------------------------------------------------------------------------

    def url(self, action: str, subject: Subject | None = None) -> str:
        if subject is not None:
            return reverse("act-on-subject", args=[self.matter.pk, subject.pk, action])
        return reverse("act-on", args=[self.matter.pk, action])

    def paper_url(self, item: Item) -> str:
        return reverse("paper", args=[self.matter.pk, item.pk])

    # --- the check of elements ---------------------------------------------------------------

    def lifted(self, subject: Subject) -> bool | None:
        """Whether the stop was lifted; None (to be asked) where it was for somebody, in a paper not seen."""
        if self.papers("stop_lifted", subject=subject.pk):
            return True
        hidden = any(s.action == "lift_stop" for s in self.steps) and not self.sees("stop_lifted")
        return None if hidden else False

    def assessment(self, subject: Subject) -> Assessment:
        return assess_subject(
            self.matter, subject, self.found(subject).values(), self.lifted(subject)
        )

    def reasons(self, subject: Subject) -> dict:
        """What the articles say to a subject's findings, with the whole tree."""
        check = self.assessment(subject)
        outcome = self.pack.outcomes[check.outcome]
        grades = self.grade_names(subject)
        return {
            "name": subject.name, "outcome": outcome.name, "explain": outcome.explain,
            "admissible": [self.determination(d) for d in check.admissible],
            "open_facts": [self.pack.facts[f].question.get(self.lang) for f in check.open_facts],
            "nodes": reason_nodes(check, self.pack, subject.examined, grades),
            "units": [self.unit(c) for c in outcome.cites or check.decisive_cites[:3]],
            "url": reverse("reasons", args=[self.matter.pk, subject.pk]),
            "what_if": self.what_if_url(subject),
        }

    def what_if_url(self, subject: Subject) -> str:
        """Where it is shown what can still matter and what would change it; empty where that is closed."""
        if not access.sees_what_if(self.standing, subject):
            return ""
        return reverse("what-if", args=[self.matter.pk, subject.pk])

    # --- the dossier -------------------------------------------------------------------------

    def dossier(self) -> dict | None:
        """What the dossier holds and what holds up closing it, as far as the viewer may know; None: nothing."""
        catalogues = self.papers("catalogue")
        ground = next((c.body["ground"] for c in catalogues), "")
        pieces = [
            row | {
                "kept": retention.words(row["keep"]).get(self.lang),
                "why": retention.explained(self.pack, row, ground, self.matter.adopted),
            }
            for c in catalogues for row in c.body["pieces"]
        ]
        owed = [
            {
                "what": o.what, "who": o.subject.name if o.subject and self.several else "", "holder": o.holder,
                "due": o.due_on, "url": self._owed_url(o),
            }
            for o in self.owed
        ]
        out = access.may_export(self.standing)
        if not (pieces or owed or out):
            return None
        over = self.pack.procedure.matter_states[self.matter.state].final
        return {"sealed_on": self.matter.sealed_on, "pieces": pieces, "owed": owed, "over": over, "export": out}

    def _owed_url(self, owed: Obligation) -> str:
        """Where an obligation is met: its own address where it takes the matter (and subject), else this page."""
        for args in ([self.matter.pk], [self.matter.pk, owed.subject and owed.subject.pk]):
            try:
                return reverse(owed.link, args=args)
            except NoReverseMatch:
                continue
        return reverse("matter", args=[self.matter.pk])

    # --- timeline and evidence ---------------------------------------------------------------

    def timeline(self) -> list[dict]:
        """The ledger in words, newest first."""
        papers = {}
        for item in self.items:
            papers.setdefault(item.position, item)
        lines = []
        for step in reversed(self.steps):
            move = self.pack.procedure.move(step.action)
            own = step.actor_id == self.standing.viewer.person
            named = step.actor_id and (self.office or own)
            who = step.actor.name if named else bodies_of(self.pack, move.by)
            if not named and step.action == "submit_application" and step.subject.on_behalf == "unit":
                who = step.subject.unit.name_en or step.subject.unit.name if self.lang == "en" else step.subject.unit.name
            subject = step.subject.name if step.subject_id and self.several else ""
            earlier = step.done_on != clock.local_date(step.recorded_at)
            paper = papers.get(step.position)
            lines.append({
                "at": step.recorded_at, "number": step.position, "who": who,
                "text": f"{self.name(move)} · {subject}" if subject else self.name(move),
                "url": self.paper_url(paper) if paper else "",
                "paper": self._paper(step), "correction": step.doubt == "redo" and self.office,
                "note": _("Done on %(day)s, recorded later") % {"day": full_day(step.done_on)} if earlier
                else self._doubt(step),
            })  # fmt: skip
        return lines

    def _doubt(self, step) -> str:
        """What became of a step of somebody who then stepped aside; for the office alone."""
        words = {
            "open": _("Taken by somebody who then stepped aside; to be confirmed"),
            "stands": _("Taken by somebody who then stepped aside; confirmed since"),
            "redo": _("Taken by somebody who then stepped aside; to be done again"),
        }
        return words.get(step.doubt, "") if self.office else ""

    def _paper(self, step) -> str:
        """That a step comes from paper, and for the office who recorded and who confirmed it."""
        if not step.paper_id:
            return ""
        if not self.office:
            return _("Recorded from paper")
        return _("Recorded from paper by %(who)s, confirmed by %(second)s") % {
            "who": step.paper.recorded_by.name, "second": step.paper.closed_by.name
        }

    def _late(self, e) -> str:
        """What is worth seeing about the dates of a piece of evidence: a fact, not a judgement."""
        started = self.matter.act.started_on
        if e.made_on is None:
            return _("not dated")
        if e.made_on >= started:
            return _("made on %(day)s, after the procedure was started") % {"day": full_day(e.made_on)}
        happened = self.matter.act.occurred_on
        if happened and e.made_on > happened:
            return _("made on %(day)s, after it happened") % {"day": full_day(e.made_on)}
        return ""

    def secrecy(self) -> dict:
        """The matter's class as it is printed, and where those who keep the file change it."""
        url = reverse("class", args=[self.matter.pk]) if may_classify(self.standing) else ""
        return {"mark": mark_of(self.matter.secrecy, self.matter.secrecy_term), "url": url}

    def evidence_lanes(self) -> list[dict]:
        """The evidence by when it was made (reading 36): what is of the day, what came later, what has no date."""
        act, found = self.matter.act, {"": [], "later": [], "undated": []}
        for e, shown in zip(self.evidence, self.evidence_items(), strict=True):
            when = rules.came_later(e.made_on, act.occurred_on, act.started_on)
            found[{"of_the_day": "", "undated": "undated"}.get(when, "later")].append(shown)
        heads = {
            "": _("From when it happened, or before"), "later": _("Made later"), "undated": _("Not dated"),
        }
        lanes = [{"heading": heads[k], "items": rows} for k, rows in found.items() if rows]
        return [{**lanes[0], "heading": ""}] if len(lanes) == 1 and found[""] else lanes

    def evidence_items(self) -> list[dict]:
        classes = {**words(), "": "", **dict.fromkeys(REFUSED, _("classified; only a reference is kept"))}
        lanes = {
            "group": _("from the working group"), "witness": _("from a witness"), "relative": _("from a relative"),
        }
        rows = []
        for e in self.evidence:
            about = self.subject(e.subject_id) if self.several else None
            kind = lanes.get(e.lane, _("from the applicant")) + (f"（{e.source}）" if e.source else "")
            rows.append({
                "number": e.n, "title": e.title, "kind": f"{kind} · {about.name}" if about else kind,
                "size": e.size, "digest": e.sha256, "added_by": e.provider.name if self.office else "",
                "url": reverse("evidence", args=[self.matter.pk, e.pk]), "made_on": e.made_on,
                "late": self._late(e), "secrecy": classes.get(e.secrecy, ""),
                "withheld": _("Put aside: a second person decides what becomes of it") if e.held == "aside" else "",
                "destroyed": _("Destroyed by the decision of two people; its record stays") if e.held == "destroyed" else "",
                "aside_url": reverse("evidence-aside", args=[self.matter.pk, e.pk])
                if e.held != "destroyed" and may_put_aside(self.standing) else "",
                "class_url": reverse("class-of", args=[self.matter.pk, "evidence", e.pk])
                if not e.held and may_classify(self.standing) else "",
            })  # fmt: skip
        return rows
