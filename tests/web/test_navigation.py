"""The places in the head: what one works at first, what it rests on last; nobody is led to a closed door."""

import pytest
from django.urls import reverse

from rongcuo.people.models import DUTIES, Account

RESTS_ON = ["search", "measures", "readings", "calendar"]


def places(page) -> list[dict]:
    return page.context["nav_items"]


@pytest.mark.parametrize("who, work", [
    ("inspector", ["desk", "matters", "corrections", "mine", "prevention"]),
    ("officer", ["desk", "matters", "acts", "protection", "corrections", "transfer", "prevention"]),
    ("personnel", ["desk", "matters", "protection", "corrections", "prevention"]),
    ("supervisor", [
        "desk", "matters", "acts", "concerns", "looked", "samples", "protection", "corrections", "prevention",
    ]),
])  # fmt: skip
def test_work_stands_first_and_what_it_rests_on_apart(bureau, enter, who, work):
    client = enter(who)
    shown = places(client.get(reverse("desk")))
    assert [one["url"] for one in shown] == [reverse(name) for name in work + RESTS_ON]
    assert [one["aside"] for one in shown] == [False] * len(work) + [True] * len(RESTS_ON)
    for one in shown:
        page = client.get(one["url"])
        assert page.status_code == 200
        assert [n["url"] for n in places(page) if n["current"]] == [one["url"]]


@pytest.mark.parametrize("duty", DUTIES)
def test_an_administrator_has_only_what_the_duty_needs(bureau, enter, duty):
    Account.objects.create(username=duty, person=None, administrator=True, duty=duty)
    client = enter(duty)
    shown = places(client.get(reverse("desk")))
    assert not {reverse(name) for name in RESTS_ON} & {one["url"] for one in shown}
    assert len(shown) > 1 and all(client.get(one["url"]).status_code == 200 for one in shown)


def test_the_menu_of_a_narrow_screen_opens_what_follows_it_without_a_script(bureau, enter):
    page = enter("officer").get(reverse("desk")).content.decode()
    head = page[page.index('<header class="top">'):page.index("</header>")]
    assert head.index('<details class="menu') < head.index('class="me"') < head.index('<nav class="nav"')
