"""The matter's sheet: chapter by chapter as Article 8 has it, each row beside the article it rests on."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from rongcuo.matters import access
from rongcuo.matters.models import Item, Subject
from rongcuo.matters.outside import suggests
from rongcuo.web.forms.steps.verification import GROUND_WORDS
from rongcuo.web.matter import afterwards, beside, findings
from rongcuo.web.matter import protected as protection
from rongcuo.web.matter.page import MatterPage
from rongcuo.web.matter.sheet import cited, meeting, paper, papers, row, units
from rongcuo.web.templatetags.ui import full_day

#: Papers that decide again about a subject.
LATER = ("review_decision", "revocation_decision", "later_feedback")


def chapters(page: MatterPage) -> list[dict]:
    """The chapters that hold something: {id, heading, rows}; a row as web/matter/sheet.html takes it."""
    steps = page.pack.procedure.steps
    parts = {
        "application": _application, "acceptance": _acceptance, "verification": _verification,
        "determination": _determination, "feedback": _feedback, "publication": _publication,
        "filing": _filing,
    }
    found = []
    for key, step in steps.items():
        rows = [r for r in parts[key](page) if r] if key in parts else []
        if rows:
            found.append({"id": key, "heading": step.name, "rows": rows})
        if key == "verification" and page.office:
            found += [c for c in (_found(page), _check(page)) if c["rows"]]
    again = afterwards.chapter(page)
    if again:
        found.append(again)
    protected = protection.chapter(page)
    if protected:
        found.append(protected)
    rest = _correction(page)
    if rest:
        found.append({"id": "correction", "heading": _("Correction"), "rows": rest})
    return found


# --- application and acceptance --------------------------------------------------------------


def _application(page: MatterPage) -> list[dict]:
    act = page.matter.act
    kind = page.pack.acts.get(act.kind)
    facts = [
        {"term": _("Kind of act"), "value": kind.name.get(page.lang) if kind else act.kind,
         "note": act.document_number},
        {"term": _("Issued by"), "value": act.issued_by,
         "note": _("outside this organisation") if act.external else ""},
        {"term": _("Started"), "value": full_day(act.started_on)},
    ]
    if act.occurred_on:
        facts.append({"term": _("Happened"), "value": full_day(act.occurred_on)})
    rows = [row("act", _("Accountability act"), "facts", {"facts": facts}, cited(page, "submit_application"))]
    return rows + [_applied(page, s) for s in page.subjects]


def _applied(page: MatterPage, s: Subject) -> dict:
    readable = page.papers("application", subject=s.pk)
    situations = []
    if readable:
        claimed = [s.main_situation, *(x for x in s.situations if x != s.main_situation)]
        situations = [page.pack.rules[x] for x in claimed if x in page.pack.rules]
    words = {
        "in_time": _("in time"), "on_notice": _("in time counted from the day of being told"),
        "late": _("after the last day; a person decides"),
    }
    facts = [
        {"term": _("Submitted"), "value": full_day(s.submitted_on), "note": words[s.timeliness]},
        {"term": _("Last day"), "value": full_day(s.due_on), "note": _("provisional") if s.provisional else ""},
        {"term": _("Way"), "value": {
            "forwarded": _("forwarded by the division or unit"), "direct": _("directly"),
        }.get(s.via, _("with the division or unit"))},
    ]  # fmt: skip
    data = {
        "state": page.pack.procedure.subject_states[s.state].name, "facts": facts,
        "situations": [r.name for r in situations],
        "body": readable[0].body if readable else None, "url": page.paper_url(readable[0]) if readable else "",
        "papers": papers(page, "forwarding", "own_view", "withdrawal", subject=s.pk),
    }
    if readable:
        body = readable[0].body
        data |= {
            "again": beside.again(page.pack, page.standing, body), "behalf": beside.behalf(page.pack, body),
            "nearest": "；".join(beside.situation_names(page.pack, s.nearest)),
        }
    heading = f"{s.name}　{_unit_name(page, s)}" if s.person_id else s.name
    cites = [page.unit(c) for r in situations for c in r.cites] or cited(page, "submit_application")
    readings = page.readings("forward", "decline_forwarding", "go_direct", "withdraw")
    if s.on_behalf and (mark := page.reading("apply.on_behalf")):
        readings.append(mark)
    return row(f"subject-{s.pk}", heading, "applied", data, cites, readings)


def _unit_name(page: MatterPage, s: Subject) -> str:
    return s.unit.name_en or s.unit.name if page.lang == "en" else s.unit.name


def _acceptance(page: MatterPage) -> list[dict]:
    found = papers(page, "completion_request", "completion", "acceptance", "refusal")
    readings = page.readings("request_completion", "complete", "accept", "refuse")
    return [row("accepted", "", "papers", {"papers": found}, cited(page, "accept"), readings)] if found else []


# --- verification ----------------------------------------------------------------------------


def _verification(page: MatterPage) -> list[dict]:
    rows = []
    members = [p for p in access.visible_parts(page.standing) if p.review_id is None]
    declared = access.visible_interests(page.standing)
    if members or declared:
        data = {
            "members": [_member(page, p, declared) for p in members],
            "others": [
                {"name": i.person.name, "interest": _interest(i), "reasons": i.reasons}
                for i in declared if i.person_id not in {p.person_id for p in members}
            ],
            "papers": papers(page, "group"),
        }
        cites = cited(page, "appoint_group") + cited(page, "declare_interests")
        readings = page.readings("appoint_group", "declare_interests", "decide_recusal")
        rows.append(row("group", _("Working group and declarations"), "group", data, cites, readings))
    around = papers(page, "substitute", "step_confirmed", "referral", "authority")
    short = page.shortages
    if around or short:
        data = {"papers": around, "shortages": short}
        rows.append(row("recusal", _("Where somebody stepped aside"), "shortages", data, cited(page, "ask_recusal"),
                        page.readings("fill_in", "refer_upward")))  # fmt: skip
    before = page.earlier
    if before:
        mark = page.reading("history.show")
        rows.append(row("earlier", _("Earlier matters of the same kind"), "earlier", {"subjects": before},
                        units(page, "A11-2"), [mark] if mark else []))  # fmt: skip
    kept = beside.rules_kept(page.papers("rule_kept"), page.matter.act.occurred_on, page.paper_url)
    if kept:
        rows.append(row("rules", _("Rules in force when it happened"), "rules", kept, cited(page, "keep_rule"),
                        page.readings("keep_rule")))  # fmt: skip
    heard = papers(page, "hearing")
    if heard:
        rows.append(row("heard", _("Hearing"), "papers", {"papers": heard}, cited(page, "hear_applicant"),
                        page.readings("hear_applicant")))  # fmt: skip
    reported = papers(page, "report", "return")
    if reported:
        rows.append(row("reported", _("Written report"), "papers", {"papers": reported}, cited(page, "issue_report")))
    return rows


def _member(page: MatterPage, part, declared: list) -> dict:
    one = next((i for i in declared if i.person_id == part.person_id), None)
    return {
        "name": part.person.name, "lead": part.lead, "outside": part.outside, "ended": part.ended,
        "interest": _interest(one) if one else _("not declared yet") if page.office else "",
        "open": one is None and page.office and not part.ended,
        "reasons": one.reasons if one else "",
    }


def _interest(one) -> str:
    words = {
        "clear": _("declared: no interest"), "declared": _("declared an interest, not decided yet"),
        "recused": _("stepped aside"), "cleared": _("declared; need not step aside"),
    }
    grounds = "；".join(str(GROUND_WORDS[g]) for g in one.grounds if g in GROUND_WORDS)
    return words[one.status] + (f"（{grounds}）" if grounds else "")


def _found(page: MatterPage) -> dict:
    return {
        "id": "findings", "heading": _("Facts, article by article"),
        "rows": [
            row(f"found-{u.id}", "", "findings", data, [u])
            for u, data in findings.by_article(page)
        ],
        "summary": findings.summary(page), "closed": page.matter.decided_on is not None,
        "readings": page.readings("record_findings"),
    }  # fmt: skip


def _check(page: MatterPage) -> dict:
    live = [s for s in page.subjects if s.state not in {"refused", "withdrawn"}] if page.findings else []
    checked = [page.reasons(s) for s in live]
    rows = []
    if len(checked) > 1:
        data = {"subjects": [_compared(page, s, r) for s, r in zip(live, checked, strict=True)]}
        rows.append(row("compared", _("Subjects side by side"), "compare", data, units(page, "A04-2")))
    for s, r in zip(live, checked, strict=True):
        rows.append(row(f"check-{s.pk}", s.name if len(live) > 1 else "", "check", r, r["units"][:2]))
        compared = page.nearest(s)
        if compared:
            heading = _("“Other situations” beside the nearest listed one")
            rows.append(row(f"nearest-{s.pk}", f"{s.name} · {heading}" if len(live) > 1 else heading, "nearest", compared,
                            units(page, page.pack.procedure.catch_all, "A09")))  # fmt: skip
    return {"id": "check", "heading": _("What the articles say to these findings"), "rows": rows}


def _compared(page: MatterPage, s: Subject, reasons: dict) -> dict:
    main = page.pack.rules.get(s.main_situation)
    grades, told = [f.grade for f in page.found(s).values()], page.papers("feedback", subject=s.pk)
    return {
        "name": s.name, "state": page.pack.procedure.subject_states[s.state].name,
        "situation": main.name if main else "", "outcome": reasons["outcome"],
        "proved": grades.count("proved"), "total": len(grades),
        "open": len(reasons["open_facts"]),
        "proposed": page.determination(s.proposed) if page.sees("opinion") else "",
        "decided": page.determination(s.outcome) if page.papers("determination", "feedback", subject=s.pk) else "",
        "effects": _granted(page, s), "told": told[-1].done_on if told else None, "received": s.received_on if told else None,
    }


def _granted(page: MatterPage, s: Subject) -> list[str]:
    """The effects that were determined for a subject, by their names; those of a paper that is seen."""
    if not page.papers("determination", "feedback", subject=s.pk):
        return []
    return [page.pack.effects[e].name.get(page.lang) for e in s.effects if e in page.pack.effects]


# --- determination and after -----------------------------------------------------------------


def _determination(page: MatterPage) -> list[dict]:
    rows = []
    asked = papers(page, "consultation", "consultation_answer")
    if asked:
        rows.append(row("consulted", _("Personnel division"), "papers", {"papers": asked},
                        cited(page, "consult_personnel"), page.readings("consult_personnel")))  # fmt: skip
    lifted = papers(page, "stop_lifted")
    if lifted:
        rows.append(row("lifted", _("Stop of the exclusion lifted"), "papers", {"papers": lifted},
                        cited(page, "lift_stop"), page.readings("lift_stop")))  # fmt: skip
    for item in page.papers("opinion"):
        data = {"proposals": _proposals(page, item), "papers": [paper(page, item, _("The whole opinion"))]}
        rows.append(row(f"opinion-{item.pk}", _("Preliminary opinion"), "opinion", data, cited(page, "give_opinion")))
    put_off = papers(page, "postponement")
    if put_off:
        rows.append(row("postponed", "", "papers", {"papers": put_off}, cited(page, "postpone")))
    for item in page.papers("minutes"):
        rows.append(row(f"minutes-{item.pk}", _("Meeting of the leading group"), "minutes", meeting(page, item),
                        cited(page, "determine"), page.readings("determine")))  # fmt: skip
    told = {i.subject_id: i for i in page.papers("feedback")} | {i.subject_id: i for i in page.papers("determination")}
    for s in page.subjects:
        if s.pk in told and s.outcome:
            rows += [_decided(page, s, told[s.pk]), _duties(page, s)]
    return rows


def _proposals(page: MatterPage, item: Item) -> list[dict]:
    return [
        {
            "name": s.name if s else "", "outcome": page.determination(given["outcome"]),
            "reason": given["reason"], "beyond": given.get("beyond", ""), "unlike": given.get("unlike", ""),
        }
        for pk, given in item.body["proposals"].items()
        for s in [next((x for x in page.subjects if str(x.pk) == pk), None)]
    ]


def _decided(page: MatterPage, s: Subject, item: Item) -> dict:
    """What was determined first, as its paper says it; what a later decision made of it has a chapter of its own."""
    outcome = item.body["outcome"]
    known = page.pack.determinations[outcome]
    reasons = item.body.get("effects") if isinstance(item.body.get("effects"), dict) else {}
    granted = {e for e, tick in reasons.items() if tick["granted"]}
    kind = "person" if s.person_id else "unit"
    effects = [
        {
            "id": e.id, "name": e.name, "unit": page.unit(e.cites[0]), "ticked": e.id in granted,
            "bar": e.note if e.id in granted else None, "reason": (reasons.get(e.id) or {}).get("reason", ""),
        }
        for e in page.pack.effects.values()
        if e.for_ in {"both", kind} and outcome in e.determinations
    ]
    data = {
        "name": s.name if page.several else "", "outcome": known.name, "positive": known.positive,
        "reason": item.body.get("reason", ""), "effects": effects, "day": page.matter.decided_on,
        "url": page.paper_url(item) if item.kind == "determination" else "",
        "again": bool(page.papers(*LATER, subject=s.pk)),
    }
    # What was granted and refused is named beside it; the article is quoted as a whole once.
    cites = [page.unit(c) for c in known.cites] if not effects else [e["unit"] for e in effects]
    return row(f"decided-{s.pk}", _("What was determined"), "decided", data, cites[:4])


def _duties(page: MatterPage, s: Subject) -> dict | None:
    owed = [d for d in page.pack.duties.values() if s.outcome in d.mandatory_for]
    if not owed:
        return None
    data = {
        "name": s.name if page.several else "", "duties": [d.name for d in owed],
        "plans": [p for p in page.plans if p["subject"] == s.pk],
    }
    return row(f"duties-{s.pk}", _("Correction owed"), "duties", data, [page.unit(c) for d in owed for c in d.cites])


def _correction(page: MatterPage) -> list[dict]:
    """Plans opened on request: after a refusal, or for a unit."""
    owing = {s.pk for s in page.subjects if any(s.outcome in d.mandatory_for for d in page.pack.duties.values())}
    rest = [p for p in page.plans if p["subject"] not in owing]
    if not rest:
        return []
    cites = [page.unit(c) for c in page.pack.correction.cites]
    return [row("plans", "", "duties", {"name": "", "duties": [], "plans": rest}, cites)]


def _outside(page: MatterPage) -> list[dict]:
    """Where a body outside runs the act: how far a determination reaches, and what that body answered (reading 20)."""
    if not suggests(page.matter) or page.matter.decided_on is None:
        return []
    seen = [s for s in page.subjects if s.outcome and page.papers("determination", "feedback", subject=s.pk)]
    if not any(page.pack.determinations[s.outcome].positive for s in seen):
        return []
    mark = page.reading("case.external_handler")
    data = {
        "scope": page.pack.procedure.suggestion, "to": page.matter.act.issued_by, "papers": papers(page, "reply"),
        "letter": reverse("documents", args=[page.matter.pk]) if page.office else "",
    }
    return [row("outside", _("Letter of suggestion"), "outside", data, units(page, "A15"), [mark] if mark else [])]


def _feedback(page: MatterPage) -> list[dict]:
    rows = _outside(page)
    for item in page.papers("feedback"):
        s = page.subject(item.subject_id)
        data = {
            "body": item.body, "outcome": page.determination(item.body["outcome"]), "day": item.done_on,
            "url": page.paper_url(item), "papers": papers(page, "receipt", subject=item.subject_id),
            "what_if": page.what_if_url(s) if s and not page.office else "",
        }
        heading = s.name if s and page.several else ""
        rows.append(row(f"told-{item.pk}", heading, "feedback", data, cited(page, "feed_back")))
    return rows


def _publication(page: MatterPage) -> list[dict]:
    found = papers(page, "publication", "no_publication")
    return [row("published", "", "papers", {"papers": found}, cited(page, "publish"),
                page.readings("publish", "skip_publication"))] if found else []  # fmt: skip


def _filing(page: MatterPage) -> list[dict]:
    rows = []
    found = papers(page, "filing")
    if found:
        rows.append(row("deposited", "", "papers", {"papers": found}, cited(page, "file")))
    checked = papers(page, "checks")
    if checked:
        rows.append(row("checked", _("Check of the dossier"), "papers", {"papers": checked}, cited(page, "file")))
    sealed = papers(page, "closing", "catalogue", "supplement")
    if sealed:
        rows.append(row("sealed", _("Closed dossier"), "papers", {"papers": sealed}, cited(page, "close"),
                        page.readings("close")))  # fmt: skip
    return rows
