"""Builds the frozen model from the checked, merged content of a pack. No checks here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType

from rongcuo.policy import model as m
from rongcuo.policy.expressions import Expressions, expected
from rongcuo.policy.settings import frozen


def content_digest(content: dict) -> str:
    """sha256 hex over the canonical JSON of the merged content, scenarios left out."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def build(content: dict, scenarios: list[dict], digest: str) -> m.Pack:
    """The pack of this content; `scenarios` carry `_file` and `_line` beside their own keys."""
    header = content["pack"]
    expressions = Expressions(content)
    section = _sections(content)
    return m.Pack(
        id=header["id"],
        version=header["version"],
        digest=digest,
        title=_text(header["title"]),
        issuer=_text(header["issuer"]),
        issued=header["issued_on"],
        issued_on=_date(header["issued_on"]),
        valid_from=_date(header["valid_from"]),
        valid_to=_date(header.get("valid_to")),
        validity=header["validity"],
        validity_note=_text(header.get("validity_note")),
        source=header.get("source"),
        note=_text(header.get("note")),
        partial=_text(header.get("partial")),
        text_digest=header["text_digest"],
        units=section("text", _unit),
        facts=section("facts", _fact),
        windows=section("windows", lambda raw: m.Window(*_item(raw), raw["opens"], raw["closes"])),
        scales=section("scales", _scale),
        transition=_transition(content.get("transition")),
        constraints=section("constraints", lambda raw: _constraint(raw, expressions)),
        rules=section(
            "rules",
            lambda raw: m.Rule(
                *_item(raw), raw["kind"], _text(raw.get("explain")), expressions.of_rule(raw)
            ),
        ),
        outcomes=section(
            "outcomes",
            lambda raw: m.Outcome(
                *_item(raw),
                expressions.of_outcome(raw) if "when" in raw else None,
                tuple(raw["admits"]),
                _text(raw.get("explain")),
                tuple(raw.get("despite_open", ())),
            ),
        ),
        determinations=section(
            "determinations",
            lambda raw: m.Determination(*_item(raw), raw["positive"], _text(raw.get("explain"))),
        ),
        grades=section("grades", lambda raw: m.Grade(*_item(raw), raw["gives"])),
        effects=section(
            "effects",
            lambda raw: m.Effect(
                *_item(raw), raw["for"], tuple(raw["determinations"]), raw.get("reading"),
                _text(raw.get("respect")), _text(raw.get("binds")), raw.get("suggests", False), tuple(raw.get("recipients", ())),
            ),
        ),
        protection=_protection(content["protection"]) if "protection" in content else None,
        duties=section("duties", _duty),
        undertakings=section(
            "undertakings",
            lambda raw: m.Undertaking(*_item(raw), _text(raw["text"]), _many(raw.get("by"))),
        ),
        questions=section(
            "questions",
            lambda raw: m.Question(
                *_item(raw), raw["group"], _text(raw["text"]), tuple(raw["required_in"])
            ),
        ),
        bodies=section(
            "bodies",
            lambda raw: m.Body(
                *_item(raw), tuple(raw["capacities"]), raw.get("outside", False)
            ),
        ),
        capacities=section("capacities", lambda raw: m.Item(*_item(raw))),
        acts=section("acts", lambda raw: m.Act(*_item(raw), raw["starts_clock"])),
        procedure=_procedure(content["procedure"]) if "procedure" in content else None,
        correction=_correction(content["correction"]) if "correction" in content else None,
        insight=_insight(content["insight"]) if "insight" in content else None,
        deadlines=section("deadlines", _deadline),
        targets=section("targets", _target),
        accounts=_accounts(content.get("accounts", {})),
        privacy=_privacy(content.get("privacy")),
        readings=section("readings", _reading, key="key"),
        documents=section("documents", _template),
        pieces=section("pieces", _piece),
        retention=section("retention", lambda raw: m.Ground(*_item(raw), raw["keep"])),
        scenarios=_by_id(scenarios, _scenario),
    )


def _by_id(raws: Iterable[dict], make: Callable[[dict], object], key: str = "id") -> Mapping:
    return MappingProxyType({raw[key]: make(raw) for raw in raws})


def _sections(content: dict):
    def section(name: str, make: Callable[[dict], object], key: str = "id") -> Mapping:
        return _by_id(content.get(name, ()), make, key)

    return section


def _text(raw: dict | None) -> m.Text | None:
    return m.Text(raw["zh"], raw["en"]) if raw else None


def _date(raw: str | None) -> date | None:
    return date.fromisoformat(raw) if raw and len(raw) == 10 else None


def _many(raw: str | list | None) -> tuple[str, ...]:
    return (raw,) if isinstance(raw, str) else tuple(raw or ())


def _item(raw: dict) -> tuple:
    return (
        raw["id"], _text(raw.get("name")), _many(raw.get("cites")), raw.get("quote"),
        _text(raw.get("note")),
    )


def _unit(raw: dict) -> m.Unit:
    available, gist = raw.get("available", True), _text(raw.get("gist"))
    zh, en = raw.get("zh"), raw.get("en")
    if not available:
        zh = f"（未获得原文。）{gist.zh if gist else ''}"
        en = f"(Text not available.) {gist.en if gist else ''}".rstrip()
    return m.Unit(
        raw["id"], raw["article"], raw["item"], zh, en, available, gist,
        _text(raw.get("heading")), _text(raw.get("note")), _text(raw.get("no_rule")),
    )


def _scale(raw: dict) -> m.Scale:
    def band(one: dict) -> m.Band:
        inclusive = "at_most" in one
        upto = one.get("at_most", one.get("less_than"))
        upto = None if upto is None else expected("at_most", upto)
        return m.Band(one["id"], one["zh"], one["en"], upto, inclusive)

    return m.Scale(*_item(raw), raw["fact"], _by_id(raw["bands"], band))


def _fact(raw: dict) -> m.Fact:
    return m.Fact(
        *_item(raw),
        raw["type"],
        _by_id(
            raw.get("values", ()),
            lambda one: m.Choice(one["id"], one["zh"], one["en"], _text(one.get("note"))),
        ),
        _text(raw.get("unit")),
        raw.get("not_applicable", False),
        _text(raw["question"]),
        _text(raw.get("example")),
        tuple(raw.get("settled_by", ())),
        raw["nature"],
        raw["changeable"],
        raw.get("settled_from", "finding"),
        raw.get("matter_key"),
    )


def _transition(raw: dict | None) -> m.Transition | None:
    return raw and m.Transition(
        _many(raw["cites"]), raw.get("quote"), _text(raw.get("note")), raw["basis"],
        raw.get("unless_lighter"), tuple(raw.get("favour", ())),
    )


def _constraint(raw: dict, expressions: Expressions) -> m.Constraint:
    return m.Constraint(
        *_item(raw), expressions.of_constraint(raw), tuple(raw.get("at_most_one", ()))
    )


def _duty(raw: dict) -> m.Duty:
    return m.Duty(
        *_item(raw), _text(raw.get("text")), tuple(raw.get("mandatory_for", ())),
        tuple(raw.get("optional_for", ())), raw.get("reading"),
    )


def _protection(raw: dict) -> m.Protection:
    slip = raw["slip"]
    return m.Protection(
        _many(raw["cites"]), MappingProxyType(dict(raw["numbers"])), raw["receipt_days"],
        slip["working_days"], slip.get("reading"),
        tuple(
            m.SlipReminder(one["id"], one["working_days"], tuple(one["to"]))
            for one in slip["reminders"]
        ),
        _by_id(
            raw["moves"],
            lambda one: m.ProtectionMove(
                *_item({"id": one["action"], **one}), tuple(one["by"]), one.get("reading")
            ),
            "action",
        ),
        _by_id(raw["recipients"], lambda one: m.Recipient(*_item(one), one.get("body"))),
        _by_id(
            raw["bars"],
            lambda one: m.StatutoryBar(
                *_item(one), tuple(one["respects"]), _text(one["basis"]), _text(one["source"])
            ),
        ),
        _by_id(
            raw["together"],
            lambda one: m.Together(
                one["id"], one["rule"], one.get("cap_months"), _text(one["basis"]), _text(one["source"])
            ),
        ),
        _by_id(raw["influence"], _influence),
    )


def _influence(raw: dict) -> m.Influence:
    return m.Influence(
        *_item(raw), raw["family"], raw["confirmed"], tuple(raw["respects"]),
        tuple(m.Stage(one["months"], one["from"]) for one in raw["stages"]),
        _text(raw["basis"]), _text(raw["source"]),
    )


def _procedure(raw: dict) -> m.Procedure:
    def state(one: dict) -> m.State:
        return m.State(*_item(one), one.get("step"), one.get("final", False), one.get("later"))

    return m.Procedure(
        _by_id(
            raw.get("triggers", ()), lambda one: m.Trigger(*_item(one), one["kind"], one.get("by"))
        ),
        _by_id(raw["steps"], lambda one: m.Step(*_item(one), one.get("by"))),
        _by_id(raw["matter_states"], state),
        _by_id(raw["subject_states"], state),
        tuple(_move(one) for one in raw["moves"]),
        MappingProxyType(dict(raw.get("numbers", {}))),
        raw.get("catch_all"),
        tuple(raw.get("verdict_words", ())),
        raw.get("refers"),
        tuple(raw.get("on_paper", {}).get("by", ())),
        _by_id(raw.get("behalf", ()), lambda one: m.Item(*_item(one))),
        raw.get("rule_kept"),
        _text(raw.get("suggestion")),
        _later(raw["later"]) if "later" in raw else None,
    )


def _later(raw: dict) -> m.Later:
    return m.Later(
        tuple(raw["milder"]),
        _by_id(raw["grounds"], lambda one: m.LaterGround(*_item(one), one.get("reported", False))),
    )


def _move(raw: dict) -> m.Move:
    return m.Move(
        raw.get("id", raw["action"]), raw["action"], _text(raw["name"]), tuple(raw["by"]),
        _many(raw["cites"]), raw.get("quote"), _text(raw.get("note")), raw.get("reading"),
        _track(raw.get("subject")), _track(raw.get("matter")), raw.get("target"),
    )


def _track(raw: dict | None) -> m.Track | None:
    return m.Track(tuple(raw["from"]), raw.get("to"), raw.get("when", "always")) if raw else None


def _correction(raw: dict) -> m.Correction:
    def code(one: dict) -> m.Code:
        return m.Code(one["id"], _text(one), one.get("quote"))

    refusal = raw.get("refusal")
    return m.Correction(
        _many(raw["cites"]), raw["duty"], raw["number"],
        raw["plan"]["working_days"], raw["plan"].get("reading"),
        _months(raw["progress"]), _months(raw["check"]),
        (refusal["reading"], frozen(refusal["value"])) if refusal else None,
        _by_id(raw["states"], lambda one: m.State(*_item(one), None, one.get("final", False), None)),
        _by_id(raw["moves"], _correction_move, "action"),
        tuple(
            m.CodeList(*_item(one), one["version"], _by_id(one["codes"], code))
            for one in raw["lists"]
        ),
        tuple(
            m.ReminderRule(one["id"], one["about"], one["working_days"], tuple(one["to"]))
            for one in raw["reminders"]
        ),
        _many(raw["referral"]["cites"]), _by_id(raw["referral"]["grounds"], code),
    )


def _insight(raw: dict) -> m.Insight:
    def named(one: dict) -> m.Named:
        return m.Named(
            one["id"], _text(one), _many(one.get("cites")), one.get("quote"), _text(one.get("where"))
        )

    return m.Insight(
        _many(raw["cites"]), raw["minimum"], raw["again_months"], MappingProxyType(dict(raw["numbers"])),
        _by_id(raw["kinds"], named), _by_id(raw["channels"], named), _by_id(raw["ways"], named),
        _by_id(raw["moves"], _correction_move, "action"),
    )


def _months(raw: dict) -> m.Months:
    return m.Months(raw["months"], raw.get("reading"), MappingProxyType(dict(raw.get("by_value", {}))))


def _correction_move(raw: dict) -> m.CorrectionMove:
    return m.CorrectionMove(
        raw["action"], _text(raw["name"]), tuple(raw["by"]), tuple(raw.get("named", ())),
        _many(raw["cites"]), raw.get("quote"), _text(raw.get("note")),
        tuple(raw.get("from", ())), raw.get("to"),
    )


def _deadline(raw: dict) -> m.Deadline:
    return m.Deadline(*_item(raw), raw["working_days"], raw["counted_from"], raw.get("reading"))


def _target(raw: dict) -> m.Target:
    more = raw.get("extension", {})
    return m.Target(
        *_item(raw), raw["working_days"], raw["from"], raw["to"], raw.get("reading"),
        more.get("working_days"), more.get("times"),
    )


def _privacy(raw: dict | None) -> m.Privacy | None:
    if raw is None:
        return None
    notices = {
        action: m.PrivacyNotice(_text(one["what"]), _text(one["why"]))
        for one in raw["notices"] for action in one.get("actions", [""])
    }
    return m.Privacy(_text(raw["by"]), _text(raw["law"]), _text(raw["rights"]), MappingProxyType(notices))


def _accounts(raw: dict) -> m.Accounts:
    return m.Accounts(frozenset(raw.get("second_factor", ())), frozenset(raw.get("weighty", ())))


def _reading(raw: dict) -> m.Reading:
    return m.Reading(
        raw["n"], raw["key"], raw["type"], tuple(raw.get("values", ())),
        MappingProxyType({key: _text(one) for key, one in raw.get("labels", {}).items()}),
        frozen(raw["default"]), _text(raw["question"]), _text(raw["answer"]),
        _text(raw["why_open"]), _many(raw["cites"]), tuple(raw["affects"]),
        _text(raw.get("reason")), _text(raw.get("note")),
    )


def _template(raw: dict) -> m.Template:
    return m.Template(
        *_item(raw), raw["form"], raw["kind"], raw["profile"], raw["from"], deep_frozen(raw.get("when", {})),
        tuple(raw.get("by", ())), tuple(raw.get("readings", ())), raw.get("no_verdict", False),
        raw.get("mark", ""), raw.get("number", ""), raw.get("issuer", ""), raw.get("upward", False),
        raw["title"], raw.get("to", ""), deep_frozen(raw["blocks"]), tuple(raw.get("annexes", ())),
        raw.get("remark", ""), raw.get("sealed", False), tuple(raw.get("sign", ())), raw.get("cc", ""),
        tuple(raw.get("hide", ())),
    )


def _piece(raw: dict) -> m.Piece:
    return m.Piece(
        *_item(raw), tuple(raw["papers"]), raw.get("per", "matter"), tuple(raw.get("evidence", ())),
        raw.get("keep"),
    )


def _scenario(raw: dict) -> m.Scenario:
    findings = raw["findings"]
    return m.Scenario(
        raw["id"], _text(raw["title"]), raw.get("source"), _text(raw.get("note")),
        deep_frozen(findings),
        deep_frozen(raw.get("settings", {})),
        deep_frozen(raw["expect"]),
        _text(raw.get("differs")),
        tuple(raw.get("differs", {}).get("because", ())),
        raw["_file"],
        raw["_line"],
    )


def deep_frozen(value: object) -> object:
    """Lists to tuples and mappings to read-only ones, all the way down."""
    if isinstance(value, dict):
        return MappingProxyType({key: deep_frozen(one) for key, one in value.items()})
    if isinstance(value, list):
        return tuple(deep_frozen(one) for one in value)
    return value
