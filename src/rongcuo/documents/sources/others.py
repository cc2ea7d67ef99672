"""Records beside the items of a matter: declarations of interest, notices of effects, answers on readings."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from rongcuo.documents.models import Dispatch
from rongcuo.documents.sources import Record, Rows, Source, register, yes_no
from rongcuo.documents.sources.words import day, numbered, sentence, short
from rongcuo.exemptions.access import visible_notices
from rongcuo.exemptions.models import Notice
from rongcuo.matters.access import (
    NOBODY,
    Standing,
    Viewer,
    visible_interests,
    visible_matters,
    with_people,
)
from rongcuo.matters.models import Adoption, Interest, Matter
from rongcuo.matters.packs import current_pack, pack_of
from rongcuo.policy.prose import citation

GROUNDS = {
    "own_interest": "本人与该事项有利害关系", "relative": "近亲属与该事项有利害关系",
    "earlier_part": "曾参与该事项的办理、问责或者作证", "other": "其他可能影响公正办理的情形",
}
STATUS = {"clear": "无回避情形", "declared": "已声明，待决定", "recused": "决定回避", "cleared": "经决定不需回避"}


def _standing(viewer: Viewer, matter: UUID) -> Standing | None:
    row = with_people(visible_matters(viewer)).filter(pk=matter).first()
    return Standing(viewer, row) if row else None


# --- A13: a declaration of interests ---------------------------------------------------------


def _declaration_record(row: Interest, matter: Matter) -> Record:
    return Record("declaration", row, row.declared_on, matter, author=row.person.name)


def _declarations(standing: Standing) -> Iterable[Record]:
    return [_declaration_record(i, standing.matter) for i in visible_interests(standing)]


def _find_declaration(viewer: Viewer, pk: UUID) -> Record | None:
    matter = Interest.objects.filter(pk=pk).values_list("matter_id", flat=True).first()
    standing = _standing(viewer, matter) if matter else None
    rows = _declarations(standing) if standing else ()
    return next((r for r in rows if r.pk == pk), None)


def _declaration(record: Record) -> dict[str, str | Rows]:
    row: Interest = record.row
    return {
        "declarer": row.person.name, "declared_on": day(row.declared_on), "words": row.words,
        "ground_rows": [
            [str(n), text, "有" if key in row.grounds else "无"] for n, (key, text) in enumerate(GROUNDS.items(), 1)
        ],
        "status": STATUS[row.status], "reasons": row.reasons,
        "decided_by": row.decided_by.name if row.decided_by_id else "",
    }


register(Source(
    "declaration", frozenset(("declarer", "declared_on", "words", "status", "reasons", "decided_by")),
    _declaration, _find_declaration, _declarations, {"ground_rows": 3}, frozenset(("declared",)),
    lambda record: {"declared": yes_no(record.row.grounds)},
))


# --- A10: a notice of effects ----------------------------------------------------------------


def _notice_record(row: Notice, matter: Matter) -> Record:
    return Record("effect_notice", row, row.sent_on, matter, row.subject, row.sent_by.name)


def _notice_rows(viewer: Viewer):
    return visible_notices(viewer).select_related("subject__person", "subject__unit", "sent_by")


def _notices(standing: Standing) -> Iterable[Record]:
    if not standing.matter.positive:
        return []  # there is no effect to tell anybody of
    rows = _notice_rows(standing.viewer).filter(matter=standing.matter)
    return [_notice_record(row, standing.matter) for row in rows]


def _find_notice(viewer: Viewer, pk: UUID) -> Record | None:
    row = _notice_rows(viewer).select_related("matter__act", "matter__unit").filter(pk=pk).first()
    return _notice_record(row, row.matter) if row else None


def _notice(record: Record) -> dict[str, str | Rows]:
    row, pack = record.row, record.pack
    recipients = pack.protection.recipients if pack.protection else {}
    rows = [
        [
            str(n), citation(pack, pack.effects[e["effect"]].cites[0]), pack.effects[e["effect"]].name.zh,
            short(e["from"]), short(e["until"]) or "长期",
        ]
        for n, e in enumerate(row.effects, 1) if e["effect"] in pack.effects
    ]
    return {
        "recipient": recipients[row.recipient].name.zh if row.recipient in recipients else row.recipient,
        "notice_number": row.number, "words": sentence(row.words), "reply_by": day(row.due_on),
        "sent_on": day(row.sent_on), "effect_rows": rows, "answer": row.answer, "answered_on": day(row.answered_on),
        "bars": "；".join(b.name.zh for b in pack.protection.bars.values()) if pack.protection else "",
    }


register(Source(
    "effect_notice",
    frozenset((
        "recipient", "notice_number", "words", "reply_by", "sent_on", "answer", "answered_on", "bars",
    )),
    _notice, _find_notice, _notices, {"effect_rows": 5}, frozenset(("recipient", "state")),
    lambda record: {"recipient": record.row.recipient, "state": record.row.state},
))


# --- A14: what a silent point means ----------------------------------------------------------


def _find_adoption(viewer: Viewer, pk: UUID) -> Record | None:
    """Readings are no secret: whoever signs in reads them (the page of readings)."""
    pack = current_pack()
    rows = Adoption.objects.filter(policy=f"{pack.id}/{pack.version}").select_related("by")
    row = rows.filter(pk=pk).first() if viewer.person != NOBODY else None
    return Record("reading", row, row.confirmed_on, author=row.by.name) if row and row.key in pack.readings else None


def _adoption(record: Record) -> dict[str, str]:
    row = record.row
    one = record.pack.readings[row.key]
    return {
        "question": one.question.zh, "answer": _said(one, row.value), "why_open": one.why_open.zh,
        "basis": row.basis, "articles": "、".join(citation(record.pack, c) for c in one.cites),
        "confirmed_on": day(row.confirmed_on),
    }


def _said(one, value: object) -> str:
    """The answer adopted: the pack's words where it is the default, else the value's."""
    if value == one.default:
        return one.answer.zh
    if isinstance(value, bool):
        return "是。" if value else "否。"
    label = one.labels.get(str(value))
    return sentence(label.zh if label else str(value))


register(Source(
    "reading", frozenset(("question", "answer", "why_open", "basis", "articles", "confirmed_on")), _adoption,
    _find_adoption, of_matter=False,
))


# --- 发文稿纸 ------------------------------------------------------------------------------------


def _find_dispatch(viewer: Viewer, pk: UUID) -> Record | None:
    from rongcuo.documents.access import (  # which reads the sources itself
        InOffice,
        office_paper,
        visible_dispatches,
    )

    matter = Dispatch.objects.filter(pk=pk).values_list("matter_id", flat=True).first()
    standing = _standing(viewer, matter) if matter else InOffice(viewer)
    if matter:
        row = visible_dispatches(standing).filter(pk=pk).first() if standing else None
    else:
        row = office_paper(viewer, pk)
    if row is None:
        return None
    template = standing.seeing & set(record_template(row, standing.matter).by)
    named = {row.drafter_id, row.reviewer_id, row.signer_id, *row.countersigns.values_list("person_id", flat=True)}
    if not template and viewer.person not in named:
        return None
    return Record("dispatch", row, row.drafted_on, standing.matter, row.subject, row.drafter.name)


def record_template(row: Dispatch, matter: Matter | None):
    """The pack's template of a paper on its way out."""
    return (pack_of(matter) if matter else current_pack()).documents[row.template]


def _sheet(record: Record) -> dict[str, str | Rows]:
    row = record.row
    template = record_template(row, record.matter)
    text = row.texts.get(n=row.version)
    return {
        "paper": template.name.zh, "kind": "" if template.kind == "internal" else template.kind,
        "title": text.sheet["title"], "to": text.sheet["to"], "cc": text.sheet["cc"],
        "annexes": numbered(text.sheet["annexes"]), "number": row.number, "secrecy": row.secrecy,
        "urgency": row.urgency, "copies": str(row.copies), "drafter": row.drafter.name,
        "drafted_on": day(row.drafted_on), "reviewer": row.reviewer.name if row.reviewed_on else "",
        "reviewed_on": day(row.reviewed_on), "signer": row.signer.name if row.signed_on else "",
        "signed_on": day(row.signed_on), "issued_on": day(row.issued_on), "version": str(row.version),
        "text_digest": " ".join(text.sha256[n : n + 8] for n in range(0, 64, 8)),
        "countersigned": "\n".join(
            f"{c.person.name}　{day(c.done_on) or '（未会签）'}" + (f"：{c.words}" if c.words else "")
            for c in row.countersigns.select_related("person")
        ),
    }


register(Source(
    "dispatch",
    frozenset((
        "paper", "kind", "title", "to", "cc", "annexes", "number", "secrecy", "urgency", "copies", "drafter",
        "drafted_on", "reviewer", "reviewed_on", "signer", "signed_on", "issued_on", "version", "text_digest",
        "countersigned",
    )),
    _sheet, _find_dispatch,
))
