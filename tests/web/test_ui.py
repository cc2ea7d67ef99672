"""How pages write dates, counts and articles, in both languages."""

import datetime as dt

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from rongcuo import clock
from rongcuo.web.preferences import text_size
from rongcuo.web.styleguide import styleguide
from rongcuo.web.templatetags import ui

NOW = dt.datetime(2026, 9, 17, 1, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True, scope="module")
def a_fixed_day():
    with clock.frozen(NOW):
        yield


def in_both(call):
    with translation.override("zh-hans"):
        chinese = call()
    with translation.override("en"):
        return chinese, call()


def test_dates_are_written_as_people_say_them():
    day = dt.date(2026, 9, 24)
    assert in_both(lambda: ui.day(day)) == ("9月24日 周四", "Thu 24 Sep")
    assert in_both(lambda: ui.full_day(day)) == (
        "2026年9月24日 星期四",
        "Thursday 24 September 2026",
    )
    assert in_both(lambda: ui.day(dt.date(2027, 1, 4))) == ("2027年1月4日 周一", "Mon 4 Jan 2027")
    assert ui.day(None) == ""


def test_instants_are_shown_in_beijing_time():
    late = dt.datetime(2026, 9, 17, 16, 30, tzinfo=dt.UTC)
    assert in_both(lambda: ui.instant(late)) == ("2026年9月18日 00:30", "18 September 2026, 00:30")


def test_an_article_is_named_from_its_number_and_item():
    assert in_both(lambda: ui.article({"id": "A06-12", "article": 6, "item": 12})) == (
        "第六条（十二）",
        "Article 6 (12)",
    )
    assert in_both(lambda: ui.article({"id": "A10", "article": 10, "item": None})) == (
        "第十条",
        "Article 10",
    )
    assert ui.article({"id": "N-title", "article": None}) == "N-title"


@pytest.mark.parametrize(
    ("n", "word"), [(-1, "past"), (0, "soon"), (2, "soon"), (3, "calm"), (None, "calm")]
)
def test_a_date_is_near_from_two_working_days(n, word):
    assert ui.urgency(n) == word


def test_what_is_left_is_said_in_words():
    with translation.override("en"):
        assert [ui.left(n) for n in (3, 1, 0, -1, -2)] == [
            "3 working days left", "1 working day left", "Due today", "1 working day past", "2 working days past",
        ]  # fmt: skip
    assert ui.left(None) == ""


def test_text_in_two_languages_falls_back_to_the_chinese_which_governs():
    assert in_both(lambda: ui.tr({"zh": "受理", "en": "Accept"})) == ("受理", "Accept")
    assert in_both(lambda: ui.tr({"reason_zh": "补班"}, "reason")) == ("补班", "补班")
    assert ui.tr(None) == ""


def test_chinese_text_gets_the_punctuation_of_official_print():
    assert ui.official("第一条  处室(委、办),单位:") == "第一条　处室（委、办），单位："
    assert ui.official("Measures (Trial)") == "Measures (Trial)"


@given(st.dates(dt.date(2018, 1, 1), dt.date(2030, 1, 1)), st.integers(1, 40))
def test_the_calendar_shows_every_day_of_a_reckoning_once_under_its_weekday(start, length):
    days = [start + dt.timedelta(days=n) for n in range(1, length + 1)]
    reckoning = {
        "start": start,
        "due": days[-1],
        "days": [{"date": d, "count": 1, "known": True} for d in days],
    }
    weeks = ui.weeks(reckoning)
    assert all(len(week) == 7 for week in weeks)
    shown = [cell["date"] for week in weeks for cell in week if cell]
    assert shown == [start, *days]
    assert all(cell["date"].weekday() == n for week in weeks for n, cell in enumerate(week) if cell)
    assert [cell["date"] for week in weeks for cell in week if cell.get("due")] == [days[-1]]


@given(st.integers(1, 99))
def test_chinese_numbers_read_back(n):
    text = ui._zh_number(n)
    tens, _, ones = text.rpartition("十")
    value = (ui.ZH_DIGITS.index(tens or "一") * 10 if "十" in text else 0) + (
        ui.ZH_DIGITS.index(ones) if ones else 0
    )
    assert value == n


class TestTypeSize:
    def ask(self, **posted):
        return text_size(RequestFactory().post("/", posted))

    def test_large_type_is_remembered_until_it_is_given_back(self):
        assert self.ask(size="large", next="/here").cookies["text_size"].value == "large"
        assert self.ask(size="normal", next="/here").cookies["text_size"].value == ""

    @pytest.mark.parametrize(
        "away", ["https://elsewhere.example/", "//elsewhere.example", "javascript:x"]
    )
    def test_the_way_back_stays_on_this_site(self, away):
        assert self.ask(size="large", next="/here").url == "/here"
        assert self.ask(size="large", next=away).url == "/"

    def test_it_is_changed_by_posting_only(self):
        assert text_size(RequestFactory().get("/")).status_code == 405


def test_the_style_page_is_for_the_demonstration_only(settings):
    settings.DEMO = False
    with pytest.raises(Http404):
        styleguide(RequestFactory().get("/"))
