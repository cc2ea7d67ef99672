"""Raising and lowering the class of secrecy of a matter, a piece of evidence or a scan."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rongcuo.matters import classes
from rongcuo.matters.errors import NotFound
from rongcuo.matters.secrecy import mark_of, words
from rongcuo.web.acting import carried, perform, position
from rongcuo.web.forms.steps.base import area, line, one_of
from rongcuo.web.forms.words import ask_kindly
from rongcuo.web.viewing import for_people, log_reading, person_of, standing_in

#: How the lowest class is called in the form.
NONE = "none"


class Class(forms.Form):
    """The class, how long it holds (of a matter), and why."""

    def __init__(self, *args, about: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["secrecy"] = one_of(
            gettext_lazy("Class of secrecy"), [(c or NONE, w) for c, w in words().items()],
            help_text=gettext_lazy("Nothing classed “secret” or above is kept here."),
        )
        if about == "matter":
            self.fields["term"] = line(
                gettext_lazy("How long it holds"), required=False,
                help_text=gettext_lazy("As it is printed on the papers beside the class, for instance 5年."),
            )
        self.fields["reason"] = area(gettext_lazy("Reasons, and the decision it rests on"), 4)
        ask_kindly(self)

    def given(self) -> dict:
        """The class is chosen in words, the lowest too: nobody lowers one by choosing nothing."""
        chosen = self.cleaned_data["secrecy"]
        return {**self.cleaned_data, "secrecy": "" if chosen == NONE else chosen}


@for_people
def class_page(request: HttpRequest, matter: UUID, about: str = "matter", ref: UUID | None = None) -> HttpResponse:
    """The class of one thing, its earlier changes, and the form for another one."""
    standing = standing_in(request, matter)
    if not classes.may_classify(standing):
        raise PermissionDenied(_("The class of secrecy is set by those who keep the file."))
    try:
        row = classes.row_of(standing, about, ref)
    except NotFound as error:
        raise Http404 from error
    form = Class(request.POST or None, about=about)
    page = reverse("record", args=[row.pk]) if about == "scan" else reverse("matter", args=[matter])
    if request.method == "POST" and form.is_valid():
        response = perform(
            request, form,
            lambda: classes.classify(
                matter, actor=person_of(request), at=position(request), key=carried(request, 0)["key"], about=about,
                ref=ref, **form.given(),
            ),
            done=page, stale=page,
        )
        if response is not None:
            if response.status_code == 302:
                messages.success(request, _("The class is recorded, with your reason."))
            return response
    if request.method != "POST":
        log_reading(standing, f"class {about}")
    context = {
        "matter": standing.matter, "form": form, "page_url": page, "name": _name(about, row),
        "now": mark_of(row.secrecy, getattr(row, "secrecy_term", "")) or words()[""],
        "changes": classes.history(standing, row.pk), **carried(request, standing.matter.position),
    }
    return render(request, "web/safeguards/class.html", context)


def _name(about: str, row) -> str:
    if about == "evidence":
        return f"[{row.n}] {row.title}"
    return row.title if about == "matter" else row.name
