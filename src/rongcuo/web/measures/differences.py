"""The comparison of two sets of measures, and what the checks prove, for pages."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings as site

from rongcuo.policy import FactError, Pack, from_findings
from rongcuo.policy.comparing import compare, read_mapping, touched
from rongcuo.policy.comparing.report import SECTIONS, words_of
from rongcuo.policy.model import Reading
from rongcuo.policy.proofs import prove
from rongcuo.policy.reasoning.words import plain, value_words
from rongcuo.policy.scenarios import run
from rongcuo.policy.settings import Settings
from rongcuo.policy.shelf import mapping_between
from rongcuo.web.forms.readings import value_words as reading_words
from rongcuo.web.measures.shelf import readings_now


def other_readings(pack: Pack, lang: str) -> list[tuple[str, str]]:
    """(key=value, words) for each value a reading of the rules could have instead of the one it has now."""
    now = readings_now(pack)
    return [
        (f"{one.key}={plain(value)}", f"{one.n} {one.question.get(lang)} → {reading_words(one, value)}")
        for one in sorted(pack.readings.values(), key=lambda r: r.n)
        if "rules" in one.affects for value in _values(one) if value != now[one.key]
    ]


def _values(one: Reading) -> tuple:
    return (True, False) if one.type == "yes_no" else one.values if one.type == "choice" else ()


def under(pack: Pack, written: str) -> Settings | None:
    """The own readings with one set otherwise ("key=value"); None where there is no such value."""
    key, _, value = written.partition("=")
    one = pack.readings.get(key)
    known = {str(plain(v)): v for v in _values(one)} if one else {}
    if value not in known:
        return None
    return readings_now(pack, **{key: known[value]})


def report(one: Pack, first: Settings, other: Pack, second: Settings, lang: str) -> dict:
    """The comparison as the page takes it, facts of two bodies matched as policies/mappings says. Raises
    PackError (`diagram-too-large`), FactError for a wrong mapping."""
    path = mapping_between(site.POLICIES, one.id, other.id)
    mapping = read_mapping(path, one, other) if path else None
    found = compare(one, other, mapping=mapping, settings=first, other_settings=second)
    say = words_of(found, lang)
    impact = touched(one, other, list(_examples(one)), mapping=mapping, settings=first, other_settings=second)
    return {
        "one": one, "other": other, "same": one.digest == other.digest, "conclusion": say.conclusion(),
        "mapping": path and path.name,
        "matched": [
            (one.facts[name].question, other.facts[to].question, how)
            for name, (to, how) in (mapping.facts.items() if path else ())
        ],
        "equivalent": found.equivalent, "empty": found.empty,
        "differences": [
            {
                "before": say.outcome(one, item.before), "after": say.outcome(other, item.after),
                "facts": say.several(item.facts), "surely": item.smallest,
                "cites_before": [one.units[u] for u in item.cites_before],
                "cites_after": [other.units[u] for u in item.cites_after],
                "moved": len(impact.moves.get((item.before, item.after), ())),
            }
            for item in found.differences
        ],
        "rules": [
            {"name": one.rules[item.rule].name, "before": item.before, "after": item.after,
             "facts": say.several(item.facts),
             "cites": [one.units[u] for u in item.cites_before]}
            for item in found.rules
        ],
        "admitted": [{"by": (one, other)[item.by - 1], "facts": say.several(item.facts)} for item in found.admitted],
        "unmapped": [
            {"pack": pack, "names": [say.unmapped(pack, name) for name in names]}
            for pack, names in zip((one, other), found.unmapped, strict=True) if names
        ],
        "sections": [
            {"name": SECTIONS[name][lang == "en"], "parts": parts} for name, parts in found.sections.items()
        ],
        "examples": {"total": impact.total, "touched": sum(map(len, impact.moves.values())),
                     "refused": len(impact.refused)},
    }


def _examples(pack: Pack):
    for one in pack.scenarios.values():
        try:
            yield from_findings(pack, one.findings)
        except FactError:  # an example of what is refused
            continue


@lru_cache(maxsize=32)
def checked(pack: Pack, versions: tuple[Pack, ...], years: tuple[int, ...]) -> tuple[tuple, tuple]:
    """What can be proved against the pack, and where its own examples disagree. A pack never changes."""
    findings = tuple(prove(pack, versions=list(versions), calendar_years=list(years)))
    differing = tuple(one for scenario in pack.scenarios.values() for one in run(pack, scenario))
    return findings, differing


def witness(finding, pack: Pack, lang: str) -> list[str]:
    """The readings and facts that show a finding."""
    shown = [f"{pack.readings[key].question.get(lang)} {plain(value)}" for key, value in finding.settings.items()]
    return shown + [
        f"{pack.facts[name].question.get(lang)} {value_words(pack.facts[name], value, lang)}"
        for name, value in finding.facts.items()
    ]
