"""The pages of questions about the measures."""

from __future__ import annotations

from django.urls import reverse

from rongcuo import clock
from rongcuo.matters.models import Interpretation


def test_from_the_article_to_the_question_and_back(bureau, enter):
    with clock.frozen("2026-03-02T09:00:00+08:00"):
        asker, office, other = enter("inspector"), enter("officer"), enter("trainer")
        page = asker.get(reverse("measures")).content.decode()
        assert f'{reverse("interpretation-ask")}?unit=A06' in page
        place = reverse("interpretation-ask")
        refused = asker.post(place, {"units": "A06-2", "question": "", "key": "a"})
        assert refused.status_code == 200 and "error-summary" in refused.content.decode()
        answer = asker.post(place, {"units": "A06-2", "question": "我处甲同志的做法算吗？<script>x</script>", "key": "b"})
        here = answer["Location"]
        assert "<script>x" not in asker.get(here).content.decode()
        assert other.get(here).status_code == 404
        assert "甲同志" in office.get(here).content.decode() and "示例甲" in office.get(here).content.decode()
        done = office.post(here, {
            "at": 1, "key": "c", "question": "经处室同意的做法算不算？", "text": "经集体研究的算。", "units": ["A06-2"],
            "basis": "纪要〔2026〕3号",
        })  # fmt: skip
        assert done.status_code == 302
        for place in (here, reverse("interpretations"), reverse("measures")):
            page = other.get(place).content.decode()
            assert "经处室同意的做法算不算" in page
            assert "甲同志" not in page and "示例甲" not in page, "who asked and how is told to nobody"
        assert Interpretation.objects.get().basis == "纪要〔2026〕3号"


def test_who_confirmed_a_reading_when_and_on_what_basis_stands_in_the_list(bureau, enter):
    with clock.frozen("2026-03-02T09:00:00+08:00"):
        client = enter("officer")
        place = reverse("reading", args=["verify.group_min"])
        client.post(place, {"at": 0, "key": "k", "value": 5, "basis": "党组会议纪要〔2026〕1号"})
        page = client.get(reverse("readings")).content.decode()
        assert "党组会议纪要〔2026〕1号" in page and "范例一" in page and "3月2日" in page
        assert "本系统" not in client.get(reverse("reading", args=["verify.finding_scale"])).content.decode()
        assert "等级表" in client.get(reverse("reading", args=["verify.finding_scale"])).content.decode()
