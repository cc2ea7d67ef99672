"""The application (A08-1), for somebody who is afraid: one question a screen, saved at every step."""

from __future__ import annotations

import contextlib
import functools
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rongcuo import clock
from rongcuo.ledger.errors import KeyReused
from rongcuo.matters import drafts
from rongcuo.matters.application import submit_application
from rongcuo.matters.errors import Incomplete, NotFound
from rongcuo.matters.files import intact, path_of
from rongcuo.matters.models import DraftFile, Subject
from rongcuo.matters.once import first_result
from rongcuo.matters.secrecy import REFUSED
from rongcuo.web import privacy
from rongcuo.web.acting import carried, perform
from rongcuo.web.applying import (
    LAST,
    Applying,
    Place,
    applying,
    form_for,
    standing_application,
)
from rongcuo.web.forms.applying import AddFile, Submit
from rongcuo.web.papers import application_paper
from rongcuo.web.templatetags.ui import day as day_words
from rongcuo.web.viewing import for_people, person_of


def _state(request: HttpRequest, act_subject: UUID) -> Applying:
    """The application, or a redirect's target where it was already made (`Done`)."""
    state = applying(request, act_subject)
    last = standing_application(state)
    if last is None and state.once_only:
        messages.info(request, _("An application is made once; that is how the measures are read here."))
        last = state.before[0]
    if last is not None:
        raise Done(last)
    return state


class Done(Exception):
    """The application was already made; its matter is the place to look."""

    def __init__(self, made: Subject):
        super().__init__()
        self.url = reverse("matter", args=[made.matter_id])


def for_applicants(view):
    """A page of an application; once it was submitted, the matter instead.

    A save in the background (htmx) is answered in words, never with a page.
    """

    @for_people
    def signed_in(request: HttpRequest, act_subject: UUID, *args, **kwargs):
        try:
            return view(request, act_subject, *args, **kwargs)
        except Done as done:
            return HttpResponse(_("Already submitted")) if request.htmx else redirect(done.url)
        except NotFound as error:
            raise Http404 from error

    @never_cache
    @functools.wraps(view)
    def wrapped(request: HttpRequest, act_subject: UUID, *args, **kwargs):
        if request.htmx and not request.user.is_authenticated:
            return HttpResponse(_("Not saved: you were signed out. Copy what you wrote before you go on."))
        return signed_in(request, act_subject, *args, **kwargs)

    return wrapped


@for_applicants
@require_safe
def apply(request: HttpRequest, act_subject: UUID) -> HttpResponse:
    """What it is about, until when, who will see it; and every screen with what is written there."""
    state = _state(request, act_subject)
    act = state.target.act
    kind = state.pack.acts.get(act.kind)
    open_places = [p for p in state.places if p.slug != LAST and not state.answered(p)]
    first = open_places[0] if open_places else state.places[-1]
    context = {
        "state": state, "act": act, "kind": kind.name if kind else act.kind,
        "groups": _groups(state),
        "go_on": _url(state, first), "unit": _unit(state), **_quiet(state),
        "privacy": privacy.notice(state.pack, "submit_application"),
    }
    return render(request, "web/apply/overview.html", context)


def _groups(state: Applying) -> list[dict]:
    """The screens in order; those about facts of the measures together, for they are many."""
    groups: list[dict] = []
    for p in state.places:
        row = {
            "place": p, "url": _url(state, p), "answered": state.answered(p), "needed": p.slug in state.needed,
        }
        if p.asked is None or not groups or not groups[-1]["facts"]:
            groups.append({"facts": p.asked is not None, "rows": []})
        groups[-1]["rows"].append(row)
    for group in groups:
        group["answered"] = sum(row["answered"] for row in group["rows"])
    return groups


@for_applicants
def screen(request: HttpRequest, act_subject: UUID, screen: str) -> HttpResponse:
    """One question. What is posted is saved before anything else, complete or not."""
    state = _state_or_result(request, act_subject, screen)
    if isinstance(state, HttpResponse):
        return state
    place = state.place(screen)
    if screen == LAST:
        return _last(request, state, place)
    if screen == "evidence":
        return _evidence(request, state, place)
    form = form_for(state, place, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        valid = form.is_valid()
        _save(request, act_subject, form)
        if request.htmx:
            return HttpResponse(_saved(clock.now()) if valid else _("Not saved yet: something here cannot be read"))
        if valid:
            state = applying(request, act_subject)  # what was answered may add or drop screens
            return redirect(_after(request, state, screen))
    return render(request, "web/apply/screen.html", _wizard(state, place, form))


def _state_or_result(request: HttpRequest, act_subject: UUID, screen: str):
    """The state; or, for a submission pressed twice, what the first press led to."""
    if screen == LAST and request.POST.get("key"):
        with contextlib.suppress(KeyReused):
            key = carried(request, 0)["key"]
            earlier = first_result(person_of(request), key, "matter.submit_application")
            if earlier is not None:
                return redirect("matter", earlier.stream)
    return _state(request, act_subject)


def _save(request: HttpRequest, act_subject: UUID, form) -> None:
    """Keep the fields that can be kept; a field that cannot be read keeps what it had."""
    if not form.is_valid():
        form.cleaned_data = {
            **{name: form.get_initial_for_field(f, name) for name, f in form.fields.items()},
            **form.cleaned_data,
        }
    draft = drafts.draft_for(act_subject, actor=person_of(request))
    drafts.save_draft(draft.pk, form.answers(), actor=person_of(request))


def _after(request: HttpRequest, state: Applying, screen: str) -> str:
    go = request.POST.get("go")
    if go == "more":
        return _url(state, state.place(screen))
    n = [p.slug for p in state.places].index(screen)
    if go == "skip":
        return _url(state, state.place("reasons"))
    if go == "leave" or (go == "back" and n == 0):
        return reverse("apply", args=[state.target.pk])
    return _url(state, state.places[n - 1 if go == "back" else n + 1])


def _url(state: Applying, place: Place) -> str:
    return reverse("apply-screen", args=[state.target.pk, place.slug])


def _unit(state: Applying):
    return state.pack.units[state.pack.procedure.move("submit_application").cites[0]]


def _saved(at) -> str:
    return _("Saved at %(at)s; only you can see it") % {"at": f"{at.astimezone(clock.ZONE):%H:%M}"}


def _quiet(state: Applying) -> dict:
    """The quiet lines: until when, who will see it, and that it makes nothing heavier."""
    last, left = day_words(state.last.due), state.remaining
    if left > 0:
        days = ngettext(
            "You may apply until %(day)s, 24:00: %(n)d working day left.",
            "You may apply until %(day)s, 24:00: %(n)d working days left.", left,
        ) % {"day": last, "n": left}
    elif left == 0:
        days = _("Today, until 24:00, is the last day to apply.")
    else:
        days = _("The last day was %(day)s. You may still apply and say what kept you.") % {"day": last}
    if state.made_for:
        sees = _("Only you can see this now. Once you submit it for %(who)s, they read it, and the party committee and "
                 "the working group. They may take it as their own, object to it or withdraw it.") % {"who": state.target.name}
    elif state.head_conflict:
        sees = _("Only you can see this now. Once you submit it, the party committee reads it; the head of "
                 "your unit does not.")
    elif state.target.person_id:
        sees = _("Only you can see this now. Once you submit it, the head of your unit reads it to forward "
                 "it, then the party committee and the working group.")
    else:
        sees = _("Only you can see this now. Once you submit it, the party committee reads it, then the "
                 "working group.")
    saved = _saved(state.draft.updated_at) if state.draft else _("Nothing is written yet; only you can see this")
    return {"days_left": days, "who_sees": sees, "saved": saved}


def _wizard(state: Applying, place: Place, form) -> dict:
    """What components/wizard.html takes."""
    slugs = [p.slug for p in state.places]
    n = slugs.index(place.slug)
    overview = reverse("apply", args=[state.target.pk])
    return {
        "state": state, "place": place, "form": form, "question": place.question, "help": place.help,
        "example": place.example, "unit": place.unit, "step": n + 1, "steps": len(slugs),
        "back_url": _url(state, state.places[n - 1]) if n else overview, "leave_url": overview,
        "autosave_url": _url(state, place), "saves": True,
        "extra": _extra(place), **_quiet(state),
    }


def _extra(place: Place) -> str:
    """What a screen has beside its fields and the usual buttons."""
    if place.asked is not None:
        return "web/apply/skip.html"
    return "web/apply/more.html" if place.slug == "reasons" else ""


# --- evidence --------------------------------------------------------------------------------


def _evidence(request: HttpRequest, state: Applying, place: Place) -> HttpResponse:
    posted = request.method == "POST"
    form = AddFile(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        upload = form.cleaned_data["file"]
        adding = request.POST.get("go") == "add"
        given = upload is not None or form.cleaned_data["secrecy"] in REFUSED
        if not given and adding:
            form.add_error("file", _("Choose a file first."))
        elif given and not _attach(request, state, form, upload):
            pass  # the form says why; what was typed stays
        elif adding:
            messages.success(request, _("The file is kept with your draft."))
            return redirect(_url(state, place))
        else:
            return redirect(_after(request, state, place.slug))
    files = [
        {"file": f, "url": reverse("apply-file", args=[state.target.pk, f.pk])} for f in state.files
    ]
    context = _wizard(state, place, form) | {
        "autosave_url": "", "upload": True, "files": files, "extra": "web/apply/files.html",
    }
    return render(request, "web/apply/evidence.html", context)


def _attach(request: HttpRequest, state: Applying, form: AddFile, upload) -> bool:
    person, data = person_of(request), form.cleaned_data
    draft = drafts.draft_for(state.target.pk, actor=person)
    try:
        drafts.attach(draft.pk, upload, title=data["title"], made_on=data["made_on"], actor=person,
                      secrecy=data["secrecy"], reference=data["reference"])
    except Incomplete as error:
        form.add_error("reference" if error.field == "reference" else "file", error.text)
        return False
    return True


@for_applicants
def file(request: HttpRequest, act_subject: UUID, file: UUID) -> HttpResponse:
    """A file of one's own draft: shown, or (POST) taken out again."""
    state = _state(request, act_subject)
    row = next((f for f in state.files if f.pk == file), None)
    if row is None:
        raise Http404
    if request.method == "POST":
        drafts.detach(file, actor=person_of(request))
        messages.success(request, _("The file was taken out and deleted."))
        return redirect("apply-screen", act_subject, "evidence")
    if not intact(row.sha256, row.pk):
        messages.error(request, _("This file is damaged where it is stored. Take it out and add it again."))
        return redirect("apply-screen", act_subject, "evidence")
    return send(row)


def send(row: DraftFile) -> HttpResponse:
    """The file itself, never to be interpreted by the browser."""
    response = FileResponse(path_of(row.pk).open("rb"), content_type=row.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.name)}"
    return response


# --- the last screen -------------------------------------------------------------------------


def _last(request: HttpRequest, state: Applying, place: Place) -> HttpResponse:
    form = Submit(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        person = person_of(request)
        draft = drafts.draft_for(state.target.pk, actor=person)
        response = perform(
            request, form,
            lambda: submit_application(draft.pk, actor=person, key=carried(request, 0)["key"], **state.as_fields()),
            done=lambda entry: reverse("matter", args=[entry.stream]), stale=reverse("desk"),
        )
        if response is not None:
            if response.status_code == 302:
                messages.success(request, _sent(state))
            return response
    context = _wizard(state, place, form) | {
        "paper": application_paper(state),
        "missing": [{"label": p.label, "url": _url(state, p)} for p in state.missing],
        "print_url": reverse("apply-print", args=[state.target.pk]), **carried(request, 0),
    }
    return render(request, "web/apply/last.html", context)


def _sent(state: Applying) -> str:
    if state.made_for:
        return _("The application for %(who)s is submitted and forwarded, and today's date is kept.") % {"who": state.target.name}
    if state.target.person_id and not state.head_conflict:
        return _("Your application is submitted, and today's date is kept. The head of your unit forwards it next.")
    return _("Your application is submitted, and today's date is kept. The party committee takes it up next.")


@for_applicants
@require_safe
def printed(request: HttpRequest, act_subject: UUID) -> HttpResponse:
    """The statutory form as it will be printed."""
    state = _state(request, act_subject)
    context = {"paper": application_paper(state), "back_url": reverse("apply-screen", args=[act_subject, LAST])}
    return render(request, "web/apply/print.html", context)


@for_applicants
@require_POST
def discard(request: HttpRequest, act_subject: UUID) -> HttpResponse:
    """Delete the draft with its files; nothing of it was ever recorded."""
    state = _state(request, act_subject)
    if state.draft is not None:
        drafts.discard(state.draft.pk, actor=person_of(request))
    messages.success(request, _("The draft and its files are deleted. Nothing of them was ever recorded."))
    return redirect("apply", act_subject)
