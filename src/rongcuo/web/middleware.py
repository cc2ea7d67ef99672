"""What happens around every page: its language, that no copy of it is kept, and the refusal of uploads nobody could take."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from rongcuo.matters.packs import one_calendar
from rongcuo.web.viewing import log_list, log_reading

#: What a form may weigh beside its file (names, words, the multipart frame).
FORM_SLACK = 2 * 1024 * 1024
#: Of a body that is refused, so much is read and thrown away, so that the browser hears the answer.
DRAINED = 256 * 1024 * 1024
CHUNK = 1 << 20


class ChosenLanguage:
    """The language a person chose, kept in a cookie; until then the site's own.

    The browser's wish is not asked: an official's machine may be set up in any language, and the
    measures are Chinese.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen not in dict(settings.LANGUAGES):
            chosen = settings.LANGUAGE_CODE
        translation.activate(chosen)
        request.LANGUAGE_CODE = chosen
        response = self.get_response(request)
        patch_vary_headers(response, ("Cookie",))
        response.headers.setdefault("Content-Language", chosen)
        return response


class NotKept:
    """No page is kept by a browser or a proxy: after signing out, "back" shows nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        add_never_cache_headers(response)  # with no-store; leaves nothing of an earlier, weaker word
        return response


class ReadOnce:
    """What every part of a page asks for, and what does not change while it is made, is read once."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with one_calendar():
            return self.get_response(request)


class Logged:
    """Whoever opened a matter for a page is written down, also where the page itself says nothing of it; so is a list
    that was filtered. A page that was refused or that only takes a step is none that was read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "GET" or response.status_code != 200:
            return response
        name = request.resolver_match.url_name if request.resolver_match else ""
        for standing in request.__dict__.get("_opened", ()):
            if not getattr(standing, "logged", False):
                log_reading(standing, f"page {name}")
        filters = request.__dict__.get("_filters")
        if filters and request.user.person_id:
            log_list(request, f"list {name}: {' '.join(filters)}")
        return response


class NoNul:
    """Takes NULs out of the question of an address: nobody types one, and databases refuse it. A path with one is of
    no page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            raise Http404
        asked = request.META.get("QUERY_STRING", "")
        if "%00" in asked or "\0" in asked:
            request.META["QUERY_STRING"] = asked.replace("%00", "").replace("\0", "")
        return self.get_response(request)


class UploadLimit:
    """Answers 413 to a body larger than any form here can carry, before anything is stored."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        if length <= settings.EVIDENCE_MAX_BYTES + FORM_SLACK:
            return self.get_response(request)
        _drain(request, min(length, DRAINED))
        context = {"limit": settings.EVIDENCE_MAX_BYTES, "back_url": request.path}
        return render(request, "413.html", context, status=413)


def _drain(request: HttpRequest, length: int) -> None:
    stream = request.META.get("wsgi.input")
    while stream is not None and length > 0:
        chunk = stream.read(min(CHUNK, length))
        if not chunk:
            return
        length -= len(chunk)
