"""Forms after Article 8: closing the dossier, and supplements to a closed one."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from rongcuo.matters.access import visible_items
from rongcuo.matters.files import store
from rongcuo.matters.titles import title_of
from rongcuo.web.forms.steps.base import Backdated, StepForm, area, line, one_of, some_of
from rongcuo.web.forms.steps.intake import Upload
from rongcuo.web.templatetags.ui import full_day
from rongcuo.web.viewing import lang


class Close(Backdated):
    guide = _(
        "The dossier is sealed: no paper in it changes any more. What comes later is added as a supplement. "
        "It cannot be closed while something is still owed."
    )

    def build(self) -> None:
        self.fields["note"] = area(_("Note"), 3, required=False)
        grounds = [(g.id, g.name.get(lang())) for g in self.pack.retention.values()]
        if grounds:
            self.fields["ground"] = one_of(
                _("Kept longer because"), [("", _("kept for the usual period")), *grounds], required=False
            )
            self.fields["ground_reason"] = line(_("Why this ground applies"), required=False)
        super().build()


class Supplement(Backdated):
    with_files = True
    guide = _("A closed dossier stays as it was sealed. A supplement is a new paper that refers to sealed ones.")

    def build(self) -> None:
        papers = visible_items(self.standing)
        self.fields["title"] = line(_("Title"))
        self.fields["text"] = area(_("Text"), 6)
        self.fields["refers"] = some_of(
            _("Refers to"),
            [(str(p.pk), f"{title_of(p.kind)} · {full_day(p.done_on)}") for p in papers],
            help_text=_("Nothing ticked: to the closing itself."),
        )
        self.fields["file"] = Upload(label=_("File"), required=False)
        super().build()

    def given(self) -> dict:
        data = self.cleaned_data
        return {
            "title": data["title"], "text": data["text"], "done_on": data["done_on"],
            "refers": [UUID(pk) for pk in data["refers"]],
            "stored": store(data["file"]).as_payload() if data["file"] else None,
        }


class Check(StepForm):
    guide = _(
        "Authentic, whole, usable, safe: the program looks at every entry, paper and file of the dossier. "
        "The report becomes a paper in it."
    )


FORMS = {"close": Close, "supplement": Supplement, "check_dossier": Check}
