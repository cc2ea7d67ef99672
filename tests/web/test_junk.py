"""Whatever is typed or put into an address, a page answers in words: never a trace, never a lost form.

Walks every page that somebody can reach by links, then sends each form of it filled with what no form expects.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode, urljoin, urlsplit

import pytest

from tests.web.walk import Forms
from tests.web.world import World

JUNK = {
    "nothing": "", "nul": "a\0b", "long": "𠮷" * 20_000, "number": "-99999999999999999999", "day": "2026-02-30",
    "first day": "0001-01-01", "last day": "9999-12-31", "script": "<script>alert(1)</script>", "path": "../../etc/passwd",
    "not a number": "NaN", "uuid": "00000000-0000-4000-8000-00000000dead", "template": "{{ 7*7 }}{% load x %}",
    "fullwidth": "２０２６－０２－０１", "true": "on",
}
#: Leaving and choosing a language belong to no page; a dossier is taken out in a transaction of its own.
ELSEWHERE = re.compile(r"/(sign-out|language|i18n|text-size|static|mfa|account|unlock|still-here)|/dossier/$")


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path, tmp_path_factory, monkeypatch):
    settings.DEMO = False
    settings.FILES = tmp_path / "files"
    monkeypatch.setenv("RONGCUO_CACHE", str(tmp_path_factory.getbasetemp() / "pack-cache"))


def shape(address: str) -> str:
    """An address without what it is about: one page of each kind is enough."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}|\d+", "*", address)


def pages(world: World, who: str, most: int) -> dict[str, str]:
    """Pages reached by links from the desk, one of each shape: address -> html."""
    found, waiting, seen = {}, ["/"], set()
    while waiting and len(found) < most:
        address = waiting.pop(0)
        place = shape(address)
        if place in seen or ELSEWHERE.search(address):
            continue
        seen.add(place)
        answer = world.ask(who, "GET", address)
        assert answer.status_code < 500, address
        if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
            continue
        html = found[address] = answer.content.decode()
        links = (urljoin(address, unescape(link)) for link in re.findall(r'href="([^"#]+)', html))
        waiting += [link for link in links if not urlsplit(link).netloc]
    return found


@pytest.mark.parametrize("stage", ["found_out", "sealed"])
def test_junk_in_forms_and_addresses_is_answered_in_words(stage, db, settings):
    world = World(settings.FILES)
    world.another()
    world.through(stage)
    done, wrong = set(), []

    def send(who: str, method: str, address: str, name: str, values: dict | None = None) -> None:
        """Once for each kind of page: whoever reaches it first tries it."""
        if (mark := (method, shape(address), name)) in done:
            return
        done.add(mark)
        try:
            status = world.ask(who, method, address, values).status_code
        except Exception as error:
            status = f"{type(error).__name__}: {str(error)[:200]}"
        if not isinstance(status, int) or status >= 500:
            wrong.append(f"{who} {method} {address[:120]} {name}: {status}")

    for who in ("subject", "head", "handler", "drafter", "member", "secretary", "personnel", "supervisor", "admin"):
        for address, html in pages(world, who, 60).items():
            forms = [f for f in Forms(html).forms if not ELSEWHERE.search(urljoin(address, f["action"]))]
            asked = {"page", "q", *re.findall(r"[?&;](\w+)=", html)}
            for name in ("nul", "number", "last day", "uuid", "not a number"):
                junk = urlencode(dict.fromkeys(sorted(asked), JUNK[name]))
                send(who, "GET", f"{address.partition('?')[0]}?{junk}", name)
            for form in forms:
                target = urljoin(address, form["action"])
                for name, junk in JUNK.items():
                    values = {n: junk for n in form["names"] if n not in {"csrfmiddlewaretoken", "key", "at"}}
                    send(who, "POST", target, name, {**form["values"], **values})
    assert len(done) > 400, len(done)
    assert not wrong, "\n".join(wrong)
