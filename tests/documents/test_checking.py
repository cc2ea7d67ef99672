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
    assert faults(number="机党受[{year}]1号") == ["The year of the number stands in 〔 〕."]


def test_a_paper_needs_a_place_to_sign_or_for_the_seal():
    assert len(faults(sealed=False)) == 1
    assert faults(sealed=False, sign=("经办人（签名）",)) == []


def test_an_item_that_nobody_records_is_named():
    assert faults(item="acceptence")[0].startswith('There is no item "acceptence".')
