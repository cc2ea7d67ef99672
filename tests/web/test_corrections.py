"""A correction through the pages alone: each form opened, filled in, sent; refusals keep what was typed."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rongcuo.corrections import planning
from rongcuo.corrections.models import Measure, Plan, Reminder
from rongcuo.corrections.reminding import remind
from tests.corrections.world import Correcting
from tests.web.walk import Forms

MOST_QUERIES = 15


@pytest.fixture
def told(bureau) -> Correcting:
    return Correcting(bureau).fed()


class Pages:
    """People at their browsers on the story's day."""

    def __init__(self, case: Correcting, enter, on):
        self.case, self.enter, self.on = case, enter, on

    def get(self, who: str, address: str, **more):
        with self.on(self.case.day):
            return self.enter(who).get(address, **more)

    def plan(self, who: str, **more) -> str:
        return self.get(who, reverse("correction", args=[self.case.plan.pk]), **more).content.decode()

    def address(self, action: str, n: int | None = None) -> str:
        plan = self.case.plan
        if n is None:
            return reverse("correction-step", args=[plan.pk, action])
        return reverse("correction-measure-step", args=[plan.pk, self.case.measure(n).pk, action])

    def send(self, who: str, action: str, typed: dict, n: int | None = None):
        """Open the form, type, send; the answer."""
        with self.on(self.case.day):
            client, address = self.enter(who), self.address(action, n)
            page = client.get(address).content.decode()
            held = Forms(page).carrying("at")["values"]
            return client.post(address, held | typed)

    def do(self, who: str, action: str, typed: dict, n: int | None = None) -> None:
        answer = self.send(who, action, typed, n)
        page = answer.content.decode()
        assert answer.status_code == 302, page[page.find("error-summary"):][:1500]


@pytest.fixture
def pages(told, enter, on) -> Pages:
    return Pages(told, enter, on)


def file(name="证明.txt"):
    return SimpleUploadedFile(name, "示例材料。".encode())


TALK = {"place": "谈话室", "present": "范例一", "error": "未核对检修计划。", "causes": "时间紧。", "demands": "十日内整改。"}


def drawn(bureau) -> dict:
    return {
        "event_codes": ["inspection"], "event": "时限偏紧。", "outcome_codes": ["rights"], "outcome": "短暂停产。",
        "factor_codes": ["time_pressure", "coordination"], "factor": "任务叠加。", "cause_codes": ["no_review"],
        "cause": "没有复核。", "text-0": "建立核对表。", "owner-0": str(bureau["inspector"].pk), "days-0": "10",
        "expected-0": "核对表。",
    }


def test_a_correction_from_the_talk_to_the_proved_effect(told, pages, bureau):
    pages.do("officer", "talk", TALK)
    told.after(2)
    pages.do("inspector", "draw_up", drawn(bureau))
    page = pages.plan("inspector")
    for words in ("建立核对表。", "缺少复核、审核环节", "未核对检修计划。"):
        assert words in page
    told.after(31)
    pages.do("inspector", "report_progress", {"progress": "已试用。"}, 1)
    pages.do("inspector", "prove", {"done": "已定稿。", "file_0": file()}, 1)
    pages.do("officer", "name_checker", {"checker": str(bureau["verifier_1"].pk)})
    told.until_check()
    desk = pages.get("verifier_1", reverse("desk")).content.decode()
    assert told.plan.number in desk
    pages.do("verifier_1", "check_effect", {"how": "抽查。", "found": "均已核对。", "proved": "yes", "file_0": file("抽查.txt")})
    pages.do("officer", "close_plan", {})
    assert told.plan.state == "closed"
    proof = reverse("correction-file", args=[told.plan.pk, told.plan.proofs.first().pk])
    answer = pages.get("inspector", proof)
    assert b"".join(answer.streaming_content).decode() == "示例材料。"


def test_what_is_refused_keeps_what_was_typed_and_no_file_is_left(told, pages, bureau, settings):
    pages.do("officer", "talk", TALK)
    typed = drawn(bureau) | {"cause_codes": [], "text-1": "第二项措施。"}
    answer = pages.send("inspector", "draw_up", typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    for words in ("第二项措施。", "没有复核。", "建立核对表。", "error-summary"):
        assert words in page
    assert told.plan.state == "opened"
    pages.do("inspector", "draw_up", drawn(bureau))
    before = {f for f in settings.FILES.rglob("*") if f.is_file()}
    late = {"done": "x", "file_0": file(), "done_on": told.plan.opened_on.isoformat()}
    told.after(1)
    told.correct(planning.defer, "officer", 1, working_days=9, why="x")
    assert pages.send("inspector", "prove", late, 1).status_code == 200
    assert {f for f in settings.FILES.rglob("*") if f.is_file()} == before


def test_more_rows_keep_what_was_typed(told, pages, bureau):
    pages.do("officer", "talk", TALK)
    page = pages.send("inspector", "draw_up", drawn(bureau) | {"go": "more"}).content.decode()
    assert "text-4" in page and "建立核对表。" in page and "error-summary" not in page
    held = Forms(page).carrying("at")["values"]
    assert held["factor_codes"] == ["time_pressure", "coordination"]


def test_a_page_from_before_somebody_acted_says_so_and_to_the_person_by_body_only(told, pages, bureau):
    pages.do("officer", "talk", TALK)
    with pages.on(told.day):
        client, address = pages.enter("inspector"), pages.address("draw_up")
        held = Forms(client.get(address).content.decode()).carrying("at")["values"]
    pages.do("officer", "talk", TALK | {"error": "再次谈话。"})
    with pages.on(told.day):
        answer = client.post(address, held | drawn(bureau))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert bureau["officer"].name not in page and "没有复核。" in page


def test_an_owner_sees_the_measure_and_nothing_of_the_matter(told, pages, bureau):
    pages.do("officer", "talk", TALK)
    pages.do("inspector", "draw_up", drawn(bureau) | {"owner-0": str(bureau["licensor"].pk)})
    pages.do("inspector", "add_measures", {
        "text-0": "另一项措施。", "owner-0": str(bureau["inspector"].pk), "days-0": "3", "expected-0": "照片。",
    })
    told.after(40)
    for page in (pages.plan("licensor"), pages.get("licensor", reverse("corrections")).content.decode()):
        assert "建立核对表。" in page
        for words in ("未核对检修计划。", "没有复核。", told.matter.title, told.matter.number, "时限偏紧。", "另一项措施。",
                      bureau["inspector"].name):
            assert words not in page, words


def test_the_matter_names_the_open_measure_that_holds_up_closing(told, pages, bureau):
    pages.do("officer", "talk", TALK)
    pages.do("inspector", "draw_up", drawn(bureau))
    for who in ("inspector", "officer", "chemicals_head"):
        page = pages.get(who, reverse("matter", args=[told.matter_id])).content.decode()
        assert told.plan.number in page and "建立核对表。" in page
    page = pages.get("personnel", reverse("matter", args=[told.matter_id])).content.decode()
    assert "建立核对表。" not in page


def test_opening_on_request_through_the_page(bureau, enter, on):
    case = Correcting(bureau, outcome="refused").fed()
    address = reverse("correction-new", args=[case.matter_id])
    with on(case.day):
        client = enter("officer")
        held = Forms(client.get(address).content.decode()).carrying("at")["values"]
        assert client.post(address, held | {"concerned": f"s{case.subject.pk}", "reason": ""}).status_code == 200
        answer = client.post(address, held | {"concerned": f"s{case.subject.pk}", "reason": "有不足。"})
    assert answer["Location"] == reverse("correction", args=[Plan.objects.get().pk])


def test_a_referral_is_offered_after_the_hearing_only(told, pages):
    link = reverse("correction-step", args=[told.plan.pk, "refer"])
    assert link not in pages.plan("officer")
    heard = {"place": "谈话室", "present": "范例一", "told": "涉嫌隐瞒。", "said": "没有隐瞒。"}
    answer = pages.send("officer", "refer", {"grounds": ["concealed"], "reason": "x", "to": "示例纪检组"})
    assert answer.status_code == 200  # refused: the person was not heard
    pages.do("officer", "hear_before_referral", heard)
    assert link in pages.plan("officer")
    pages.do("officer", "refer", {"grounds": ["concealed"], "reason": "事实和申辩如下。", "to": "示例纪检组"})
    assert "示例纪检组" in pages.plan("officer")
    for who in ("inspector", "chemicals_head"):
        assert "没有隐瞒。" in pages.plan(who) and "示例纪检组" not in pages.plan(who)


def test_pages_are_bounded_in_queries_whatever_the_number_of_rows(told, pages, bureau, on):
    pages.do("officer", "talk", TALK)
    pages.do("inspector", "draw_up", drawn(bureau))

    def count(who: str, address: str) -> int:
        with on(told.day):
            client = pages.enter(who)
            client.get(address)
            with CaptureQueriesContext(connection) as found:
                assert client.get(address).status_code == 200
        return len(found)

    addresses = [reverse("corrections"), reverse("correction", args=[told.plan.pk]), reverse("desk"),
                 reverse("matter", args=[told.matter_id])]
    people = ("officer", "inspector", "supervisor")
    before = {(w, a): count(w, a) for w in people for a in addresses}
    plan, measure = Plan.objects.get(), Measure.objects.get()
    for n in range(30):
        one = Plan.objects.create(**{**_fields(plan), "id": _uuid(n), "number": f"纠错{n}"})
        for k in range(3):
            Measure.objects.create(**{**_fields(measure), "id": _uuid(1000 + 3 * n + k), "plan_id": one.pk, "n": k + 1,
                                      "due_on": told.plan.opened_on})
    told.after(60)
    with told.at():
        remind()
    assert Reminder.objects.count() > 100
    told.after(-60)
    for key, queries in before.items():
        assert count(*key) <= max(queries, MOST_QUERIES), (key, queries, count(*key))
    assert max(before.values()) <= MOST_QUERIES, before


def _uuid(n: int):
    return UUID(int=n + 1)


def _fields(row) -> dict:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name != "id"}
