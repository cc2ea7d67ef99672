"""What the diagrams say is what going through every completion says, on packs of up to 14 facts."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rongcuo.policy import FactError, assess
from rongcuo.policy.reasoning import ask, flip, settle, why
from tests.policy.brute import VALUES, WIDE, Table, packs


def laws(examples):
    return settings(
        max_examples=examples, deadline=None, derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def known_facts(data, values, least=0):
    names = data.draw(st.lists(st.sampled_from([*values]), unique=True, min_size=least))
    return {name: data.draw(st.sampled_from(values[name])) for name in names}


def assessed(pack, table, known):
    """The assessment, or None where the facts are not admitted (and everything says so)."""
    if table.matching(known):
        return assess(pack, known)
    with pytest.raises(FactError) as error:
        settle(assess(pack, known))
    assert {one.code for one in error.value.problems} <= {"contradiction", "contradiction-together"}
    return None


@laws(40)
@given(st.data())
def test_settled_is_what_all_completions_agree_on(data):
    values = VALUES | WIDE
    pack = data.draw(packs(values))
    table = Table(pack, values)
    for known in ({}, known_facts(data, values, 3)):
        said = assessed(pack, table, known)
        if said is None:
            continue
        found, (sure, outcome) = settle(said), table.settled(known)
        assert (found.settled is not None) == sure
        if said.place >= 0:  # a known verdict is settled
            assert found.settled == said.outcome
        elif sure:
            assert found.settled == (outcome or "undetermined")
        for name, verdict in found.rules.items():
            assert said.verdict(name) in ("open", verdict)
        assert not ask(said).questions or found.settled is None


@laws(40)
@given(st.data())
def test_exactly_the_facts_that_can_matter_are_asked(data):
    values = VALUES
    pack = data.draw(packs(values))
    table = Table(pack, values)
    known = known_facts(data, values)
    said = assessed(pack, table, known)
    if said is None:
        return
    asked = ask(said)
    assert asked.exact
    wanted = table.ask(known) & set(said.open_facts) if not table.settled(known)[0] else set()
    assert {one.fact for one in asked.questions} == wanted
    for question in asked.questions:
        answers = {one.value: one for one in question.answers}
        for value in values[question.fact]:
            after = known | {question.fact: value}
            if not table.matching(after):
                assert value not in answers
                continue
            sure, outcome = table.settled(after)
            assert (answers[value].settles is not None) == sure
            if sure and len(pack.outcomes) > 0 and outcome:
                assert answers[value].settles == outcome


@laws(30)
@given(st.data())
def test_learning_asks_less_and_never_unsettles(data):
    values = VALUES | WIDE
    pack = data.draw(packs(values))
    known = known_facts(data, values)
    more = known | known_facts(data, {n: v for n, v in values.items() if n not in known} or values)
    more |= known
    try:
        before, after = (settle(assess(pack, one)) for one in (known, more))
        first, then = (ask(assess(pack, one)) for one in (known, more))
    except FactError:
        return
    if before.settled is not None:
        assert after.settled is not None
    assert set(after.possible) <= set(before.possible) or before.settled is not None
    if first.exact and then.exact:
        assert {one.fact for one in then.questions} <= {one.fact for one in first.questions}


@laws(60)
@given(st.data())
def test_flips_are_all_the_smallest_changes_and_nothing_else(data):
    values = VALUES
    pack = data.draw(packs(values))
    table = Table(pack, values)
    known = known_facts(data, values, 2)
    said = assessed(pack, table, known)
    if said is None:
        return
    changeable = [name for name, one in pack.facts.items() if one.nature == "record"]
    found = flip(said)
    wanted = table.flips(known, changeable, found.current)
    got = {(one.outcome, frozenset((c.fact, c.after) for c in one.changes)) for one in found.flips}
    assert len(got) == len(found.flips) and found.more == (len(wanted) > 100)
    assert got <= wanted and len(got) == min(100, len(wanted))
    sizes = [len(one.changes) for one in found.flips]
    assert sizes == sorted(sizes)
    for one in found.flips:
        assert all(known.get(c.fact) is None for c in one.settles)
        assert all(known[c.fact] == c.before != c.after for c in one.reverses)
        assert settle(assess(pack, known | {c.fact: c.after for c in one.changes})).settled == one.outcome


@laws(60)
@given(st.data())
def test_the_reason_is_the_smallest(data):
    values = VALUES
    pack = data.draw(packs(values))
    table = Table(pack, values)
    known = known_facts(data, values, 3)
    said = assessed(pack, table, known)
    if said is None:
        return
    reason = why(said)
    sure, outcome = table.settled(known)
    assert (reason.outcome is not None) == sure
    if sure:
        if said.place >= 0:
            outcome = said.outcome
        assert reason.smallest and len(reason.findings) == table.why(known, outcome)
        alone = {name: known[name] for name in reason.findings}
        assert all(outcome in one for one in table.matching(alone))


FOURTEEN = {f"y{i}" if i != 3 else "y9": [False, True] for i in range(14)}


@laws(6)
@given(st.data())
def test_fourteen_facts(data):
    pack = data.draw(packs(FOURTEEN))
    table = Table(pack, FOURTEEN)
    if not table.rows:
        return
    rows = sorted(table.rows)
    row = random.Random(data.draw(st.integers(0, 99))).choice(rows)
    known = dict(zip(table.names, row, strict=True))
    said = assess(pack, known)
    found = settle(said)
    current = found.settled if found.settled != "undetermined" else None
    changeable = [name for name, one in pack.facts.items() if one.nature == "record"]
    base = [i for i, name in enumerate(table.names) if name in changeable]
    # Every fact is known, so a set of changes is one row of the table.
    flips: set[tuple] = set()
    for other in sorted(rows, key=lambda one: sum(a != b for a, b in zip(one, row, strict=True))):
        differ = frozenset(i for i, (a, b) in enumerate(zip(other, row, strict=True)) if a != b)
        outcome = next((n for n in pack.outcomes if n in table.rows[other]), None)
        if differ <= set(base) and outcome and outcome != current and not any(
            to == outcome and less < differ for to, less in flips
        ):
            flips.add((outcome, differ))
    got = {
        (one.outcome, frozenset(table.places[c.fact] for c in one.changes)) for one in flip(said).flips
    }
    assert got <= flips and len(got) == min(100, len(flips))
    reason = why(said)
    alone = {name: known[name] for name in reason.findings}
    outcomes = table.matching(alone)
    assert all(found.settled in one or (None in one and found.settled == "undetermined")
               for one in outcomes)
