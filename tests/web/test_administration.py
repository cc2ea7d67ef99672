"""The three administrators' pages: each has its own, none finds another's, and none finds a matter."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from rongcuo.ledger.models import Entry
from rongcuo.people import importing
from rongcuo.people.models import Account, Person, Post, SignIn, Unit

PLACES = {
    "system": ["administration-people", "administration-table"],
    "security": ["administration-accounts"], "audit": ["administration-record"],
}


@pytest.fixture
def keeper(bureau):
    """keeper("audit") is a browser in which that administrator is signed in."""

    def enter(duty: str) -> Client:
        account, _ = Account.objects.get_or_create(username=duty, defaults={
            "person": None, "administrator": True, "duty": duty,
        })  # fmt: skip
        client = Client()
        client.force_login(account)
        return client

    return enter


def addresses(case) -> dict[str, list[str]]:
    post = Post.objects.get(person=case.bureau["inspector"].pk)
    account = Account.objects.get(username="inspector")
    unit = case.bureau.units["mines"]
    return {
        "system": [
            *map(reverse, PLACES["system"]), reverse("administration-unit", args=[unit.pk]),
            reverse("administration-template", args=["csv"]), reverse("administration-template", args=["xlsx"]),
            *[reverse("administration-change", args=[c, unit.pk]) for c in ("rename-unit", "merge-unit")],
            *[reverse("administration-change", args=[c, post.pk]) for c in ("end-post", "transfer", "stand-in")],
            reverse("administration-change", args=["open-account", post.person_id]),
        ],
        "security": [
            *map(reverse, PLACES["security"]),
            *[
                reverse("administration-change", args=[c, account.uid])
                for c in ("let-in", "issue-password", "close", "remove-factors", "end-sessions")
            ],
        ],
        "audit": [reverse("administration-record"), reverse("administration-record") + "?show=door"],
    }


def test_each_has_the_own_pages_and_nobody_else_does(case, keeper, enter, on):
    case.until("accepted")
    with on(case.day):
        for duty, places in addresses(case).items():
            for place in places:
                for who in PLACES:
                    expected = 200 if who == duty else 404
                    assert keeper(who).get(place).status_code == expected, (who, place)
                for person in ("officer", "leader_1", "inspector"):
                    assert enter(person).get(place).status_code == 404, (person, place)
                assert Client().get(place).status_code == 302


def test_no_administrator_finds_a_matter_or_a_word_of_it(case, keeper, on):
    case.until("accepted")
    matter = case.matter
    with on(case.day):
        for duty in PLACES:
            client = keeper(duty)
            for place in (reverse("matters"), reverse("acts"), reverse("matter", args=[matter.pk]), reverse("readings")):
                assert client.get(place).status_code == 404
            for place in addresses(case)[duty]:
                page = client.get(place).content
                for word in (matter.number, matter.title, case.act.number, "整改"):
                    assert word.encode() not in page, (duty, place, word)


def test_a_table_is_looked_at_before_it_is_recorded(keeper):
    client, place = keeper("system"), reverse("administration-table")
    before = Entry.objects.count()
    file = SimpleUploadedFile("people.csv", importing.template_csv())
    page = client.post(place, {"file": file}).content.decode()
    assert "示例处" in page and Entry.objects.count() == before
    ticket = page.split('name="ticket" value="')[1].split('"')[0]
    assert client.post(place, {"go": "record", "ticket": ticket})["Location"] == reverse("administration-people")
    assert Unit.objects.filter(name="示例处").exists()
    again = client.post(place, {"go": "record", "ticket": ticket}, follow=True).content.decode()
    assert "没有登记" in again
    other = Account.objects.create("system-2", None, administrator=True, duty="system")
    second = Client()
    second.force_login(other)
    page = client.post(place, {"file": SimpleUploadedFile("p.csv", importing.template_csv())}).content.decode()
    ticket = page.split('name="ticket" value="')[1].split('"')[0]
    after = Entry.objects.count()
    second.post(place, {"go": "record", "ticket": ticket})
    assert Entry.objects.count() == after, "what one checked, another does not record"


def test_a_wrong_table_shows_its_rows_and_cannot_be_recorded(keeper):
    client, place = keeper("system"), reverse("administration-table")
    content = importing.template_csv().decode("utf-8-sig").replace("2026-01-01", "昨天").encode()
    page = client.post(place, {"file": SimpleUploadedFile("people.csv", content)}).content.decode()
    assert "第 2 行" in page and 'value="record"' not in page
    page = client.post(place, {"file": SimpleUploadedFile("people.xlsx", b"nothing")}).content.decode()
    assert "field-error" in page


def test_a_change_is_made_or_refused_in_the_form(keeper, bureau):
    client = keeper("system")
    unit = bureau.units["mines"]
    place = reverse("administration-change", args=["rename-unit", unit.pk])
    refused = client.post(place, {"name": "行政许可处"})
    assert refused.status_code == 200 and "行政许可处" in refused.content.decode()
    assert client.post(place, {"name": "非煤矿山监管处"}).status_code == 302
    unit.refresh_from_db()
    assert unit.name == "非煤矿山监管处"
    assert "矿山监管处" in client.get(reverse("administration-unit", args=[unit.pk])).content.decode()


def test_a_new_password_is_shown_once_and_the_old_sessions_end(keeper, bureau, enter):
    client = keeper("security")
    account = Account.objects.get(username="inspector")
    place = reverse("administration-change", args=["issue-password", account.uid])
    page = client.post(place).content.decode()
    password = page.split("<code>")[1].split("</code>")[0]
    account.refresh_from_db()
    assert account.check_password(password) and account.must_change
    assert password not in client.get(reverse("administration-accounts")).content.decode()


def test_the_auditor_reads_what_both_did_and_the_door(keeper, bureau):
    keeper("system").post(
        reverse("administration-change", args=["rename-unit", bureau.units["mines"].pk]), {"name": "非煤矿山监管处"}
    )
    account = Account.objects.get(username="inspector")
    keeper("security").post(reverse("administration-change", args=["close", account.uid]), {"reason": "已调离"})
    Client().post(reverse("sign-in"), {"username": "officer", "password": "wrong"})
    auditor = keeper("audit")
    page = auditor.get(reverse("administration-record")).content.decode()
    assert "非煤矿山监管处" in page and "已调离" in page and "system" in page and "security" in page
    assert "officer" in auditor.get(reverse("administration-record") + "?show=door").content.decode()
    assert auditor.post(reverse("administration-record")).status_code == 405


def test_lists_are_bounded_in_queries(keeper, bureau, django_assert_max_num_queries):
    for duty, names in PLACES.items():
        client = keeper(duty)
        for name in names:
            with django_assert_max_num_queries(15):
                assert client.get(reverse(name)).status_code == 200


def test_searching_takes_names_as_words_only(keeper, bureau):
    page = keeper("system").get(reverse("administration-people"), {"q": "<script>%_'\";--"}).content.decode()
    assert "<script>%" not in page
    assert "示例甲" in keeper("system").get(reverse("administration-people"), {"q": "示例甲"}).content.decode()
    assert Person.objects.count() and not SignIn.objects.filter(what="signed_in", account=None).exists()
