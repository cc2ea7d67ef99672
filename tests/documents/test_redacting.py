"""What a public copy hides is really absent from it; a copy that still holds it does not go out."""

from __future__ import annotations

import hashlib
import io

import pikepdf
import pytest

from rongcuo import ids
from rongcuo.documents import issuing, redacting
from rongcuo.documents.scanning import leaks, text_of
from rongcuo.documents.setting import typeset
from rongcuo.ledger.replay import replay
from rongcuo.matters import classes
from rongcuo.matters.errors import Incomplete, NotFound
from rongcuo.matters.files import opened
from rongcuo.matters.models import ClassChange
from tests.documents.office import Office, confirm
from tests.documents.samples import sheet
from tests.matters.world import Case, refused


@pytest.fixture(autouse=True)
def named(settings):
    settings.BUREAU_NAME = "示例局"


@pytest.fixture
def decided(case):
    case.until("determined")
    confirm(case, "decide.quorum", "decide.majority", "effect.itemised", "publish.scope", "publish.name")
    people = ("secretary", "leader_2", "leader_1")
    return Office(case, "determination", "determination-waived", people).through("党组容〔2026〕1号")


def copy(office: Office, **changes):
    office.do(redacting.publish_copy, "secretary", **{"fields": ["subject", "unit", "act_number"]} | changes)
    return office.dispatch.public_copies.last()


def test_a_public_copy_holds_nothing_of_what_it_hides(decided):
    original, one = decided.dispatch, copy(decided, strings=["示例园区检查整改时限偏紧"])
    with opened(one.sha256, one.file) as stream:
        pdf = stream.read()
    case = decided.case
    hidden = [case.subject.name, case.subject.unit.name, case.act.document_number, "示例园区检查整改时限偏紧"]
    words = text_of(pdf)
    assert leaks(pdf, hidden) == []
    assert "×××" in words and "此件公开发布" in words and "党组容〔2026〕1号" in words
    assert leaks(file_of(original), hidden) == hidden  # the original holds them all
    assert one.of_sha256 == original.sha256 != one.sha256 == hashlib.sha256(pdf).hexdigest()
    assert one.hidden == ["act_number", "subject", "unit"] and one.strings == 1
    assert replay() == []


def test_nothing_of_a_class_goes_out_before_it_is_lowered(decided):
    """A matter, or a paper, that is a work secret is published by nobody; the decision to lower it is on record."""
    case = decided.case

    def give(level, term=""):
        with case.at():
            classes.classify(
                case.matter_id, actor=case.bureau["officer"], at=case.matter.position, key=str(ids.new_id()),
                about="matter", secrecy=level, term=term, reason="党组会议纪要〔2026〕6号",
            )

    give("work", "5年")
    with refused(Incomplete):
        copy(decided)
    give("")
    decided.do(issuing.change_mark, "secretary", secrecy="工作秘密★2年", reason="仅本件")
    with refused(Incomplete):
        copy(decided)
    with refused(Incomplete, "reason"):
        decided.do(issuing.change_mark, "secretary", secrecy="", reason=" ")
    with refused(Incomplete, "secrecy"):
        decided.do(issuing.change_mark, "secretary", secrecy="机密★5年", reason="x")
    decided.do(issuing.change_mark, "secretary", secrecy="", reason="党组会议纪要〔2026〕7号")
    assert copy(decided).of_sha256 == decided.dispatch.sha256
    told = [(c.about, c.before, c.after) for c in ClassChange.objects.order_by("position")]
    assert told[2:] == [("dispatch", "", "工作秘密★2年"), ("dispatch", "工作秘密★2年", "")]
    assert replay() == []


def file_of(row) -> bytes:
    with opened(row.sha256, row.file) as stream:
        return stream.read()


def test_the_original_stays_as_it_was(decided):
    before = (decided.dispatch.sha256, file_of(decided.dispatch))
    copy(decided)
    assert (decided.dispatch.sha256, file_of(decided.dispatch)) == before


@pytest.mark.parametrize("place", ["text", "title", "author", "attachment", "annotation", "turned"])
def test_the_scan_finds_a_name_wherever_it_hides(place):
    name = "阿依古丽·示例"
    words = {"text": f"……{name}……", "turned": "甲" * 22 + name + "乙" * 40}.get(place, "无")
    pdf = typeset(sheet(words, **{"title": f"关于{name}的通知"} if place == "title" else {}, **{"author": name} if place == "author" else {}), 0)
    if place in {"attachment", "annotation"}:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            if place == "attachment":
                document.attachments["a.txt"] = pikepdf.AttachedFileSpec(document, name.encode(), filename="a.txt")
            else:
                document.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(Contents=pikepdf.String(name))])
            out = io.BytesIO()
            document.save(out)
            pdf = out.getvalue()
    assert leaks(pdf, [name]) == [name]
    assert leaks(pdf, ["别的名字"]) == []


def test_a_copy_in_which_something_is_left_does_not_go_out(decided, monkeypatch):
    monkeypatch.setattr(redacting, "redact", lambda made, hidden: made if isinstance(made, str) else dict(made))
    with refused(Incomplete, "strings"):
        copy(decided)


def test_only_what_is_issued_and_positive_is_published(bureau):
    one = Case(bureau, outcome="refused").until("determined")
    confirm(one, "decide.quorum", "decide.majority", "publish.scope", "publish.name")
    office = Office(one, "determination", "determination-refused", ("secretary", "leader_2", "leader_1")).through("党组容〔2026〕9号")
    with refused(Incomplete):
        copy(office, fields=["subject"])


def test_nothing_or_one_character_is_no_redaction(decided):
    for wrong, field in (({"fields": []}, "fields"), ({"fields": ["number"]}, "fields"), ({"strings": ["甲"]}, "strings")):
        with refused(Incomplete, field):
            copy(decided, **wrong)


def test_it_is_the_issuing_bodys_to_publish(decided):
    with refused(NotFound):
        decided.do(redacting.publish_copy, "inspector", fields=["subject"])
