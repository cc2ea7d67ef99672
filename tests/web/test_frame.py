"""What holds for every page: headers, no inline code, languages, escaping, clear answers to bad requests."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from rongcuo.matters.models import Act
from tests.web.conftest import PASSWORD

COMMON = ("desk", "acts", "act-new", "measures", "readings", "calendar")
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", re.I)


@pytest.fixture
def pages(case, enter, on):
    """Every page of these topics as the person it is for sees it: (name, answer)."""
    case.until("noticed")
    with on(case.day):
        office, applicant = enter("officer"), enter("inspector")
        found = [(name, office.get(reverse(name))) for name in COMMON]
        found.append(("act", office.get(reverse("act", args=[case.act.pk]))))
        found.append(("reading", office.get(reverse("reading", args=["apply.late"]))))
        found.append(("count", office.get(reverse("calendar") + "?start=2026-09-29&n=7")))
        found.append(("sign-in", Client().get(reverse("sign-in"))))
        found.append(("404", office.get("/nothing/")))
        here = [case.target.pk]
        found += [(name, applicant.get(reverse(name, args=here))) for name in ("apply", "apply-print")]
        for screen in ("what", "situation", "fact-private_gain", "reasons", "remedy", "evidence", "head", "truth", "form"):
            found.append((screen, applicant.get(reverse("apply-screen", args=[*here, screen]))))
        yield found


def test_no_page_carries_inline_code_and_all_say_what_browsers_must_not_do(pages):
    for name, answer in pages:
        assert answer.status_code == (404 if name == "404" else 200), name
        assert not INLINE.search(answer.content.decode()), name
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "script-src 'self'" in policy, name
        assert "unsafe" not in policy and "frame-ancestors 'none'" in policy, name
        assert answer["X-Content-Type-Options"] == "nosniff", name
        assert answer["X-Frame-Options"] == "DENY", name
        assert answer["Referrer-Policy"] == "same-origin", name


def test_every_page_has_one_heading_a_title_and_the_way_past_the_frame(pages):
    for name, answer in pages:
        page = answer.content.decode()
        assert len(re.findall(r"<h1\b", page)) == 1, name
        assert re.search(r"<title>\s*[^<\s·]", page), name
        assert 'href="#content"' in page and 'id="content"' in page, name


def test_chinese_first_whatever_the_browser_asks_and_english_one_press_away(enter):
    client = enter("officer", headers={"accept-language": "en-US,en;q=0.9"})
    page = client.get(reverse("desk"))
    assert page["Content-Language"] == "zh-hans" and "工作台" in page.content.decode()
    answer = client.post(reverse("set_language"), {"language": "en", "next": "/calendar/"})
    assert answer["Location"] == "/calendar/"
    page = client.get(reverse("calendar"))
    assert page["Content-Language"] == "en" and 'lang="en"' in page.content.decode()
    assert "Working days" in page.content.decode()
    client.cookies["django_language"] = "xx"
    assert client.get(reverse("desk"))["Content-Language"] == "zh-hans"


def test_nobody_reads_anything_without_signing_in(bureau, case):
    case.until("noticed")
    client = Client()
    places = [reverse(n) for n in COMMON] + [
        reverse("act", args=[case.act.pk]), reverse("apply", args=[case.target.pk]),
        reverse("apply-screen", args=[case.target.pk, "what"]), reverse("reading", args=["apply.late"]),
    ]
    for place in places:
        answer = client.get(place)
        assert answer.status_code == 302 and answer["Location"].startswith(reverse("sign-in")), place


def test_a_post_without_the_token_is_answered_in_words(bureau):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("sign-in"), {"username": "officer", "password": PASSWORD})
    assert answer.status_code == 403 and "没有提交" in answer.content.decode()


def test_a_body_nobody_could_take_is_refused_before_it_is_read(case, enter, on, settings):
    settings.EVIDENCE_MAX_BYTES = 1000
    case.until("noticed")
    place = reverse("apply-screen", args=[case.target.pk, "evidence"])
    with on(case.day):
        answer = enter("inspector").post(place, {"file": _file(b"%PDF-1.4 " + b"x" * 3_000_000)})
        page = answer.content.decode()
        assert answer.status_code == 413 and place in page and "没有保存" in page
        assert not list(settings.FILES.rglob("*"))


def _file(content: bytes, name: str = "a.pdf"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content)


def test_a_field_too_long_for_memory_is_answered_413(enter, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = enter("registrar").post(reverse("act-new"), {"brief": "长" * 2000})
    assert answer.status_code == 413


@pytest.mark.parametrize("kind", ["brief", "document_number", "issued_by"])
def test_what_is_typed_is_shown_as_text(case, enter, on, kind):
    case.until("noticed")
    script = '<script>alert("x")</script>'
    Act.objects.filter(pk=case.act.pk).update(**{kind: script})
    with on(case.day):
        for who, place in (
            ("officer", reverse("act", args=[case.act.pk])), ("officer", reverse("acts")),
            ("inspector", reverse("apply", args=[case.target.pk])),
            ("inspector", reverse("apply-print", args=[case.target.pk])), ("inspector", reverse("desk")),
        ):
            assert "<script>alert" not in enter(who).get(place).content.decode(), (kind, place)


def test_a_failure_inside_says_that_nothing_is_half_done(enter, monkeypatch):
    client = enter("officer")
    client.raise_request_exception = False
    monkeypatch.setattr("rongcuo.web.views.desk.desk_of", lambda *_: 1 / 0)
    answer = client.get(reverse("desk"))
    assert answer.status_code == 500 and "<h1>" in answer.content.decode()
    assert "ZeroDivisionError" not in answer.content.decode()


def test_the_session_cookie_cannot_be_read_by_scripts(client, bureau, settings):
    settings.DEMO = True
    answer = client.post(reverse("sign-in"), {"person": "officer"})
    cookie = answer.cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_the_design_language_names_every_part():
    root = Path(__file__).resolve().parents[2]
    told = (root / "docs/design.md").read_text()
    parts = {p.stem for p in (root / "src/rongcuo/web/templates/components").glob("*.html")}
    assert {p for p in parts if f"`{p}`" not in told} == set()
