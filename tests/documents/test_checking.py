"""A template that names an unknown field or lacks what its kind must have is found, with the cure."""

from __future__ import annotations

import pytest

from rongcuo.documents.checking import check
from rongcuo.matters.packs import current_pack
from rongcuo.policy.model import Template


class Pack:
    """A pack of one template: the sample pack's acceptance, with changes."""

    def __init__(self, **changes):
        one = current_pack().documents["acceptance"]
        made = Template(*(changes.get(name, getattr(one, name)) for name in Template.fields))
        self.documents = {made.id: made}

    def __getattr__(self, name):
        return getattr(current_pack(), name)


def faults(**changes) -> list[str]:
    return [f.en for f in check(Pack(**changes), settle=False)]


def test_the_packs_templates_are_in_order_and_can_all_be_set():
    assert check(current_pack()) == []
    assert faults() == []


def test_a_misspelt_field_is_named_with_the_nearest_one():
    assert faults(title="关于{mater_title}的通知") == [
        'There is no field "{mater_title}". Did you mean "{matter_title}"?'
    ]


def test_a_field_of_another_kind_of_paper_is_not_taken():
    assert faults(blocks=("{outcome}",))[0].startswith('There is no field "{outcome}".')


@pytest.mark.parametrize("text", ["关于{subject", "关于subject}", "{Subject}"])
def test_a_broken_brace_is_shown(text):
    assert len(faults(title=text)) == 1


@pytest.mark.parametrize("element", ["mark", "number", "issuer", "to"])
def test_what_a_document_must_have_by_the_standard(element):
    assert faults(**{element: ""}) == [f'"{element}" is missing: a paper of the profile document must have it.']


def test_the_year_of_a_number_stands_in_tortoise_shell_brackets():
    wrong = ["The year of the number stands in 〔 〕, and the number without 第."]
    assert faults(number="机党受[{year}]1号") == wrong
    assert faults(number="机党受〔{year}〕第1号") == wrong


def test_a_paper_needs_a_place_to_sign_or_for_the_seal():
    assert len(faults(sealed=False)) == 1
    assert faults(sealed=False, sign=("经办人（签名）",)) == []


def test_a_paper_with_a_number_says_who_signs_it():
    assert len(faults(by=())) == 1
    assert faults(by=("handlers",)) == ['There is no capacity "handlers".']


def test_a_record_that_nobody_keeps_is_named():
    assert faults(source="acceptence") == ['There is no record "acceptence". Did you mean "acceptance"?']


def test_a_reading_it_rests_on_is_one_of_the_packs():
    assert faults(readings=("accept.enable",)) == [
        'There is no reading "accept.enable". Did you mean "accept.enabled"?'
    ]


def test_what_when_asks_must_be_possible():
    assert faults(when={"late": ("yes",)}) == []
    assert faults(when={"latte": ("yes",)}) == ['"when" cannot ask "latte". Did you mean "late"?']
    assert faults(when={"late": ("maybe",)}) == ['"late" is never "maybe". There are: no, yes.']


def test_a_table_names_rows_and_has_their_columns():
    columns = tuple({"label": str(n), "width": 1} for n in range(6))
    assert faults(source="application", blocks=({"table": "{evidence_rows}", "columns": columns},)) == []
    assert "has 6 columns" in faults(
        source="application", blocks=({"table": "{evidence_rows}", "columns": columns[1:]},)
    )[0]
    assert "names one field of rows" in faults(blocks=({"table": "{evidence_rows}", "columns": columns},))[0]
