"""The side doors that other teams left open: lists, counts, sorting, paging, exports, error texts, files, timing.

Each test names the failure of the field it guards against (a product's advisory or issue).
"""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.apps import apps
from django.conf import settings as site
from django.core.exceptions import ObjectDoesNotExist
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from rongcuo.ledger.models import Entry
from rongcuo.matters.files import path_of, store
from rongcuo.matters.models import Evidence, Finding, Item, Matter, Point, ReadLog, Subject
from rongcuo.matters.packs import current_pack
from rongcuo.people.models import Account, Person
from tests.web.test_matrix import NOTHING, TYPED, address, table
from tests.web.world import PEOPLE, World

#: What differs between two answers and tells nothing: tokens, the address itself, request keys.
NOISE = re.compile(r"\w{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|value=\"[^\"]*\"")
SCRIPT = "<script>alert('甲')</script>\"'><img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def own_folders():
    """The module's own, not one for each test."""


pytestmark = pytest.mark.django_db  # inside the module's transaction, so that each test undoes what it does


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """One matter taken through everything beside another one, built once; each test undoes what it does."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(site, "DEMO", False)
        patch.setattr(site, "FILES", tmp_path_factory.mktemp("files"))
        patch.setenv("RONGCUO_CACHE", str(tmp_path_factory.getbasetemp() / "pack-cache"))
        world = World(site.FILES)
        world.another()
        world.through("closed")
        for who in PEOPLE:  # sessions outlive the tests
            world.client(who)
        yield world
        transaction.set_rollback(True)


def plain(answer) -> str:
    return NOISE.sub("", answer.content.decode())


# --- what is not there is answered as what may not be seen ---------------------------------------


def outside(world: World) -> list[tuple[str, str]]:
    """Addresses of the matter, each beside the same address of something that does not exist."""
    item = Item.objects.filter(matter=world.matter_id, kind="report").first().pk
    here, nowhere = world.matter_id, NOTHING
    return [
        (reverse("matter", args=[here]), reverse("matter", args=[nowhere])),
        (reverse("paper", args=[here, item]), reverse("paper", args=[nowhere, NOTHING])),
        (reverse("evidence", args=[here, world.evidence["group"]]), reverse("evidence", args=[nowhere, NOTHING])),
        (reverse("act-on", args=[here, "determine"]), reverse("act-on", args=[nowhere, "determine"])),
        (reverse("reasons", args=[here, world.a.pk]), reverse("reasons", args=[nowhere, NOTHING])),
        (reverse("act", args=[world.act.pk]), reverse("act", args=[nowhere])),
        (reverse("interpretation", args=[world.question]), reverse("interpretation", args=[nowhere])),
    ]


@pytest.mark.parametrize("who", ["outsider", "recused", "othergroup", "admin"])
def test_status_words_and_work_tell_nothing_of_what_exists(world, who):
    """Enumeration by status, text or time: the same answer, after the same number of queries."""
    for there, nowhere in outside(world):
        seen = []
        for place in (there, nowhere):
            world.ask(who, "GET", place)  # caches are warm for both
            with CaptureQueriesContext(connection) as queries:
                answer = world.ask(who, "GET", place)
            assert answer.status_code == 404, (who, place)
            seen.append((plain(answer), len(queries)))
        assert seen[0] == seen[1], (who, there)


# --- lists -------------------------------------------------------------------------------------

QUESTIONS = [
    "", "?q={number}", "?q={title}", "?q={words}", "?step=determination", "?step=filing", "?sort=-opened", "?sort=title",
    "?sort=outcome", "?sort=subjects__person__name", "?page=2", "?page=999999", "?page=-1", "?col=number&col=outcome",
    "?q=%00", "?q=%25", "?q=_", "?q={name}", "?sort=%00", "?step=%27%22",
]


@pytest.mark.parametrize("who", ["outsider", "recused", "othergroup"])
def test_no_filter_sort_page_or_count_tells_of_a_matter_outside(world, who):
    """Open Zaak CVE-2026-54657, GHSA-vpvj: the list filtered by type but not by scope."""
    matter = world.matter
    words = {"number": matter.number, "title": matter.title, "words": "决定理由", "name": "示例甲"}
    for question in QUESTIONS:
        asked = question.format(**{k: quote(v) for k, v in words.items()})
        answer = world.ask(who, "GET", reverse("matters") + asked)
        assert answer.status_code == 200, asked
        page = re.sub(r'(value|href)="[^"]*"', "", answer.content.decode())
        # Whoever stepped aside keeps a stub, the same whatever is asked for: number and day, nothing else.
        assert page.count(matter.number) == (who == "recused") and matter.title not in page, (who, asked)


def test_a_search_does_not_look_into_papers_one_may_not_read(world):
    """paperless-ngx: "more like this" and search found what the page would not show."""
    for who in ("subject", "head", "cosubject", "personnel"):
        every = world.ask(who, "GET", reverse("matters"))
        assert world.matter.number in every.content.decode(), who
        for words in ("不同意见", "决定理由", "调查备注", "group 证据", "退回理由"):
            found = world.ask(who, "GET", reverse("matters") + f"?q={quote(words)}")
            assert world.matter.number not in found.content.decode(), (who, words)


@pytest.mark.parametrize("place", ["matters", "acts", "corrections", "interpretations", "readings", "desk"])
@pytest.mark.parametrize("who", ["outsider", "subject", "decider"])
def test_no_question_to_a_list_is_an_error(world, place, who):
    if world.ask(who, "GET", reverse(place)).status_code == 404:
        return
    for question in ("?page=x", "?page=%00", "?q=%00%27%22%3C", "?sort=__class__", "?sort=-password", "?only=x", "?state=%00"):
        assert world.ask(who, "GET", reverse(place) + question).status_code == 200, (place, question)


def addresses(world: World, cases) -> list[tuple[str, str]]:
    """The cases of the matrix that stand at the end of the story, with their addresses."""
    found = []
    for case in sorted(cases):
        try:
            found.append((case, address(world, case)))
        except (AttributeError, KeyError, ObjectDoesNotExist, NoReverseMatch):
            continue  # of a stage that is past
    return found


# --- forgery -----------------------------------------------------------------------------------


def test_every_address_that_takes_a_post_asks_for_the_token(world):
    """CSRF on every POST, with the rights to take it: nobody acts because another site sent a form."""
    posts = {case for rows in table().values() for method, case in rows if method == "POST"}
    checked, client = 0, world.client("handler", enforce_csrf_checks=True)
    for case, place in addresses(world, posts):
        with world.at():
            answer = client.post(place, {"at": "-1", "key": "k"} | (TYPED.get(case.split(":")[0]) or {}))
        assert answer.status_code == 403, (case, answer.status_code)
        checked += 1
    assert checked > 60


# --- files -------------------------------------------------------------------------------------

NAMES = [
    "../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "a\r\nSet-Cookie: x=1.txt", "名称\u202egpj.exe.txt",
    "a\0b.txt", ".", "x" * 400 + ".txt", "<script>.txt", "\"; filename=\"evil.html",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_only_a_name(world, name):
    """Open Zaak CVE-2026-55836, path traversal: a file lies under a name of our own, and is told under a clean one."""
    upload = SimpleUploadedFile("a.txt", "内容".encode())
    upload._name = name  # past Django's own cleaning, as a hostile client's would be
    path = path_of(store(upload).as_payload()["file"])
    assert site.FILES.resolve() in path.resolve().parents
    row = Evidence.objects.get(pk=world.evidence["applicant"])
    Evidence.objects.filter(pk=row.pk).update(name=name[:200].replace("\0", ""))
    answer = world.ask("handler", "GET", reverse("evidence", args=[world.matter_id, row.pk]))
    assert answer.status_code == 200
    told = answer["Content-Disposition"]
    assert told.startswith("attachment") and "\n" not in told and "\r" not in told
    assert "Set-Cookie" not in answer.headers or "x=1" not in answer.headers["Set-Cookie"]
    assert answer["X-Content-Type-Options"] == "nosniff" and "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("path", [
    "/matters/../../../etc/passwd", "/static/../../settings.py", "/static/%2e%2e/%2e%2e/settings.py", "/files/x",
    "/matters/{pk}/evidence/..%2f..%2fetc", "/administration/table/template.../x",
])  # fmt: skip
def test_no_address_leads_out_of_the_site(world, path):
    answer = world.ask("handler", "GET", path.format(pk=world.matter_id))
    assert answer.status_code in {404, 400} and "root:" not in answer.content.decode()


# --- script in every text --------------------------------------------------------------------------


def _poisoned(value):
    """The same value with script in every text that people wrote (it has a Chinese character in it)."""
    if isinstance(value, str):
        return SCRIPT + value if re.search(r"[\u4e00-\u9fff]", value) else value
    if isinstance(value, list):
        return [_poisoned(v) for v in value]
    if isinstance(value, dict):
        return {k: _poisoned(v) for k, v in value.items()}
    return value


def poison() -> int:
    """Put script into every text of every table of ours; how many columns took it."""
    count = 0
    for model in apps.get_models():
        if not model.__module__.startswith("rongcuo.") or model._meta.app_label == "ledger":
            continue
        fields = [f for f in model._meta.concrete_fields if isinstance(f, (models.CharField, models.TextField, models.JSONField))]
        for row in model._base_manager.all():
            changed = {}
            for f in fields:
                value = getattr(row, f.attname)
                new = _poisoned(value)
                if new != value and (f.max_length is None or len(new) <= f.max_length):
                    changed[f.attname] = new
            if changed:
                model._base_manager.filter(pk=row.pk).update(**changed)
                count += len(changed)
    return count


def test_script_in_every_text_is_shown_as_text(world):
    """O2OA #167–#186, GHSA-7jgm: stored script. Every text of every table, every page, everybody."""
    assert poison() > 150
    wrong = []
    gets = {case for rows in table().values() for method, case in rows if method == "GET"}
    for case, place in addresses(world, gets):
        for who in ("handler", "subject"):
            if who == "subject" and case.startswith("act-on"):
                continue  # the forms of steps are the same for whoever takes them
            answer = world.ask(who, "GET", place)
            if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
                continue
            page = answer.content.decode()
            if "<script>alert" in page or "<img src=x" in page:
                wrong.append((who, case))
    assert not wrong, wrong


# --- one subject and another ---------------------------------------------------------------------

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=3, max_size=12).map(lambda t: f"他人{t}")


def written(value) -> bool:
    """Words that a person wrote, not a code."""
    return isinstance(value, str) and bool(re.search(r"[\u4e00-\u9fff]", value))


def change_other(world: World, data) -> None:
    """Everything that is about subject B and nobody else, changed as drawn."""
    b, pack = Subject.objects.get(pk=world.b.pk), current_pack()
    words = lambda: data.draw(TEXTS)  # noqa: E731
    Subject.objects.filter(pk=b.pk).update(
        outcome=data.draw(st.sampled_from(sorted(pack.determinations))), proposed=data.draw(st.sampled_from(sorted(pack.determinations))),
        effects=data.draw(st.lists(st.sampled_from(sorted(pack.effects)), unique=True)),
        situations=data.draw(st.lists(st.sampled_from(sorted(r.id for r in pack.rules.values() if r.kind == "situation")), unique=True)),
        claims={}, timeliness=data.draw(st.sampled_from(["in_time", "on_notice", "late"])),
    )
    for row in Item.objects.filter(subject=b):
        Item.objects.filter(pk=row.pk).update(body=row.body | {k: words() for k, v in row.body.items() if written(v)})
    for row in Evidence.objects.filter(subject=b):
        Evidence.objects.filter(pk=row.pk).update(title=words(), name=words(), secrecy=data.draw(st.sampled_from(["", "work"])))
    Point.objects.filter(subject=b).update(text=words(), weighed=words(), answer=words())
    Finding.objects.filter(subject=b).update(note=words(), grade=data.draw(st.sampled_from(sorted(pack.grades))))
    Person.objects.filter(pk=b.person_id).update(name=words())


def difference(one: str, other: str) -> str:
    """What differs first, with a little around it; empty where nothing does."""
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if at is None:
        return "" if len(one) == len(other) else f"{len(one)} / {len(other)}"
    return f"{one[max(0, at - 80):at + 60]!r} / {other[max(0, at - 80):at + 60]!r}"


@pytest.mark.parametrize("who", ["subject", "head"])
@given(data=st.data())
@hypothesis_settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
def test_nothing_of_one_subject_shows_to_another(world, who, data):
    """Non-interference: whatever is determined, found, said and granted about B, A and A's head read the same bytes."""
    places = [
        reverse("matter", args=[world.matter_id]), reverse("matters"), reverse("desk"), reverse("documents", args=[world.matter_id]),
        reverse("what-if", args=[world.matter_id, world.a.pk]), reverse("corrections"), reverse("mine"),
    ]
    seen = []
    with transaction.atomic():
        for changed in (False, True):
            if changed:
                change_other(world, data)
            seen.append([plain(world.ask(who, "GET", place)) for place in places])
        office = opens(world, "handler", places[0]).content.decode()
        transaction.set_rollback(True)
    assert 'class="table compare"' in office and "他人" in office  # those who may see all see both, side by side
    for place, before, after in zip(places, *seen, strict=True):
        assert difference(before, after) == "", place


# --- who read what ---------------------------------------------------------------------------------

#: Lists that are shown whole: what one reads of a matter there is its line; and the form of an act, where one's own
#: earlier application is a line.
LISTS = frozenset({"apply", "desk", "matters", "acts", "corrections", "transfer", "concerns", "samples", "concern", "sampled", "mine",
                   "checker", "register", "prevention", "protection", "imports", "looked", "reports"})


def recorded_papers(matter) -> list[str]:
    """The papers that the record of a matter names."""
    entries = Entry.objects.filter(stream=matter).select_related("payload")
    return [item["id"] for e in entries for item in e.recorded().payload.get("items") or ()]


def opens(world: World, who: str, place: str, data: dict | None = None):
    """As `World.ask`, but what is written down stays for the test."""
    with world.at():
        return world.client(who).get(place) if data is None else world.client(who).post(place, data)


@pytest.mark.parametrize("who", ["handler", "subject", "supervisor"])
def test_every_page_and_file_of_a_matter_is_written_down(world, who):
    """A curious reader leaves a trace wherever there is something to read, whatever the page."""
    missing, gets = [], {case for rows in table().values() for method, case in rows if method == "GET"}
    for case, place in addresses(world, gets):
        if case.split(":")[0] in LISTS:
            continue
        before = ReadLog.objects.count()
        answer = opens(world, who, place)
        if answer.status_code != 200:
            continue
        whole = answer.streaming or world.matter.title in answer.content.decode(errors="replace")
        if whole and ReadLog.objects.count() == before:
            missing.append(case)
    assert missing == [], (who, missing)
    last = ReadLog.objects.order_by("-pk")[:40]
    assert all(row.purpose for row in last), [row.what for row in last if not row.purpose]


def test_a_filtered_list_is_written_down_without_what_was_looked_for(world):
    place = reverse("matters")
    for question, named in (("", None), ("?sort=title&page=1", None), ("?q=%E7%A4%BA%E4%BE%8B%E7%94%B2", "q"), ("?step=filing&q=x", "q step")):
        before = ReadLog.objects.count()
        assert opens(world, "handler", place + question).status_code == 200
        rows = list(ReadLog.objects.order_by("pk")[before:])
        assert [r.what for r in rows] == ([f"list matters: {named}"] if named else []), question
        assert all(r.purpose and r.capacity and "示例" not in r.what for r in rows)
    with CaptureQueriesContext(connection) as plain_:
        opens(world, "handler", place)
    with CaptureQueriesContext(connection) as filtered:
        opens(world, "handler", place + "?q=x")
    assert "清单“事项”，按词语筛选" in opens(world, "supervisor", reverse("looked")).content.decode()
    assert len(filtered) <= len(plain_) + 1  # the log costs a list one insert


def test_a_wide_search_and_an_export_say_what_for(world):
    before = ReadLog.objects.count()
    asked = opens(world, "handler", reverse("search"), {"q": "示例"})
    assert asked.context["form"].errors and "示例" in asked.content.decode() and ReadLog.objects.count() == before
    told = opens(world, "handler", reverse("search"), {"q": "示例", "purpose": "other"})
    assert "purpose_words" in told.context["form"].errors
    found = opens(world, "handler", reverse("search"), {"q": "示例", "purpose": "like"})
    rows = list(ReadLog.objects.order_by("pk")[before:])
    assert rows[0].what == "search" and rows[0].matter_id is None and len(rows) == 1 + len(found.context["hits"]) > 1
    assert {r.purpose for r in rows} == {"asked:like"} and not any("示例" in r.what for r in rows)
    own = opens(world, "subject", reverse("search"), {"q": "示例"})  # who has only matters of one's own is not asked
    assert own.context["searched"] and ReadLog.objects.order_by("-pk").first().purpose == "own"
    by_hand = Item.objects.exclude(pk__in=recorded_papers(world.matter_id))  # no entry says these; see `World._beside`
    by_hand.delete()
    place = reverse("dossier-export", args=[world.matter_id])
    before = ReadLog.objects.count()
    page = opens(world, "handler", place, {})
    assert page["Content-Type"].startswith("text/html") and "purpose" in page.content.decode()
    package = opens(world, "handler", place, {"purpose": "answer"})
    assert package["Content-Type"] == "application/zip"
    row = ReadLog.objects.order_by("-pk").first()
    assert row.what.startswith("dossier ") and row.purpose == "asked:answer" and "handler" in row.capacity
    log = opens(world, "supervisor", reverse("looked")).content.decode()
    assert "查找同类事项" in log and "不少于六个月" in log
    assert "答复" in opens(world, "handler", reverse("reads", args=[world.matter_id])).content.decode()


# --- check before use ------------------------------------------------------------------------------


def test_rights_are_checked_before_what_was_sent_is_read(world):
    """O2OA #197: authorisation checked after the attacker's input was applied."""
    place = reverse("act-on", args=[world.matter_id, "add_evidence"])
    before = {f for f in site.FILES.rglob("*") if f.is_file()}
    for who in ("outsider", "recused", "admin", "personnel"):
        file = SimpleUploadedFile("x.pdf", b"%PDF-1.4 x")
        world.ask(who, "POST", place, {"file": file, "title": "x"})
    assert {f for f in site.FILES.rglob("*") if f.is_file()} == before


def test_no_button_is_offered_that_would_be_refused(world):
    """frappe: self-approval refused only on execution, the button still offered."""
    place = reverse("matter", args=[world.matter_id])
    for who in ("subject", "head", "handler", "secretary", "supervisor"):
        answer = world.ask(who, "GET", place)
        assert answer.status_code == 200
        for action in set(re.findall(rf'href="({re.escape(place)}[^"]*do/[^"]+)"', answer.content.decode())):
            assert world.ask(who, "GET", action).status_code == 200, (who, action)


def test_a_name_cannot_be_taken_by_another_writing_of_it(world):
    """Accounts: one name however it is written."""
    from rongcuo.people.accounts import open_account
    from rongcuo.people.errors import Refused

    before = Account.objects.count()
    open_account("auditor", by=None, duty="audit", password="一句很长的示例口令")
    with pytest.raises(Refused):
        open_account("Auditor", by=None, duty="system", password="一句很长的示例口令")
    assert Account.objects.count() == before + 1


def test_hosts_that_are_not_ours_are_not_served(settings):
    settings.ALLOWED_HOSTS = ["rongcuo.example.gov.cn"]
    assert Client(headers={"host": "evil.example.org"}).get(reverse("sign-in")).status_code == 400


def test_nothing_of_a_matter_stands_in_an_address_or_a_log(world, caplog):
    caplog.set_level("INFO")
    for who in ("handler", "subject", "outsider"):
        for case in ("matter", "matters", "desk"):
            world.ask(who, "GET", reverse(case, args=[world.matter_id] if case == "matter" else []))
    said = " ".join(r.getMessage() for r in caplog.records)
    matter = Matter.objects.get(pk=world.matter_id)
    assert matter.number not in said and matter.title not in said and "示例" not in said
