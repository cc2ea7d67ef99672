"""Answers when something cannot be done. Each says what happened, what was kept, what to do."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where the body was too large to be read."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", {"back_url": request.path}, status=413)
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: inside one's scope, but somebody else's step. The exception's words are for people."""
    words = " ".join(str(part) for part in exception.args if part)
    return render(request, "403.html", {"exception": words}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: outside one's scope nothing exists; the answer is the same for what never existed."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, from templates that need no context."""
    return render(None, "500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the page was open too long, or cookies are off."""
    return render(None, "403_csrf.html", status=403)
