"""The forms of the archive: a dossier of another installation, and lists of what is to be destroyed."""

from __future__ import annotations

import tempfile
from pathlib import Path
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rongcuo.matters.errors import Incomplete
from rongcuo.matters.reading_log import asked_words, given_purpose
from rongcuo.web.forms.steps.base import area
from rongcuo.web.forms.words import ask_kindly


class Package(forms.FileField):
    """A package as it was exported."""

    max_bytes = settings.EVIDENCE_MAX_BYTES
    accepts = "ZIP"


class Import(forms.Form):
    """A package, and what the transfer list says of it. Larger ones are imported with the command."""

    package = Package(
        label=_("Package"), help_text=_("As it was exported. Larger ones: the command “rongcuo dossier import”."),
    )
    expect = forms.CharField(
        label=_("Digest of the package"), required=False, max_length=64,
        help_text=_("From the transfer list; shows that this is the package that was handed over."),
    )
    against = forms.FileField(
        label=_("Checkpoints kept elsewhere"), required=False,
        help_text=_("The other installation's file checkpoints.jsonl, from another hand than the package."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._folder: tempfile.TemporaryDirectory | None = None
        ask_kindly(self)

    def given(self) -> dict:
        """What the action takes: the uploads as files in a folder of their own; `forget` removes it."""
        place = settings.HOME / "exports"
        place.mkdir(parents=True, exist_ok=True)
        self._folder = tempfile.TemporaryDirectory(dir=place)
        return {
            "source": self._written("package"), "against": self._written("against"),
            "expect": self.cleaned_data["expect"],
        }

    def _written(self, name: str) -> Path | None:
        upload = self.cleaned_data[name]
        if not upload:
            return None
        path = Path(self._folder.name) / name
        with path.open("wb") as out:
            for chunk in upload.chunks():
                out.write(chunk)
        return path

    def forget(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()


class Purpose(forms.Form):
    """What a wide search or an export is for. Whoever has only matters of their own is not asked."""

    def __init__(self, *args, wide: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.wide = wide
        if wide:
            self.fields["purpose"] = forms.ChoiceField(
                label=_("What it is for"), choices=lambda: [("", "—"), *asked_words().items()],
                help_text=_("Logged with your name and the time."),
            )
            self.fields["purpose_words"] = forms.CharField(
                label=_("More about it"), required=False, max_length=100,
                help_text=_("Needed for “something else”. No names, please."),
            )
        ask_kindly(self)

    def clean(self) -> dict:
        data = super().clean()
        if self.wide and "purpose" not in self.errors:
            try:
                data["asked"] = given_purpose(data["purpose"], data.get("purpose_words") or "")
            except Incomplete as error:
                self.add_error(error.field, error.text)
        return data

    def given(self) -> str:
        return self.cleaned_data.get("asked", "")


class Propose(forms.Form):
    """Why these 件 are to be destroyed; which ones are ticked in the table beside it."""

    reason = area(_("Reasons"), 3, help_text=_("What was looked at, and why nothing of it needs to be kept longer."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_kindly(self)

    def given(self) -> dict:
        """What the action takes; a mangled tick is none."""
        pieces = []
        for text in self.data.getlist("piece"):
            matter, _colon, n = text.rpartition(":")
            try:
                pieces.append((UUID(matter), int(n)))
            except ValueError:
                continue
        return {"pieces": pieces, "reason": self.cleaned_data["reason"]}


class Decide(forms.Form):
    """Words of whoever decides; needed where the papers are kept."""

    words = area(_("Remark"), 3, required=False, help_text=_("Needed where the papers are kept: why."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_kindly(self)
