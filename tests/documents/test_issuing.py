"""A paper goes out as an office does it, or not at all."""

from __future__ import annotations

import hashlib
import re

import pytest
import qrcode

from rongcuo.documents import codes, issuing
from rongcuo.documents.access import visible_dispatches
from rongcuo.documents.models import Dispatch
from rongcuo.documents.scanning import text_of
from rongcuo.ledger.errors import Stale
from rongcuo.ledger.models import Entry
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.files import opened, path_of
from tests.documents.office import Office, confirm
from tests.matters.world import refused


@pytest.fixture(autouse=True)
def office_settings(settings):
    settings.BUREAU_NAME, settings.SITE_ADDRESS = "示例局", "https://rongcuo.example"


@pytest.fixture
def accepted(case):
    case.until("accepted")
    confirm(case, "accept.enabled")
    return case


def file_of(row: Dispatch) -> bytes:
    with opened(row.sha256, row.file) as stream:
        return stream.read()


def test_a_notice_of_acceptance_goes_out(accepted):
    office = Office(accepted, "acceptance").drafted(secrecy="内部", urgency="加急", copies=5)
    assert office.dispatch.state == "drafted"
    kept = office.dispatch.texts.get().sheet
    office.reviewed()
    accepted.later(1)
    office.signed()
    accepted.later(2)
    office.issued()
    row = office.dispatch
    pdf = file_of(row)
    words = text_of(pdf)
    assert (row.state, row.number, row.sha256) == ("issued", "机党受〔2026〕3号", hashlib.sha256(pdf).hexdigest())
    assert "机党受〔2026〕3号" in words and "草稿" not in words
    assert "内部" in words and "加急" in words
    signed, issued = row.signed_on, row.issued_on
    assert f"{signed.year}年{signed.month}月{signed.day}日" in words  # 成文日期: the day of the signature
    assert f"{issued.year}年{issued.month}月{issued.day}日印发" in words
    assert codes.shown(row.code) in words
    assert row.texts.get().sheet == kept  # the text that was signed, to the letter
    assert kept["blocks"][0]["text"] in words
    assert verify().ok
    assert replay() == []


def test_the_code_stands_on_the_last_side_with_the_address_where_it_is_checked(accepted):
    row = Office(accepted, "acceptance").through().dispatch
    words = text_of(file_of(row))
    assert codes.printed(row.code)["lines"][1] == "查验：https://rongcuo.example/papers/check/"
    assert f"验证码{codes.shown(row.code)}查验：https://rongcuo.example/papers/check/" in words


def test_the_qr_code_has_the_modules_of_its_content():
    """The three finder patterns stand in their corners, and every dark module is drawn once."""
    made = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0)
    made.add_data("https://rongcuo.example/papers/check/0123456789ABCDEF/")
    made.make(fit=True)
    dark = {(x, y) for y, row in enumerate(made.modules) for x, on in enumerate(row) if on}
    drawn = [
        (int(x) + n, int(y))
        for x, y, wide in re.findall(r"M(\d+) (\d+)h(\d+)", codes.svg("https://rongcuo.example/papers/check/0123456789ABCDEF/"))
        for n in range(int(wide))
    ]
    assert len(drawn) == len(set(drawn)) and set(drawn) == dark


def test_nothing_goes_out_on_a_reading_that_nobody_confirmed(case):
    office = Office(case.until("accepted"), "acceptance").drafted().reviewed().signed()
    with refused(Incomplete) as caught:
        office.issued()
    assert "受理" in caught.value.message
    confirm(case, "accept.enabled")
    assert office.issued().dispatch.state == "issued"


def test_a_reading_changed_afterwards_does_not_confirm_the_one_the_matter_runs_under(case):
    from rongcuo.matters.models import Adoption
    case.until("accepted")
    confirm(case, "accept.enabled")
    Adoption.objects.update(value=False)
    office = Office(case, "acceptance").drafted().reviewed().signed()
    with refused(Incomplete):
        office.issued()


def test_each_step_is_its_persons_and_in_its_order(accepted):
    office = Office(accepted, "acceptance").drafted()
    with refused(NotNow):
        office.signed()
    with refused(NotPermitted):
        office.do(issuing.review_paper, "officer")
    office.reviewed()
    with refused(NotNow):
        office.reviewed()
    with refused(NotPermitted):
        office.do(issuing.sign_paper, "registrar")
    office.signed()
    with refused(NotPermitted):
        office.do(issuing.drop_paper, "officer", reason="x")
    office.issued()
    with refused(NotNow):
        office.issued("机党受〔2026〕4号")
    with refused(NotNow):
        office.do(issuing.drop_paper, "drafter", reason="不发了")


def test_who_reads_nothing_of_it_finds_nothing(accepted):
    office = Office(accepted, "acceptance").drafted()
    for who in ("licensor", "leader_1", "personnel", "inspector", "chemicals_head"):
        with refused(NotFound):
            office.do(issuing.review_paper, who)
    with refused(NotFound):
        Office(accepted, "acceptance").drafted(who="licensor")
    with refused(NotPermitted):
        Office(accepted, "acceptance").drafted(who="inspector")


def test_the_subject_sees_the_issued_paper_and_not_the_sheet(accepted):
    office = Office(accepted, "acceptance").drafted()

    def seen(who):
        return list(visible_dispatches(accepted.standing(who)).values_list("pk", flat=True))

    assert seen("officer") == [office.pk] and seen("inspector") == seen("chemicals_head") == []
    office.reviewed().signed().issued()
    assert seen("inspector") == seen("chemicals_head") == [office.pk]
    assert seen("licensor") == []


@pytest.mark.parametrize("reviewer, signer, field", [
    ("drafter", "officer", "reviewer"), ("registrar", "drafter", "signer"), ("personnel", "officer", "reviewer"),
    ("registrar", "inspector", "signer"),
])
def test_nobody_reviews_or_signs_the_own_draft_nor_for_another_body(accepted, reviewer, signer, field):
    people = accepted.bureau
    with refused(Incomplete, field):
        Office(accepted, "acceptance").drafted(reviewer=people[reviewer].pk, signer=people[signer].pk)


def test_all_who_were_asked_countersign_before_the_signature(case):
    case.until("determined")
    confirm(case, "decide.quorum", "decide.majority", "effect.itemised")
    office = Office(case, "determination", "determination-waived", ("secretary", "leader_2", "leader_1"))
    office.drafted(countersigners=[case.bureau["personnel"].pk]).reviewed()
    with refused(Incomplete):
        office.signed()
    office.do(issuing.countersign_paper, "personnel", words="同意，请按影响期规定办理。")
    with refused(NotPermitted):
        office.do(issuing.countersign_paper, "personnel")
    assert office.signed().issued("党组容〔2026〕1号").dispatch.state == "issued"


def test_a_countersigner_must_be_allowed_to_read_it(case):
    case.until("reported")
    case.take("consulted"), case.take("answered"), case.take("opinion")
    office = Office(case, "opinion", "request")
    with refused(Incomplete, "countersigners"):
        office.drafted(countersigners=[case.bureau["personnel"].pk])


@pytest.mark.parametrize("number", ["", "3", "机党受[2026]3号", "机党受〔2026〕第3号", "机党受〔2026〕03号", "机党受〔2019〕3号"])
def test_a_number_that_is_none_is_refused_and_nothing_is_kept(accepted, number, settings):
    office = Office(accepted, "acceptance").drafted().reviewed().signed()
    files = list(settings.FILES.rglob("*"))
    with refused(Incomplete, "number"):
        office.issued(number)
    assert list(settings.FILES.rglob("*")) == files


def test_a_number_is_given_once(accepted):
    Office(accepted, "acceptance").through("机党受〔2026〕3号")
    confirm(accepted, "case.suspends_accountability", "case.notify_handler")
    letter = Office(accepted, "acceptance", "handler-letter").drafted().reviewed().signed()
    with refused(Incomplete, "number"):
        letter.issued("机党受〔2026〕3号")
    assert letter.issued("机党函〔2026〕1号").dispatch.state == "issued"


def test_the_local_counter_numbers_where_the_office_wants_it(accepted, settings):
    settings.LOCAL_NUMBERS = True
    assert Office(accepted, "acceptance").through("").dispatch.number == "机党受〔2026〕1号"
    assert replay() == []


def test_a_paper_is_on_its_way_once(accepted):
    first = Office(accepted, "acceptance").drafted()
    with refused(NotNow):
        Office(accepted, "acceptance").drafted()
    first.do(issuing.drop_paper, "drafter", reason="改用电话告知。")
    assert Office(accepted, "acceptance").drafted().dispatch.state == "drafted"


def test_a_new_text_begins_the_round_again(accepted):
    office = Office(accepted, "acceptance").drafted().reviewed()
    old = office.dispatch.texts.get().sheet
    new = old | {"blocks": [*old["blocks"], {"kind": "paragraph", "text": "补充说明一句。"}]}
    with refused(NotPermitted):
        office.do(issuing.edit_paper, "officer", sheet=new)
    with refused(Incomplete):
        office.do(issuing.edit_paper, "drafter", sheet=old)
    office.do(issuing.edit_paper, "drafter", sheet=new)
    assert (office.dispatch.state, office.dispatch.version) == ("drafted", 2)
    assert [t.sheet for t in office.dispatch.texts.all()] == [old, new]  # both kept
    assert "补充说明一句。" in text_of(file_of(office.reviewed().signed().issued().dispatch))


def test_state_secrets_do_not_enter_unless_the_installation_is_made_for_them(accepted, settings):
    with refused(Incomplete, "secrecy"):
        Office(accepted, "acceptance").drafted(secrecy="秘密★1年")
    settings.SECRETS_ALLOWED = True
    assert "秘密★1年" in text_of(file_of(Office(accepted, "acceptance").drafted(secrecy="秘密★1年").reviewed().signed().issued().dispatch))


def test_a_full_disk_leaves_no_half_paper_under_a_number(accepted, monkeypatch, settings):
    office = Office(accepted, "acceptance").drafted().reviewed().signed()
    before, files = Entry.objects.count(), set(settings.FILES.rglob("*.*"))
    monkeypatch.setattr("os.fsync", lambda fd: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError):
        office.issued()
    monkeypatch.undo()
    assert (Entry.objects.count(), office.dispatch.state, office.dispatch.number) == (before, "signed", "")
    assert set(settings.FILES.rglob("*.*")) == files
    assert office.issued().dispatch.number == "机党受〔2026〕3号"


def test_a_character_no_font_has_is_named_and_nothing_is_issued(accepted):
    office = Office(accepted, "acceptance").drafted()
    sheet = office.dispatch.texts.get().sheet
    office.do(issuing.edit_paper, "drafter", sheet=sheet | {"to": "示例𓀀"})
    office.reviewed().signed()
    with refused(Incomplete) as caught:
        office.issued()
    assert "𓀀" in caught.value.message


def test_a_page_made_before_somebody_acted_is_stale_and_a_second_press_does_nothing(accepted):
    office = Office(accepted, "acceptance").drafted()
    with accepted.at():
        given = {"actor": accepted.bureau["registrar"], "at": accepted.matter.position, "key": "k"}
        first = issuing.review_paper(accepted.matter_id, office.pk, **given)
        again = issuing.review_paper(accepted.matter_id, office.pk, **given)
        assert again.pk == first.pk and again.repeated
        with pytest.raises(Stale):
            issuing.sign_paper(accepted.matter_id, office.pk, **given | {"actor": accepted.bureau["officer"], "key": "l"})


def test_a_tampered_file_is_not_handed_out(accepted):
    row = Office(accepted, "acceptance").through().dispatch
    path = path_of(row.file)
    path.write_bytes(path.read_bytes() + b"\n")
    assert opened(row.sha256, row.file) is None


def test_a_code_is_read_as_people_type_it():
    code = codes.new_code()
    assert len(code) == 16 and set(code) <= set(codes.LETTERS)
    assert codes.read_code(f" {codes.shown(code).lower()} ") == code
    assert codes.read_code("o1il") == "0111"
