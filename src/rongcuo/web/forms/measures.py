"""Forms of the pages about measures: invented facts, and which two sets to compare."""

from __future__ import annotations

from itertools import groupby

from django import forms
from django.utils.translation import gettext as _

from rongcuo.policy import FactError, Pack, read_value
from rongcuo.policy.findings import NOT_APPLICABLE
from rongcuo.policy.reasoning.words import plain
from rongcuo.web.templatetags.ui import article
from rongcuo.web.viewing import lang

LONGEST = 60


class Facts(forms.Form):
    """One field a fact, none required: what is left empty is not known. Nothing of it is kept."""

    def __init__(self, *args, pack: Pack, **kwargs):
        super().__init__(*args, prefix="f", **kwargs)
        self.pack = pack
        for fact in pack.facts.values():
            self.fields[fact.id] = _field(fact)
            self.fields[fact.id].plain = True  # none is required, so "optional" need not stand at each

    def _clean_fields(self) -> None:
        super()._clean_fields()
        for name, written in list(self.cleaned_data.items()):
            try:
                self.cleaned_data[name] = read_value(self.pack.facts[name], written)
            except FactError as error:
                one = error.problems[0]
                said = (one.message_en, one.cure_en) if lang() == "en" else (one.message_zh, one.cure_zh)
                self.add_error(name, (" " if lang() == "en" else "").join(said))

    @property
    def known(self) -> dict[str, object]:
        """The facts that were answered, as the engine takes them."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}

    @property
    def groups(self) -> list[dict]:
        """The fields by the article that asks, in the pack's order, with how many are answered."""
        names = {rule.cites[0]: rule.name for rule in reversed(self.pack.rules.values()) if rule.cites}
        by_unit = groupby(self.pack.facts.values(), key=lambda fact: fact.cites[0])
        found = []
        for unit, facts in by_unit:
            fields = [self[fact.id] for fact in facts]
            answered = sum(bool(field.value()) for field in fields)
            found.append({
                "label": article(self.pack.units[unit]), "name": names.get(unit, ""), "fields": fields, "answered": answered,
                "open": bool(answered or any(f.errors for f in fields)),
            })
        if len(found) < 4:  # a short pack stands open
            found = [one | {"open": True} for one in found]
        return found


def _field(fact) -> forms.Field:
    question = fact.question.get(lang())
    given = {"yes_no": [("yes", _("Yes")), ("no", _("No"))],
             "choice": [(c.id, c.en if lang() == "en" else c.zh) for c in fact.values.values()]}.get(fact.type)
    if given is None:
        unit = fact.unit.get(lang()) if fact.unit else ""
        hint = _("For instance 2018-02-23") if fact.type == "date" else unit
        return forms.CharField(label=question, required=False, max_length=LONGEST, help_text=hint)
    if fact.not_applicable:
        given.append(("not_applicable", _("Does not apply")))
    return forms.ChoiceField(label=question, required=False, choices=[("", _("Not known")), *given])


def written(value: object) -> str:
    """A value as a field of `Facts` shows it."""
    if value is None:
        return ""
    if value is NOT_APPLICABLE:
        return "not_applicable"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(plain(value))


def taken(form_data, change: str, pack: Pack) -> dict:
    """The data of a form with a button's change over it ("fact=value;fact=value"); facts of the pack only."""
    data = form_data.copy()
    for one in change.split(";")[:100]:
        name, _sign, value = one.partition("=")
        if name in pack.facts:
            data[f"f-{name}"] = {"True": "yes", "False": "no"}.get(value, value)
    return data


class Compare(forms.Form):
    """Two sets of measures; the second may be the first under another reading of one silent point."""

    one = forms.ChoiceField(label="", required=True)
    other = forms.ChoiceField(label="", required=True)

    def __init__(self, *args, packs: list[Pack], readings: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.readings = readings
        choices = [(f"{p.id}/{p.version}", f"{p.title.get(lang())} · {p.version}") for p in packs]
        self.fields["one"].choices = choices
        self.fields["one"].label = _("The measures")
        self.fields["other"].choices = [
            (_("Another set of measures"), choices),
            *([(_("The bureau's own under another reading"), readings)] if readings else []),
        ]
        self.fields["other"].label = _("Compared with")
