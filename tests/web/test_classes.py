"""密级 in the pages: shown where it is, changed by those who keep the file, and a paper of a class is not published."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rongcuo import ids
from rongcuo.documents.models import Dispatch
from rongcuo.matters import classes, secrecy, verification
from rongcuo.matters.errors import Incomplete
from rongcuo.matters.models import Evidence, Item
from tests.documents.office import Office
from tests.matters.world import refused


def form(case, **more) -> dict:
    return {"at": case.matter.position, "key": str(ids.new_id()), **more}


def classed(case, level="work", term="5年") -> None:
    with case.at():
        classes.classify(
            case.matter_id, actor=case.bureau["officer"], at=case.matter.position, key=str(ids.new_id()), about="matter",
            secrecy=level, term=term, reason="定密责任人意见",
        )


def test_a_matter_says_its_class_wherever_it_is_shown(case, enter, on):
    case.until("accepted")
    with on(case.day):
        officer, place = enter("officer"), reverse("class", args=[case.matter_id])
        page = reverse("matter", args=[case.matter_id])
        assert place in officer.get(page).content.decode()
        again = officer.post(place, form(case, secrecy="work", reason="意见"))
        assert set(again.context["form"].errors) == {"term"} and "意见" in again.content.decode()
        refusal = officer.post(place, form(case, secrecy="secret", reason="意见"))
        assert "secrecy" in refusal.context["form"].errors and case.matter.secrecy == ""
        assert officer.post(place, form(case, secrecy="work", term="5年", reason="意见"))["Location"] == page
        for where in (
            page, place, reverse("matters"), reverse("paper", args=[case.matter_id, Item.objects.get(kind="acceptance").pk]),
        ):
            assert "工作秘密" in officer.get(where).content.decode(), where
        seen = enter("inspector").get(page).content.decode()  # whoever reads it knows its class, and cannot change it
        assert "工作秘密★5年" in seen and place not in seen
        stale = officer.post(place, {**form(case), "at": 1, "secrecy": "none", "reason": "解除理由"})
        nothing = officer.post(place, form(case, secrecy="", reason="解除理由"))  # nobody lowers one by choosing nothing
        assert "secrecy" in nothing.context["form"].errors
        assert stale.status_code == 409 and "解除理由" in stale.content.decode()


def test_evidence_says_its_class(case, enter, on):
    case.until("declared")
    with case.at():
        stored = secrecy.take(SimpleUploadedFile("a.txt", b"x"), "internal", "")
    case.act_on(verification.add_evidence, "verifier_1", stored=stored, title="内部材料")
    row = Evidence.objects.get(title="内部材料")
    with on(case.day):
        officer, place = enter("officer"), reverse("class-of", args=[case.matter_id, "evidence", row.pk])
        page = officer.get(reverse("matter", args=[case.matter_id])).content.decode()
        assert place in page and '<span class="tag">内部</span>' in page
        officer.post(place, form(case, secrecy="work", reason="含工作秘密"))
        row.refresh_from_db()
        assert row.secrecy == "work"


def test_a_paper_of_a_classed_matter_carries_the_mark_and_is_not_published(case, enter, on):
    office = Office(case.until("accepted"), "acceptance")
    classed(case)
    with refused(Incomplete, "secrecy"):
        office.drafted()
    office.drafted(secrecy="工作秘密★5年").reviewed().signed()
    with on(case.day):
        officer = enter("officer")
        new = reverse("dispatch", args=[case.matter_id, office.dispatch.pk])
        assert "工作秘密★5年" in officer.get(new).content.decode()
        place = reverse("dispatch-step", args=[case.matter_id, office.dispatch.pk, "mark"])
        low = officer.post(place, form(case, secrecy="内部", reason="x"))
        assert "secrecy" in next(s["form"] for s in low.context["steps"] if s["action"] == "mark").errors
        officer.post(place, form(case, secrecy="工作秘密★2年", reason="期限调整"))
        assert Dispatch.objects.get(pk=office.dispatch.pk).secrecy == "工作秘密★2年"
