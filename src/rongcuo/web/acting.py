"""From a posted form to an action and back, the same way for every action.

The form carries `at` (the position the page was made from) and `key` (the request's own key).
What goes wrong goes back to the form with everything that was typed, or to a page that keeps it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rongcuo import ids
from rongcuo.ledger.errors import KeyReused, Stale
from rongcuo.matters.access import Standing, sees_reasons, visible_matters, with_people
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.people.models import Person
from rongcuo.web.viewing import viewer


def carried(request: HttpRequest, at: int) -> dict:
    """`at` and `key` for components/hidden.html: as posted, else fresh."""
    return {
        "at": request.POST.get("at", at),
        "key": (request.POST.get("key", "").replace("\0", "") or str(ids.new_id()))[:200],
    }


def position(request: HttpRequest) -> int:
    """The position the posted page was made from; a mangled one counts as stale."""
    try:
        return int(request.POST.get("at", "-1"))
    except ValueError:
        return -1


def perform(
    request: HttpRequest, form: Form, do: Callable[[], object], *,
    done: str | Callable[[object], str], stale: str,
) -> HttpResponse | None:
    """Run an action. A response (redirect, stale page, refusal), or None to show the form again.

    done: the address to go to afterwards, or how to tell it from the action's result; stale: where to
    see what stands now. Raises Http404 outside the actor's scope.
    """
    try:
        result = do()
    except NotFound as error:
        raise Http404 from error
    except NotPermitted as error:
        raise PermissionDenied(error.message, error.cure) from error
    except Stale as error:
        return stale_page(request, form, error, stale)
    except (Incomplete, NotNow) as error:
        place = getattr(error, "field", "")
        place = getattr(form, "places", {}).get(place, place)  # where the form asks for it under another name
        form.add_error(place if place in form.fields else None, error.text)
        return None
    except KeyReused:
        form.add_error(None, _("This page was used for another step already. Load it anew and send it again."))
        return None
    return redirect(done(result) if callable(done) else done)


def stale_page(
    request: HttpRequest, form: Form, error: Stale, url: str, *, named: bool | None = None
) -> HttpResponse:
    """Somebody acted first: who and when, and what was typed, to copy. named: whether the viewer may
    know who by name; None asks the gate of the matter."""
    entry = error.last_entry
    who = _who(request, entry, named)
    kept = [
        {"label": field.label, "value": field.value()}
        for field in form
        if not field.is_hidden and isinstance(field.value(), str) and field.value().strip()
    ]
    # A form made anew may ask for less than the one that was filled in: its texts are kept too.
    known = {field.html_name for field in form} | {"csrfmiddlewaretoken", "at", "key", "go"}
    texts = {name: value.strip() for name, value in request.POST.items() if name not in known}
    kept += [{"label": "", "value": text} for text in texts.values() if " " in text or not text.isascii()]
    context = {
        "entry": {
            "at": entry.recorded().instant if entry is not None else None,
            "who": who,
        },
        "kept": kept, "url": url,
    }
    return render(request, "409.html", context, status=409)


def _who(request: HttpRequest, entry, named: bool | None) -> str:
    """Who made an entry, by name where the viewer may know it: to a subject or unit the office speaks as a
    body, and another's application is not told at all."""
    if entry is None or entry.actor is None:
        return ""
    if named is None:
        matter = with_people(visible_matters(viewer(request))).filter(pk=entry.stream).first()
        named = matter is None or sees_reasons(Standing(viewer(request), matter))
    person = Person.objects.filter(pk=entry.actor).first() if named or entry.actor == request.user.person_id else None
    return person.name if person else ""
