"""Reports without a name come from nobody: before anything else reads the request, account, session and address go."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

#: The addresses where nobody is asked for.
PATHS = ("/report/",)
#: What tells where a request comes from.
ADDRESS = ("REMOTE_ADDR", "REMOTE_HOST", "REMOTE_PORT", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED",
           "HTTP_USER_AGENT")


class Nameless:
    """Stands first of all. The session's cookie is taken off, so that no session is read, written or renewed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(PATHS):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
            for name in ADDRESS:
                request.META.pop(name, None)
        return self.get_response(request)
