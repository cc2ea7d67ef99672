"""What has passed its period is destroyed by two people, and what it was stays on record."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from rongcuo import clock, ids
from rongcuo.archive import destroying
from rongcuo.archive.access import catalogues, visible_lists
from rongcuo.archive.export import export
from rongcuo.archive.models import DestructionList, SearchRow
from rongcuo.archive.retention import explained, kept
from rongcuo.archive.sealing import check_dossier
from rongcuo.corrections.models import Measure, Plan, Proof
from rongcuo.documents.models import Dispatch, Text
from rongcuo.exemptions.models import Effect
from rongcuo.ledger.replay import replay
from rongcuo.ledger.verify import verify as verify_ledger
from rongcuo.matters import closing, files
from rongcuo.matters.access import viewer_of
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.models import Evidence, Interest, Item
from rongcuo.matters.packs import pack_of
from tests.archive.conftest import closed
from tests.archive.test_export import verify
from tests.documents.office import Office, confirm
from tests.matters.world import Case, refused

LATER = "2060-01-05T09:00:00+08:00"


def key() -> str:
    return str(ids.new_id())


@pytest.fixture
def old(bureau):
    """A closed matter of ordinary period, seen from the year after it ran out. Posts were renewed meanwhile."""
    told = Case(bureau).until("filed").corrected()


    told.act_on(closing.close, "officer")
    with clock.frozen(LATER):
        yield told


# --- how long -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "ground", "keep", "until", "why"),
    [
        (None, "", "D30", date(2056, 12, 31), "reading"), ("Y", "", "Y", None, "piece"),
        ("D10", "", "D10", date(2036, 12, 31), "piece"), (None, "precedent", "Y", None, "ground"),
        ("D10", "sanction", "Y", None, "ground"),
    ],
)  # fmt: skip
def test_how_long_a_paper_is_kept_and_why(case, own, ground, keep, until, why):
    pack = pack_of(case.until("submitted").matter)
    found = kept(pack, {"archive.retention": "D30"}, own, ground, date(2026, 5, 1))
    assert (found.keep, found.until, found.why) == (keep, until, why)


def test_the_period_explains_itself_and_says_whose_proposal_it_is(old):
    rows = catalogues([old.matter])[old.matter.pk]
    pack = pack_of(old.matter)
    usual = next(r for r in rows if r["kind"] == "application")
    assert usual["until"] == "2056-12-31"
    said = explained(pack, usual, "", {})
    assert "2056-12-31" in said and "建议" in said
    assert "建议" not in explained(pack, usual, "", {"archive.retention": "D30"})
    assert next(r for r in rows if r["kind"] == "minutes")["until"] is None


def test_numbers_are_given_once_and_without_a_gap(bureau):
    first, second = closed(bureau), closed(
        bureau, subject="rescuer", unit="emergency", head="emergency_head", document_number="示例纪立〔2026〕2号"
    )
    numbers = [r["number"] for m in (first, second) for r in catalogues([m.matter])[m.matter.pk]]
    assert len(numbers) == len(set(numbers))
    assert sorted(int(n[-4:]) for n in numbers) == list(range(1, len(numbers) + 1))
    assert all(n.startswith("WS·2026-Y-RCJC-") for n in numbers)


# --- destroying ------------------------------------------------------------------------------------------------


def test_nothing_is_ripe_before_its_period_has_passed(bureau):
    told = closed(bureau)
    with told.at():
        assert destroying.expired(bureau["officer"]) == []
    with refused(Incomplete, "pieces"), told.at():
        destroying.propose(actor=bureau["officer"], key=key(), pieces=[(told.matter.pk, 1)], reason="期满")


def test_two_people_destroy_and_what_it_was_stays(old, tmp_path, django_capture_on_commit_callbacks):
    bureau, matter = old.bureau, old.matter
    ripe = destroying.expired(bureau["officer"])
    assert {r["keep"] for r in ripe} == {"D30"}
    evidence = Evidence.objects.get(matter=matter, lane="applicant")
    place = files.path_of(evidence.file)
    assert place.exists()
    pieces = [(UUID(r["matter"]), r["n"]) for r in ripe]
    with refused(Incomplete, "reason"):
        destroying.propose(actor=bureau["officer"], key=key(), pieces=pieces, reason=" ")
    destroying.propose(actor=bureau["officer"], key=key(), pieces=pieces, reason="保管期满，经鉴定无继续保存价值。")
    one = DestructionList.objects.get()
    with refused(NotPermitted):
        destroying.decide(one.pk, actor=bureau["officer"], key=key(), destroy=True)
    with refused(NotFound):
        destroying.decide(one.pk, actor=bureau["inspector"], key=key(), destroy=True)
    with django_capture_on_commit_callbacks(execute=True):
        destroying.decide(one.pk, actor=bureau["drafter"], key=key(), destroy=True)
    one.refresh_from_db()
    assert (one.status, one.decided_by_id) == ("destroyed", bureau["drafter"].pk)
    assert [r["title"] for r in one.rows] == [r["title"] for r in ripe]
    # The words are gone, from tables, files and the index; the chain stands, and says by whose decision.
    assert not place.exists()
    application = Item.objects.get(matter=matter, kind="application")
    assert application.body["account"] == ""
    assert SearchRow.objects.get(source="item", ref=application.pk).text == ""
    assert Item.objects.get(matter=matter, kind="minutes").body["place"] == "局第一会议室"
    report = verify_ledger()
    assert report.problems == [] and len(report.destroyed) > 5
    assert replay() == []
    with refused(NotNow):
        destroying.decide(one.pk, actor=bureau["drafter"], key=key(), destroy=True)
    assert destroying.expired(bureau["officer"]) == []
    # And the package of what is left says the same to whoever checks it.
    made = export(old.standing("officer"), tmp_path)
    code, said = verify(made.path, "--expect", made.digest)
    assert (code, said["found"]) == (0, [])
    assert said["counts"]["destroyed"] == len(report.destroyed)


def test_a_correction_the_effects_and_an_issued_papers_drafts_are_destroyed_too(
    bureau, tmp_path, django_capture_on_commit_callbacks
):
    told = Case(bureau).until("noticed")
    confirm(told, "accept.enabled")
    told.until_from("submitted", "accepted")
    issued = Office(told, "acceptance").through("机党受〔2026〕3号").dispatch
    told.until_from("appointed", "filed").corrected()
    told.act_on(closing.close, "officer")
    matter, plan = told.matter, Plan.objects.get()
    place = files.path_of(issued.file)
    assert place.exists() and plan.cause and Measure.objects.exclude(text="").exists()
    proofs = [files.path_of(p.file) for p in Proof.objects.all()]
    assert all(p.exists() for p in proofs)
    effects = list(Effect.objects.values_list("line", "effect", "valid_from", "valid_to"))
    with clock.frozen(LATER):
        ripe = destroying.expired(bureau["officer"])
        titles = " ".join(r["title"] for r in ripe)
        assert "整改材料" in titles and "容错效果落实材料" in titles
        destroying.propose(
            actor=bureau["officer"], key=key(), pieces=[(UUID(r["matter"]), r["n"]) for r in ripe], reason="保管期满"
        )
        one = DestructionList.objects.get()
        with django_capture_on_commit_callbacks(execute=True):
            destroying.decide(one.pk, actor=bureau["drafter"], key=key(), destroy=True)
        # The words of the correction are gone, its days and codes stand; the drafts went with the paper.
        plan.refresh_from_db()
        assert (plan.cause, plan.number, bool(plan.cause_codes)) == ("", plan.number, True)
        assert set(Measure.objects.values_list("text", flat=True)) == {""}
        assert not any(p.exists() for p in proofs) and not place.exists()
        assert "受理" not in str([t.sheet for t in Text.objects.filter(dispatch=issued)])
        kept_row = Dispatch.objects.get(pk=issued.pk)
        assert (kept_row.number, kept_row.code, kept_row.sha256) == (issued.number, issued.code, issued.sha256)
        assert list(Effect.objects.values_list("line", "effect", "valid_from", "valid_to")) == effects
        assert destroying.destroyed(matter, issued.file) and not destroying.destroyed(matter, plan.pk)
        assert verify_ledger().problems == [] and replay() == []
        found = check_dossier(matter.pk, actor=bureau["officer"], key=key())
        assert [r.code for r in found if r.wrong] == ["fonds"]  # which the installation had not entered
        made = export(told.standing("officer"), tmp_path)
        code, said = verify(made.path, "--expect", made.digest)
        assert (code, said["found"]) == (0, [])


def test_a_list_that_names_ones_own_matter_is_neither_seen_nor_decided(old):
    bureau = old.bureau
    ripe = destroying.expired(bureau["officer"])[:1]
    destroying.propose(
        actor=bureau["officer"], key=key(), pieces=[(UUID(r["matter"]), r["n"]) for r in ripe], reason="期满"
    )
    one = DestructionList.objects.get()
    assert visible_lists(viewer_of(bureau["drafter"])).count() == 1
    mine = Interest.objects.filter(matter=old.matter, person=bureau["drafter"])
    assert mine.update(status="recused") == 1
    assert visible_lists(viewer_of(bureau["drafter"])).count() == 0
    with refused(NotFound):
        destroying.decide(one.pk, actor=bureau["drafter"], key=key(), destroy=True)


def test_a_list_is_refused_with_words_and_destroys_nothing(old):
    bureau = old.bureau
    ripe = destroying.expired(bureau["officer"])[:1]
    destroying.propose(
        actor=bureau["officer"], key=key(), pieces=[(UUID(r["matter"]), r["n"]) for r in ripe], reason="期满"
    )
    one = DestructionList.objects.get()
    with refused(Incomplete, "words"):
        destroying.decide(one.pk, actor=bureau["drafter"], key=key(), destroy=False)
    destroying.decide(one.pk, actor=bureau["drafter"], key=key(), destroy=False, words="仍有参考价值。")
    one.refresh_from_db()
    assert one.status == "refused"
    assert Item.objects.get(kind="application").body["account"]
    assert verify_ledger().destroyed == []


def test_only_those_who_keep_the_archive_propose(old):
    for who in ("inspector", "secretary", "supervisor", "personnel"):
        assert destroying.expired(old.bureau[who]) == []
        with refused(NotPermitted):
            destroying.propose(actor=old.bureau[who], key=key(), pieces=[], reason="x")
