"""The calendar of working days: which notices it rests on, and any span explained day by day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rongcuo import clock
from rongcuo.matters.packs import current_calendar, current_pack
from rongcuo.web.forms.calendar import Span
from rongcuo.web.viewing import for_readers


@for_readers
def calendar(request: HttpRequest) -> HttpResponse:
    """The years loaded; with `start` and `n` in the address, the reckoning of that span."""
    days = current_calendar()
    application = current_pack().deadlines.get("application")
    asked = "start" in request.GET
    initial = {"start": clock.today(), "n": application.working_days if application else 7}
    form = Span(request.GET if asked else None, initial=initial)
    reckoning = None
    if asked and form.is_valid():
        try:
            reckoning = days.last_day(form.cleaned_data["start"], form.cleaned_data["n"])
        except (ValueError, OverflowError):
            form.add_error("start", form.fields["start"].error_messages["invalid"])
    context = {
        "form": form, "reckoning": reckoning,
        "remaining": reckoning.remaining(clock.today()) if reckoning else None,
        "years": sorted(days.in_force, key=lambda y: -y.year),
    }
    return render(request, "web/calendar/calendar.html", context)
