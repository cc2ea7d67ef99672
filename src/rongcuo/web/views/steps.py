"""Taking a step of a matter: one view for all of them, one form each."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rongcuo.ledger.errors import Stale
from rongcuo.ledger.models import Entry
from rongcuo.matters import access, moves
from rongcuo.matters.doing import ACTIONS
from rongcuo.matters.errors import Incomplete
from rongcuo.matters.files import path_of
from rongcuo.matters.models import Matter
from rongcuo.matters.once import first_result
from rongcuo.matters.packs import pack_of, settings_of
from rongcuo.web import privacy
from rongcuo.web.accounts import weighty
from rongcuo.web.acting import carried, perform, position, stale_page
from rongcuo.web.forms.steps import STEP_FORMS
from rongcuo.web.matter.next import RECORDED
from rongcuo.web.naming import bodies_of, reading_mark
from rongcuo.web.viewing import for_people, lang, log_reading, person_of, standing_in
from rongcuo.web.views.readings import adoptions


@for_people
def step(request: HttpRequest, matter: UUID, action: str, subject: UUID | None = None) -> HttpResponse:
    """Show the form of a step and take it. 404 outside the viewer's scope, 403 where it is another's."""
    standing = standing_in(request, matter)
    pack = pack_of(standing.matter)
    try:
        move, form_class = pack.procedure.move(action), STEP_FORMS[action]
    except KeyError as error:
        raise Http404 from error
    one = next((s for s in access.visible_subjects(standing) if s.pk == subject), None)
    if (subject is not None and one is None) or (action in moves.PER_SUBJECT and one is None):
        raise Http404
    if not moves.is_own(move, standing, one) or standing.suspended and action != "declare_interests":
        raise PermissionDenied(
            _("It belongs to: %(who)s.") % {"who": bodies_of(pack, move.by)}
        )
    if action in RECORDED and not standing.viewer.secretary:
        raise PermissionDenied(_("What the leading group decides is recorded by its secretary."))
    page = reverse("matter", args=[matter])
    context = {
        "matter": standing.matter, "move": move, "subject": one, "page_url": page,
        "name": move.name.get(lang()), "units": [pack.units[c] for c in move.cites],
        "reading": reading_mark(pack, move.reading, standing.matter, adoptions(pack)),
        "privacy": privacy.notice(pack, action, settings_of(standing.matter)),
        **carried(request, standing.matter.position),
    }
    if request.method != "POST" and not moves.at_place(move, standing.matter.state, one.state if one else None):
        context["state"] = pack.procedure.matter_states[standing.matter.state].name.get(lang())
        return render(request, "web/steps/not_now.html", context, status=409)
    files = request.FILES if form_class.with_files and request.method == "POST" else None
    form = form_class(request.POST or None, files, standing=standing, subject=one, pack=pack)
    context["form"] = form
    if request.method == "GET":
        log_reading(standing, f"step {action}")
    context["again"] = again = weighty.asked(request, pack, action)
    if request.method == "POST":
        response = _again(request, form, action, standing.matter, page)
        if response is None and form.is_valid() and weighty.proved(request, again):
            response = _take(request, form, move, matter, one, page)
        if response is not None:
            return response
    return render(request, form.template or "web/steps/plain.html", context)


def _again(request: HttpRequest, form, action: str, matter: Matter, page: str) -> HttpResponse | None:
    """What needs no look at the form: a second press, and a page from before somebody else acted."""
    if position(request) == matter.position:
        return None
    if first_result(person_of(request), carried(request, 0)["key"], f"matter.{action}", matter.pk):
        return redirect(page)
    last = Entry.objects.filter(stream=matter.pk).order_by("-position").first()
    return stale_page(request, form, Stale(matter.pk, position(request), matter.position, last), page)


def _take(request: HttpRequest, form, move, matter: UUID, subject, page: str) -> HttpResponse | None:
    try:
        given = form.given()
    except Incomplete as error:  # a file that cannot be taken
        form.add_error(error.field if error.field in form.fields else None, error.text)
        return None
    if "done_on" not in form.fields:
        given.pop("done_on", None)
    about = subject.pk if subject and move.action in moves.PER_SUBJECT else None
    response = perform(
        request, form,
        lambda: ACTIONS[move.action](
            matter, actor=person_of(request), at=position(request), key=carried(request, 0)["key"],
            subject=about, **given,
        ),
        done=form.next_url(page), stale=page,
    )
    if response is not None and response.status_code == 302:
        messages.success(request, _("Recorded: %(step)s.") % {"step": move.name.get(lang())})
    else:
        for file in stored_by(given):  # nothing names these files; the person chooses them again
            path_of(file).unlink(missing_ok=True)
    return response


def stored_by(given: dict) -> list[UUID]:
    """The files that were stored for a step."""
    stored = given.get("stored") or []
    return [row["file"] for row in (stored if isinstance(stored, list) else [stored])]
