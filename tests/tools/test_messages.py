"""The translation check finds what is missing, untranslated, fuzzy, left over or mismatched."""

import gettext

import pytest

from tools import messages

CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
first = _("Apply")
second = ngettext("%(n)d day left", "%(n)d days left", 2) % {"n": 2}
third = pgettext_lazy("month", "May")
"""
PAGE = """
{% load i18n %}
<h1 title="{% translate 'Your desk' %}">{{ _("Matters") }}</h1>
  {% blocktranslate trimmed with name=person.name %}
    Waiting for
    {{ name }}
  {% endblocktranslate %}
"""
GOOD = {
    "Apply": "申请",
    "%(n)d day left": ["剩 %(n)d 天"],
    "May": "五月",
    "Your desk": "工作台",
    "Matters": "事项",
    "Waiting for %(name)s": "等待%(name)s",
}


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A small package of one module and one page, its catalogue written by ``update``."""
    package = tmp_path / "src" / "sample"
    (package / "web" / "templates" / "deep").mkdir(parents=True)
    (package / "code.py").write_text(CODE)
    (package / "web" / "templates" / "deep" / "page.html").write_text(PAGE)
    catalogue = package / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    monkeypatch.setattr(messages, "PACKAGE", package)
    monkeypatch.setattr(messages, "CATALOGUE", catalogue)
    return package


def translate(texts=GOOD):
    messages.update()
    catalog = messages.stored()
    for message in catalog:
        key = message.id if isinstance(message.id, str) else message.id[0]
        if key:
            message.string = texts.get(key, "")
    messages._write(catalog)


def test_every_text_is_found_and_a_full_catalogue_passes(project, capsys):
    translate()
    assert messages.problems() == []
    assert messages.check() == 0
    capsys.readouterr()
    messages.compile_catalogs()
    with messages.CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.gettext("Waiting for %(name)s") == "等待%(name)s"
    assert compiled.ngettext("%(n)d day left", "%(n)d days left", 5) == "剩 %(n)d 天"
    assert compiled.pgettext("month", "May") == "五月"


def test_updating_again_changes_nothing(project):
    translate()
    before = messages.CATALOGUE.read_bytes()
    messages.update()
    assert messages.CATALOGUE.read_bytes() == before


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda po: po.replace('msgstr "申请"', 'msgstr ""'), "not translated: 'Apply'"),
        (lambda po: po.replace("剩 %(n)d 天", ""), "not translated: '%(n)d day left'"),
        (lambda po: po.replace('msgid "Matters"', 'msgid "Matter"'), "missing: 'Matters'"),
        (lambda po: po.replace('msgid "Matters"', 'msgid "Matter"'), "no longer in the code: 'Matter'"),
        (lambda po: po.replace('msgid "Apply"', '#, fuzzy\nmsgid "Apply"'), "fuzzy: 'Apply'"),
        (lambda po: po + '\n#~ msgid "Old"\n#~ msgstr "旧"\n', "obsolete: 'Old'"),
        (lambda po: po.replace("等待%(name)s", "等待%(nome)s"), "'Waiting for %(name)s'"),
    ],
)
def test_what_is_wrong_is_named(project, capsys, spoil, says):
    translate()
    text = messages.CATALOGUE.read_text(encoding="utf-8")
    assert spoil(text) != text
    messages.CATALOGUE.write_text(spoil(text), encoding="utf-8")
    assert messages.check() == 1
    assert says in capsys.readouterr().err


def test_a_new_text_is_added_and_an_old_one_goes(project):
    translate()
    (project / "code.py").write_text('from x import gettext as _\n_("Withdraw")\n')
    messages.update()
    texts = {m.id: m.string for m in messages.stored() if m.id}
    assert texts == {
        "Withdraw": "",
        "Your desk": "工作台",
        "Matters": "事项",
        "Waiting for %(name)s": "等待%(name)s",
    }
