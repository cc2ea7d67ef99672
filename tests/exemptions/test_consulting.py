"""Consulting: three answers, no blacklist, no leak; receipts, the log, the second person, points in time."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rongcuo import clock, ids
from rongcuo.exemptions import access, consulting, receipts
from rongcuo.exemptions.models import Query, Sanction
from rongcuo.ledger.record import head
from rongcuo.ledger.replay import replay
from rongcuo.matters.access import viewer_of
from rongcuo.matters.errors import Incomplete, NotFound, NotPermitted
from rongcuo.people.models import Unit
from tests.exemptions.world import Protected
from tests.matters.world import refused


@pytest.fixture
def case(bureau) -> Protected:
    return Protected(bureau).until("filed")


ACT = "示例纪立〔2026〕1号"


def test_three_answers(case):
    assert case.says() == ("nothing", None)
    case.sanction(kinds=["state_demerit"])
    assert case.says() == ("affected", "2027-04-22")
    assert case.says(effect="A10-4") == ("nothing", None)  # awards are no matter of this sanction
    case.sanction(document_number="示例立〔2026〕1号", kinds=["case_open"])
    assert case.says() == ("barred", None)
    assert case.says(effect="A10-4") == ("barred", None)
    assert replay() == []


def test_promotion_is_free_after_the_end_and_not_a_day_before(case):
    """A10-5: once the influence period has ended, promotion and appointment are not affected."""
    case.sanction(kinds=["state_warning"])  # until 2026-10-22
    assert case.says(day=date(2026, 10, 22)) == ("affected", "2026-10-22")
    assert case.says(day=date(2026, 10, 23)) == ("nothing", None)


def test_an_exemption_never_shortens_a_period(case):
    """A15: the same sanction counts as long with every effect granted as with none."""
    case.sanction("inspector", kinds=["state_warning"])
    case.sanction("trainer", kinds=["state_warning"], document_number="示例政务〔2026〕2号")
    for day in (case.day, date(2026, 10, 22), date(2026, 10, 23)):
        assert case.says(about="inspector", day=day, act_number=ACT) == case.says(about="trainer", day=day)


def test_with_the_act_at_hand_the_answer_names_what_was_determined(case):
    row = case.ask(act_number=ACT).rows[0]
    assert row["answer"] == "nothing"
    assert [(e["act"], e["effect"]) for e in row["exempted"]] == [(ACT, "A10-2-promotion")]
    assert case.ask().rows[0]["exempted"] == []
    for number in ("示例纪立〔2026〕2号", "%", "", " ", "示例纪立〔2026〕1"):
        assert case.ask(act_number=number).rows[0]["exempted"] == []
    case.later(2)
    case.change(changes={"A10-2-promotion": {"granted": False, "reason": "x"}})
    assert case.ask(act_number=ACT).rows[0]["exempted"] == []


def test_under_an_act_from_outside_the_effect_is_a_suggestion(bureau):
    case = Protected(bureau, external=True).until("filed")
    row = case.ask(act_number=ACT).rows[0]
    assert [(e["effect"], e["external"]) for e in row["exempted"]] == [("A10-2-promotion", True)]


def test_what_the_register_said_on_the_day_of_that_assessment(case):
    first = case.day
    case.later(20)
    recorded = case.day
    case.sanction(starts_on=first)  # recorded late
    assert case.says(day=first) == ("affected", "2026-10-22")
    assert case.says(day=first, known_on=first) == ("nothing", None)
    row = Sanction.objects.current().get()
    case.later(5)
    case.alter(row, "void")
    assert case.says(day=first) == ("nothing", None)
    assert case.says(day=first, known_on=recorded) == ("affected", "2026-10-22")


def test_a_sanction_that_was_lifted_counts_until_then(case):
    row = case.sanction(kinds=["state_demotion"])
    start = case.day
    case.later(30)
    case.alter(row, "ended", case.day)
    assert case.says() == ("nothing", None)
    last = (case.day - timedelta(days=1)).isoformat()
    assert case.says(day=start) == ("affected", last)
    assert Sanction.objects.filter(line=row.line).count() == 2


def test_a_line_no_text_confirms_counts_only_once_a_person_named_a_source(case):
    with refused(Incomplete, "kinds"):
        case.sanction(kinds=["admonition"])
    with refused(Incomplete, "source"):
        case.confirm("admonition", source=" ")
    with refused(NotPermitted):
        case.confirm("admonition", who="inspector")
    case.confirm("admonition", months=12)
    case.sanction(kinds=["admonition"])
    assert case.says() == ("affected", "2027-04-22")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"ends_on": date(2026, 1, 1)}, "ends_on"),
        ({"ends_on": date(2026, 12, 31)}, "reason"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["none"]}, "kinds"),
        ({"kinds": ["state_warning", "party_warning"]}, "kinds"),
        ({"kinds": ["state_warning", "state_demerit"]}, "months"),
        ({"kinds": ["state_warning", "state_demerit"], "months": 40}, "months"),
        ({"starts_on": date(2030, 1, 1)}, "done_on"),
        ({"document_number": " "}, "document_number"),
        ({"issued_by": ""}, "issued_by"),
        ({"unit": "chemicals"}, "about"),
        ({"restored_on": date(2026, 1, 1), "kinds": ["party_probation_1"]}, "restored_on"),
    ],
)
def test_a_sanction_that_does_not_hold_is_said_at_its_field(case, fields, field):
    if fields.get("unit"):
        fields = fields | {"unit": case.bureau.units["chemicals"].pk}
    with refused(Incomplete, field):
        case.sanction(**fields)


def test_a_sanction_is_kept_with_the_act_that_it_ends(case):
    """The act is named by its document and must be directed at the same person; the period does not depend on it."""
    for number in ("示例纪立〔2026〕99号", "%"):
        with refused(Incomplete, "act_number"):
            case.sanction(act_number=number)
    with refused(Incomplete, "act_number"):
        case.sanction("trainer", act_number=ACT)
    with refused(Incomplete, "act_number"):
        case.sanction(person=None, unit=case.bureau.units["chemicals"].pk, act_number=ACT)
    with refused(Incomplete, "starts_on"):
        case.sanction(act_number=ACT, starts_on=case.act.started_on - timedelta(days=1))
    row = case.sanction(act_number=f" {ACT} ")
    assert row.act == case.act and (row.valid_from, row.valid_to) == (case.day, case.sanction(document_number="二号").valid_to)
    case.later(2)
    case.alter(row, "ended", case.day)
    assert Sanction.objects.current().get(line=row.line).act == case.act


def test_the_same_document_twice(case):
    case.sanction()
    with refused(Incomplete, "document_number"):
        case.sanction()


def test_nobody_records_asks_or_changes_about_oneself(case):
    with refused(NotPermitted):
        case.sanction("personnel")
    with refused(NotPermitted):
        case.ask("personnel")
    for who in ("officer", "supervisor", "inspector", "secretary"):
        with refused(NotPermitted):
            case.ask("trainer", who)
        with refused(NotPermitted):
            case.sanction("trainer", who)


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"purpose": " "}, "purpose"), ({"asking_body": ""}, "asking_body"), ({"effect": "A10-5"}, "effect"),
     ({"effect": "A10-1-target"}, "effect"), ({"day": date(2030, 1, 1)}, "day"), ({"known_on": date(2030, 1, 1)}, "done_on")],
)
def test_a_question_names_its_purpose_and_a_respect(case, fields, field):
    with refused(Incomplete, field):
        case.ask(**fields)


# --- the same answer -------------------------------------------------------------------------

RESPECT = ["A10-2-promotion", "A10-2-rank", "A10-2-title", "A10-3", "A10-4"]


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    effect=st.sampled_from(RESPECT), ahead=st.integers(-30, 300), purpose=st.text("考察晋升abc", min_size=1, max_size=12),
    number=st.sampled_from(["", "示例纪立〔2026〕9号", "没有此号"]), revoked=st.booleans(),
)
def test_no_record_and_full_protection_are_told_apart_by_nothing(
    case, enter, on, effect, ahead, purpose, number, revoked
):
    """Answer, entry, page, receipt and check: the same bytes but for the name; the same questions to the database."""
    with transaction.atomic():
        if revoked:  # once protected and no longer, without a sanction: neither is that told
            case.change(changes={e: {"granted": False, "reason": "x"} for e in RESPECT})
        seen = [_trace(case, enter, on, who, effect, ahead, purpose, number) for who in ("inspector", "trainer")]
        for one, other in zip(*seen, strict=True):
            assert one == other
        transaction.set_rollback(True)


def _trace(case, enter, on, who: str, effect: str, ahead: int, purpose: str, number: str):
    """Everything that an asker can see or measure of one question, with the person's own name taken out."""
    person = case.bureau[who]
    out = []

    def strip(text: str) -> str:
        for mark, instead in ((person.name, "某"), (str(person.pk), "id"), (person.pk.hex, "id")):
            text = text.replace(mark, instead)
        return text

    with transaction.atomic(), ids.seeded("same"):
        client = enter("personnel")
        with on(case.day), CaptureQueriesContext(connection) as asked:
            query = case.ask(
                who, effect=effect, day=case.day + timedelta(days=ahead), purpose=purpose, act_number=number
            )
        out.append([_shape(q["sql"]) for q in asked])
        out.append(strip(str(query.rows)))
        with on(case.day):
            for address in ("query", "receipt", "receipt-file"):
                with CaptureQueriesContext(connection) as asked:
                    page = client.get(reverse(address, args=[query.pk]))
                assert page.status_code == 200
                text = strip(page.content.decode())
                for fleeting in (r'name="csrfmiddlewaretoken" value="[^"]*"', r'"X-CSRFToken": "[^"]*"', r'name="key" value="[^"]*"'):
                    text = re.sub(fleeting, "", text)
                # Digests are over the name and the id; everything else must be the same.
                text = re.sub(r'"(digest|payload_digest|prev)": "[0-9a-f]{64}"', "", text)
                out.append((text, len(text), [_shape(q["sql"]) for q in asked]))
            found = receipts.check(query.token)
            out.append(strip(str(found)))
        transaction.set_rollback(True)
    return out


def _shape(sql: str) -> str:
    """A question to the database without its values."""
    return re.sub(r"\"s\d+_x\d+\"|'[^']*'|\b[0-9a-f]{32}\b|\b\d+\b", "?", sql)


def test_in_a_list_too(case):
    def row(who):
        person = case.bureau[who]
        return {"person": str(person.pk), "unit": None, "name": "某", "place": "", "effect": "A10-2-rank", "day": case.day.isoformat()}

    with case.at():
        now = clock.now()
        one, other = (consulting.answers([row(w)], now)[0] for w in ("inspector", "trainer"))
    assert {k: v for k, v in one.items() if k != "person"} == {k: v for k, v in other.items() if k != "person"}


# --- the log ---------------------------------------------------------------------------------


def seen(case, who) -> int:
    with case.at():
        return access.visible_queries(viewer_of(case.bureau[who])).count()


def do(case, action, query, who, **fields):
    with case.at():
        return action(query.pk, actor=case.bureau[who], at=head(query.pk), key=str(ids.new_id()), **fields)


def test_the_person_learns_of_a_question_once_it_is_made_known(case):
    query = case.ask()
    with case.at():
        me = viewer_of(case.bureau["inspector"])
        assert not access.released_queries(me).exists()
    with refused(NotFound):
        do(case, consulting.release_query, query, "inspector")
    with refused(NotPermitted):
        do(case, consulting.release_query, query, "supervisor")
    do(case, consulting.release_query, query, "personnel")
    with case.at():
        assert access.released_queries(me).get() == query
    assert (seen(case, "personnel"), seen(case, "supervisor"), seen(case, "officer"), seen(case, "inspector")) == (1, 1, 0, 0)


def test_a_receipt_about_oneself(case):
    with case.at():
        entry = consulting.consult_own(
            actor=case.bureau["inspector"], key=str(ids.new_id()), effect="A10-4", day=case.day, purpose="申报"
        )
        query = Query.objects.get(pk=entry.stream)
        assert (query.kind, query.asking_body, query.rows[0]["answer"]) == ("own", "示例甲", "nothing")
        assert access.released_queries(viewer_of(case.bureau["inspector"])).get() == query


def test_a_receipt_holds_for_its_days_and_can_be_withdrawn(case):
    query = case.ask()
    with case.at():
        assert receipts.check(query.token.upper() + " ").state == "valid"
        assert receipts.check("aaaa") is None
    with clock.frozen(f"{(query.expires_on + timedelta(days=1)).isoformat()}T09:00:00+08:00"):
        assert receipts.check(query.token).state == "expired"
    with refused(Incomplete, "why"):
        do(case, consulting.withdraw_receipt, query, "personnel", why="")
    do(case, consulting.withdraw_receipt, query, "personnel", why="处分已登记。")
    with case.at():
        assert receipts.check(query.token).state == "withdrawn"
    query.refresh_from_db()
    with refused(Incomplete):
        do(case, consulting.withdraw_receipt, query, "personnel", why="x")
    assert replay() == []


def rows(case, *who):
    return [
        {"person": str(case.bureau[w].pk), "unit": None, "name": case.bureau[w].name, "place": "", "effect": "A10-2-rank",
         "day": case.day.isoformat()} for w in who
    ]  # fmt: skip


def ask_list(case, who="personnel", about=("inspector", "trainer"), **fields):
    given = {"asking_body": "示例考察组", "purpose": "资格审核", "rows": rows(case, *about)} | fields
    with case.at():
        entry = consulting.ask_list(actor=case.bureau[who], key=str(ids.new_id()), **given)
    return Query.objects.get(pk=entry.stream)


def test_a_list_needs_a_purpose_and_a_second_person(case):
    with refused(Incomplete, "purpose"):
        ask_list(case, purpose=" ")
    with refused(Incomplete, "file"):
        ask_list(case, rows=[])
    query = ask_list(case)
    assert query.state == "waiting" and {r["answer"] for r in query.rows} == {""}
    with refused(NotPermitted):
        do(case, consulting.answer_list, query, "personnel")  # not whoever asked
    with refused(NotFound):
        do(case, consulting.answer_list, query, "secretary")
    do(case, consulting.answer_list, query, "officer")
    query.refresh_from_db()
    assert (query.state, query.second, [r["answer"] for r in query.rows]) == ("answered", case.bureau["officer"], ["nothing"] * 2)
    with refused(Incomplete):
        do(case, consulting.answer_list, query, "supervisor")
    assert replay() == []


def test_a_list_that_is_not_released_is_not_answered(case):
    query = ask_list(case)
    with refused(Incomplete, "words"):
        do(case, consulting.decline_list, query, "officer", words_="")
    do(case, consulting.decline_list, query, "officer", words_="用途不明。")
    query.refresh_from_db()
    assert query.state == "declined" and {r["answer"] for r in query.rows} == {""}


def test_nobody_asks_or_releases_a_list_that_names_oneself(case):
    with refused(NotPermitted):
        ask_list(case, about=("personnel", "trainer"))
    query = ask_list(case, about=("officer", "trainer"))
    with refused(NotFound):  # whoever is asked about does not see it at all
        do(case, consulting.answer_list, query, "officer")


def test_a_list_about_the_past_says_what_the_register_said_then(case):
    """Valid and recorded time for lists as for one question: the same two answers."""
    first = case.day
    case.later(20)
    case.sanction(starts_on=first)  # recorded late
    with refused(Incomplete, "done_on"):
        ask_list(case, known_on=date(2030, 1, 1))
    for known_on, expected in ((None, "affected"), (first, "nothing"), (case.day, "affected")):
        query = ask_list(case, known_on=known_on)
        do(case, consulting.answer_list, query, "supervisor")
        query.refresh_from_db()
        [row] = [r for r in query.rows if r["person"] == str(case.bureau["inspector"].pk)]
        assert row["answer"] == expected == case.says(known_on=known_on)[0]
        if known_on == first:
            assert clock.local_date(query.known_at) == first


def test_a_unit_that_was_merged_in_mid_year_is_asked_about_for_its_time_only(case):
    unit = case.bureau.units["mines"]
    Unit.objects.filter(pk=unit.pk).update(ended_on=case.day - timedelta(days=1), merged_into=case.bureau.units["emergency"])
    about = {"person": None, "unit": unit.pk, "effect": "A10-1-target"}
    with refused(Incomplete, "about"):
        case.ask(**about)
    assert case.says(**about, day=case.day - timedelta(days=1)) == ("nothing", None)
