"""Law at the time: which version governs, by the days of the conduct, the start and the decision.

A version governs on a day within its validity (`valid_from` to `valid_to`, both days included). The
version in force on the day of the decision says in its `transition` which of the three days counts
and whether the lighter version is taken instead (从旧兼从轻); the caller may choose otherwise, and
the result names who chose. Every version found is worked out in full and shown, whichever governs.
Where two outcomes cannot be compared nothing is chosen. See docs/law-at-the-time.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from rongcuo.policy.assessment import Assessment, assess
from rongcuo.policy.findings import check_value
from rongcuo.policy.model import Pack, Text
from rongcuo.policy.problems import FactError, problem
from rongcuo.policy.record import Record

FORMAT = "rongcuo.at_time/1"
BASES = {  # the three days -> the key under which a matter's record has them
    "conduct": "act.occurred_on", "start": "act.started_on", "decision": "act.decided_on",
}
LIGHTER = "lighter"
CHOICES = (*BASES, LIGHTER)
_NAMES = {"conduct": ("行为日", "day of the conduct"), "start": ("启动日", "day of the start"),
          "decision": ("决定日", "day of the decision")}


class Derivation(Record):
    """What one version says. `bases` are the days it is in force on; `left_out` the facts and
    readings given that it does not know."""

    bases: tuple[str, ...]
    pack: Pack
    assessment: Assessment
    left_out: tuple[str, ...]


class AtTime(Record):
    """Every version found, the days on which none was in force, and the one that governs.

    `by` is the pack whose transition was followed, None where the caller chose.
    """

    dates: Mapping[str, date]
    derivations: tuple[Derivation, ...]
    without: tuple[str, ...]
    choice: str
    by: Pack | None
    governing: Derivation | None
    why: Text

    def document(self) -> dict:
        """Plain values, format rongcuo.at_time/1."""
        return {
            "format": FORMAT,
            "dates": {basis: day.isoformat() for basis, day in self.dates.items()},
            "choice": self.choice,
            "by": self.by and {
                "id": self.by.id, "version": self.by.version, "cites": list(self.by.transition.cites),
            },
            "governing": self.governing and self.governing.pack.version,
            "why": {"zh": self.why.zh, "en": self.why.en},
            "without": list(self.without),
            "derivations": [
                {
                    "bases": list(one.bases), "version": one.pack.version,
                    "left_out": list(one.left_out), "assessment": one.assessment.document(),
                }
                for one in self.derivations
            ],
        }


def in_force(packs: Iterable[Pack], day: date) -> Pack | None:
    """The version in force on `day`, None if there is none. FactError if there are several."""
    found = [
        one for one in packs
        if one.valid_from and one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)
    ]
    if len(found) > 1:
        names = ", ".join(one.version for one in found)
        raise FactError([problem("versions-overlap", name=day.isoformat(), found=names)])
    return found[0] if found else None


def at_time(
    packs: Sequence[Pack],
    facts: Mapping[str, object],
    dates: Mapping[str, date],
    *,
    choice: str | None = None,
    settings: Mapping[str, object] | None = None,
    evidence: Mapping[str, Sequence[str]] | None = None,
) -> AtTime:
    """What the versions of one set of measures (`packs`) say of `facts` on these `dates`.

    `dates`: conduct, start, decision; any may be missing. `choice`: one of `CHOICES`; None follows
    the transition of the version in force on the decision day. Facts taken from the matter's record
    (`matter_key`) get their day from `dates`. Raises FactError.
    """
    dates = {basis: dates[basis] for basis in BASES if dates.get(basis)}
    _in_order(dates)
    versions = {basis: in_force(packs, day) for basis, day in dates.items()}
    found = {one.version: one for one in versions.values() if one is not None}
    if not found:
        named = ", ".join(f"{basis} {day}" for basis, day in dates.items())
        raise FactError([problem("no-version", name=named or "-")])
    _known_somewhere(packs, facts, settings or {})
    derivations = {
        version: _derive(
            pack, tuple(basis for basis, one in versions.items() if one is pack), facts, dates,
            settings or {}, evidence or {},
        )
        for version, pack in found.items()
    }
    by = versions.get("decision")
    by = by if choice is None and by is not None and by.transition else None
    governing, choice, why = _govern(choice, by, versions, derivations)
    return AtTime(
        dates, tuple(derivations.values()),
        tuple(basis for basis, one in versions.items() if one is None), choice, by, governing, why,
    )


def _in_order(dates: Mapping[str, date]) -> None:
    days = [*dates.items()]
    for (earlier, first), (later, second) in zip(days, days[1:], strict=False):
        if first > second:
            raise FactError(
                [problem("dates-order", name=f"{earlier} {first}", found=f"{later} {second}")]
            )


def _known_somewhere(packs, facts, settings) -> None:
    """A name that no version knows is a slip, not another version's fact."""
    names = {name for pack in packs for name in pack.facts}
    keys = {key for pack in packs for key in pack.readings}
    wrong = [problem("unknown-fact", name=one, near=names) for one in facts if one not in names]
    wrong += [problem("unknown-reading", name=one, near=keys) for one in settings if one not in keys]
    if wrong:
        raise FactError(wrong)


def _derive(pack, bases, facts, dates, settings, evidence) -> Derivation:
    known = {name: value for name, value in facts.items() if _fits(pack, name, value)}
    adopted = {key: value for key, value in settings.items() if _reads(pack, key, value)}
    left_out = (*(one for one in facts if one not in known), *(k for k in settings if k not in adopted))
    days = {BASES[basis]: day for basis, day in dates.items()}
    for name, fact in pack.facts.items():
        if fact.matter_key in days and fact.type == "date" and known.get(name) is None:
            known[name] = days[fact.matter_key]
    result = assess(
        pack, known, settings=pack.settings(adopted),
        evidence={name: ids for name, ids in evidence.items() if name in known},
    )
    return Derivation(bases, pack, result, left_out)


def _fits(pack: Pack, name: str, value: object) -> bool:
    try:
        check_value(pack.facts[name], value)
    except (KeyError, FactError):
        return False
    return True


def _reads(pack: Pack, key: str, value: object) -> bool:
    try:
        pack.settings({key: value})
    except FactError:
        return False
    return True


def _govern(choice, by, versions, derivations):
    """(governing derivation or None, the choice followed, why)."""
    favour: tuple[str, ...] = ()
    against = None
    if choice is None and by is None:
        if len(derivations) == 1 and None not in versions.values():
            (only,) = derivations.values()
            return only, "only", Text(
                f"各日适用的都是版本 {only.pack.version}。",
                f"Version {only.pack.version} is in force on every day given.",
            )
        return None, "none", Text(
            "各日的版本不同，而没有写明以哪一日为准；请用 choice 选定。两种推导都已列出。",
            "The versions differ, and nothing says which day counts; make a choice. Each derivation is shown.",
        )
    if choice is None:
        basis, against, favour = by.transition.basis, by.transition.unless_lighter, by.transition.favour
    elif choice == LIGHTER:
        basis, against = "conduct", "decision"
        later = versions.get("decision")
        favour = later.transition.favour if later is not None and later.transition else ()
    else:
        basis = choice
    chosen = choice or (LIGHTER if against else basis)
    zh, en = _NAMES[basis]
    first = versions.get(basis) and derivations[versions[basis].version]
    if first is None:
        return None, chosen, Text(
            f"{zh}没有有效的版本，不能按该日适用。", f"No version is known to be in force on the {en}."
        )
    if against is None:
        return first, chosen, Text(
            f"以{zh}为准，适用版本 {first.pack.version}。", f"The {en} counts: version {first.pack.version}."
        )
    return _lighter(first, versions.get(against), derivations, favour, chosen, basis, against)


def _lighter(first, other, derivations, favour, chosen, basis, against):
    """从旧兼从轻: the version of `basis`, unless that of `against` is lighter."""
    (zh, en), (other_zh, other_en) = _NAMES[basis], _NAMES[against]
    if other is None or other is first.pack:
        return first, chosen, Text(
            f"{other_zh}没有另一版本，适用{zh}的版本 {first.pack.version}。",
            f"The {other_en} has no other version; that of the {en}, {first.pack.version}, applies.",
        )
    second = derivations[other.version]
    outcomes = first.assessment.outcome, second.assessment.outcome
    if any(one not in favour for one in outcomes):
        return None, chosen, Text(
            f"两个版本的结论（{outcomes[0]}、{outcomes[1]}）不能比较轻重，没有选定；两种推导都已列出。",
            f"The outcomes ({outcomes[0]}, {outcomes[1]}) cannot be compared; nothing was chosen. Both derivations are shown.",
        )
    if favour.index(outcomes[1]) < favour.index(outcomes[0]):
        return second, chosen, Text(
            f"{other_zh}的版本 {second.pack.version} 结论较轻（{outcomes[1]}，而非 {outcomes[0]}），从轻适用。",
            f"Version {second.pack.version} of the {other_en} is lighter ({outcomes[1]}, not {outcomes[0]}) and applies.",
        )
    return first, chosen, Text(
        f"{other_zh}的版本 {second.pack.version} 并不更轻（{outcomes[1]}），从旧适用 {first.pack.version}（{outcomes[0]}）。",
        f"Version {second.pack.version} of the {other_en} is not lighter ({outcomes[1]}); the old one, {first.pack.version}, applies ({outcomes[0]}).",
    )
