"""Any set of measures read, tried on invented facts, compared and checked; and what of it is closed on a real matter."""

import logging
import shutil
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from rongcuo.matters import verification
from rongcuo.matters.models import ReadLog
from rongcuo.policy import assess, from_findings
from rongcuo.policy.comparing import compare
from rongcuo.policy.reasoning import ask, flip, why
from rongcuo.policy.reasoning.words import flip_line, why_line
from rongcuo.web.measures.shelf import names, pack_at, readings_now
from rongcuo.web.measures.trying import FEW

GANSU = ["gansu-anjian-2018", "1.0.0"]


def packs():
    return [pack_at(name) for name in names()]


def at(pack, page="pack"):
    return reverse(page, args=[pack.id, pack.version])


def spoken(client, address, lang, data=None):
    client.cookies["django_language"] = "en" if lang == "en" else "zh-hans"
    answer = client.post(address, data) if data is not None else client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def shown(text: str) -> str:
    """As a template writes it."""
    return escape(text)


# --- every pack, in both languages -----------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_set_is_read_article_by_article_with_its_rules_and_what_they_need(enter, lang):
    client = enter("inspector")
    listed = spoken(client, reverse("packs"), lang)
    for pack in packs():
        assert at(pack, "pack-try") in listed and shown(pack.title.get(lang)) in listed
        page = spoken(client, at(pack), lang)
        for rule in pack.rules.values():
            assert shown(rule.name.get(lang)) in page, (pack.id, rule.id)
        for fact in pack.facts.values():
            assert shown(fact.question.get(lang)) in page, (pack.id, fact.id)
        for unit in pack.units.values():
            words = (unit.gist.get(lang) if unit.gist else "") if not unit.available else ""
            assert f'id="{unit.id}"' in page and shown(words) in page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_invented_facts_say_what_the_engine_says(enter, lang):
    """Outcome, reason, questions and changes on the page are those of the library, for every pack."""
    client = enter("inspector")
    for pack in packs():
        for scenario in [None, *list(pack.scenarios.values())[:3]]:
            facts = from_findings(pack, scenario.findings) if scenario else {}
            check = assess(pack, facts, settings=readings_now(pack))
            page = spoken(client, at(pack, "pack-try") + (f"?example={scenario.id}" if scenario else ""), lang)
            assert shown(pack.outcomes[check.outcome].name.get(lang)) in page
            if 0 < len(why(check).findings) <= FEW:
                assert shown(why_line(why(check), pack, check.facts, lang)) in page
            for name in why(check).findings if len(why(check).findings) > FEW else ():
                assert f"<dt>{shown(pack.facts[name].question.get(lang))}</dt>" in page
            for question in ask(check).questions:
                assert shown(pack.facts[question.fact].question.get(lang)) in page
            for one in flip(check).flips[:6]:
                assert shown(flip_line(one, pack, lang)) in page


def test_pressing_an_answer_or_a_change_sets_it(enter):
    """The one button of an answer sends all facts with this one over them; so a change is tried."""
    client, pack = enter("inspector"), pack_at("sichuan-ftz-2024/1.0.0")
    address = at(pack, "pack-try")
    first = ask(assess(pack, {})).questions[0]
    page = spoken(client, address, "zh", {"set": f"{first.fact}={first.answers[0].value}"})
    assert "<option value=\"" + str(first.answers[0].value) + "\" selected" in page
    whole = {f"f-{name}": {True: "yes", False: "no"}.get(value, value)
             for name, value in from_findings(pack, next(iter(pack.scenarios.values())).findings).items()}
    change = flip(assess(pack, from_findings(pack, next(iter(pack.scenarios.values())).findings))).flips[0]
    sent = ";".join(f"{one.fact}={one.after}" for one in change.changes)
    page = spoken(client, address, "zh", whole | {"set": sent})
    assert shown(pack.outcomes[change.outcome].name.zh) in page.split('class="outcome"')[1][:200]


def test_nothing_tried_is_kept_or_written_down(enter, caplog):
    """No table, no session, no log line and no address holds an invented fact."""
    client = enter("inspector")
    pack = pack_at("/".join(GANSU))
    spoken(client, at(pack, "pack-try"), "zh")
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as seen:
        page = spoken(client, at(pack, "pack-try"), "zh", {"f-private_gain": "yes", "f-act_started_on": "2018-06-01"})
    assert "2018-06-01" in page
    changing = [q["sql"] for q in seen if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert not changing and len(seen) <= 15
    assert not [r for r in caplog.records if r.name != "django.db.backends" and "2018-06-01" in r.getMessage()]
    assert '<form method="post"' in page and ReadLog.objects.count() == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_cannot_be_is_said_at_the_fact_and_kept(enter, lang):
    client, pack = enter("inspector"), pack_at("/".join(GANSU))
    page = spoken(client, at(pack, "pack-try"), lang, {"f-act_started_on": "去年", "f-diligent": "maybe"})
    assert "error-summary" in page and 'value="去年"' in page
    assert ("Please correct the facts first." if lang == "en" else "请先改正事实。") in page
    broken = {"f-persisted_after_ban": "yes", "f-superior_express_ban": "no"}
    page = spoken(client, at(pack, "pack-try"), lang, broken)
    assert "notice--stop" in page and ("contradict each other" in page if lang == "en" else "互相矛盾" in page)
    assert page.count('value="yes" selected') == page.count('value="no" selected') == 1


@pytest.mark.parametrize("address", ["/measures/gansu-anjian-2018/0.0.1/", "/measures/..%2f/1.0.0/", "/measures/x/y/try/"])
def test_there_is_nothing_where_no_pack_is(enter, address):
    assert enter("inspector").get(address).status_code == 404


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_any_two_sets_are_compared(enter, lang):
    client, several = enter("inspector"), packs()
    for other in several:
        page = spoken(client, f"{reverse('packs-compare')}?one={names()[0]}&other={other.id}/{other.version}", lang)
        found = compare(several[0], other)
        assert "error-summary" not in page
        same = "Equivalent, proved" if lang == "en" else "经证明等效"
        assert (same in page) == (other is several[0]) == found.equivalent
        for pack, left in zip((several[0], other), found.unmapped, strict=True):
            if left:
                assert shown(pack.title.get(lang)) in page


def test_another_reading_is_compared_with_the_one_in_force(enter):
    client, pack = enter("inspector"), pack_at("/".join(GANSU))
    page = spoken(client, f"{reverse('packs-compare')}?one={'/'.join(GANSU)}&other=situation.12=off", "zh")
    found = compare(pack, pack, other_settings=pack.settings({"situation.12": "off"}))
    assert page.count('class="difference"') == len(found.differences) == 2
    assert "第六条（十二）" in page and "有 2 个结论不同" in page
    wrong = client.get(f"{reverse('packs-compare')}?one={'/'.join(GANSU)}&other=situation.12=never")
    assert wrong.status_code == 200 and "error-summary" in wrong.content.decode()


def test_a_pack_that_does_not_load_is_told_and_leaves_the_others_alone(enter, settings, tmp_path):
    shutil.copytree(settings.POLICIES / GANSU[0], tmp_path / "policies" / GANSU[0])
    broken = tmp_path / "policies" / "broken" / "1.0.0"
    broken.mkdir(parents=True)
    (broken / "pack.yaml").write_text("pack: [", "utf-8")
    settings.POLICIES = tmp_path / "policies"
    client = enter("inspector")
    page = spoken(client, reverse("packs"), "zh")
    assert "broken/1.0.0" in page and "pack.yaml:2" in page and reverse("pack-try", args=GANSU) in page
    assert client.get(reverse("pack", args=["broken", "1.0.0"])).status_code == 404


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_proved_against_a_pack_and_its_examples(enter, lang):
    client = enter("inspector")
    for pack in packs():
        page = spoken(client, at(pack, "pack-checks"), lang)
        assert "notice--stop" not in page and page.count("?example=") == len(pack.scenarios)


@pytest.mark.parametrize("page", ["pack", "pack-try", "pack-checks"])
def test_these_pages_ask_the_database_little(enter, page):
    client = enter("inspector")
    for pack in packs():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(at(pack, page)).status_code == 200
        assert len(seen) <= 15


# --- a real matter ---------------------------------------------------------------------------


def what_if(case):
    return reverse("what-if", args=[case.matter_id, case.subject.pk])


def test_the_office_sees_what_can_still_matter_and_its_reading_is_logged(case, enter, on):
    case.until("found")
    with on(case.day):
        client = enter("verifier_1")
        assert what_if(case) in client.get(reverse("matter", args=[case.matter_id])).content.decode()
        with CaptureQueriesContext(connection) as seen:
            page = spoken(client, what_if(case), "zh")
        assert len(seen) <= 15
    assert "对人的评价性认定从不列入改动" in page and "不删减任何核实事项" in page
    assert ReadLog.objects.filter(what__startswith="what-if").count() == 1


def test_it_is_closed_to_those_concerned_until_the_feedback(case, enter, on):
    """A08-4: before it, neither the subject nor the head of the unit nor a colleague with a post in the office."""
    case.until("determined")
    with on(case.day):
        for who in ("inspector", "chemicals_head"):
            client = enter(who)
            assert client.get(what_if(case)).status_code == 404
            page = client.get(reverse("matter", args=[case.matter_id])).content.decode()
            assert "/what-if/" not in page and "怎样才会改变" not in page
        assert enter("officer").get(what_if(case)).status_code == 200
    case.take("fed_back")
    with on(case.day):
        assert what_if(case) in spoken(enter("inspector"), reverse("matter", args=[case.matter_id]), "zh")
        page = spoken(enter("inspector"), what_if(case), "zh")
        assert "自反馈之日起向您开放" in page and "evidence-" not in page


def test_who_declared_an_interest_sees_nothing_of_it(case, enter, on):
    """A witness who sits in the group declares it; from then on it is closed, decided or not."""
    case.until("heard")
    with on(case.day):
        assert enter("verifier_2").get(what_if(case)).status_code == 200
    case.act_on(verification.declare_interests, "verifier_2", grounds=["relative"], words="与当事人有亲属关系")
    with on(case.day):
        assert enter("verifier_2").get(what_if(case)).status_code == 404
        assert enter("verifier_1").get(what_if(case)).status_code == 200


def test_the_day_does_not_matter(case, enter, on):
    case.until("heard")
    with on(date(2027, 1, 4)):
        assert enter("inspector").get(what_if(case)).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [{"set": "=;=;x=y"}, {"set": "diligent"}, {"set": "diligent=%00;breach=" + "x" * 500}, {"f-act_started_on": "\0"},
     {"f-breach": "serious", "f-nosuch": "1", "nosuch": "2"}, {"f-act_started_on": "9" * 400}, {"set": ";" * 3000}],
)
def test_whatever_is_sent_is_answered(enter, sent):
    pack = pack_at("/".join(GANSU))
    client = enter("inspector")
    assert client.post(at(pack, "pack-try"), sent).status_code == 200
    for query in ({"example": "no-such"}, {"example": "\0"}, {"one": "x"}, {"one": "x", "other": "y"}):
        assert client.get(at(pack, "pack-try"), query).status_code == 200
        assert client.get(reverse("packs-compare"), query).status_code == 200


def test_lists_are_set_as_the_language_sets_them(enter):
    """Chinese has 、 between articles; English never."""
    client, pack = enter("inspector"), pack_at("/".join(GANSU))
    address = at(pack, "pack-try") + "?example=a03-clear"
    assert "第二条、第三条" in spoken(client, address, "zh")
    assert "Article 2, Article 3" in spoken(client, address, "en")
    assert "、" not in spoken(client, address, "en").split('id="result"')[1].split('class="tree"')[0]
