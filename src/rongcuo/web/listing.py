"""Lists by the page."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

ROWS = 30
#: What turns, sorts or widens a list, and takes nothing out of it.
NO_FILTERS = frozenset({"page", "sort", "col"})


def paged(request: HttpRequest, rows) -> Page:
    """The page asked for, thirty rows each; a number that is none is the first or the last page.

    Which filters were used is remembered for the log of what was read; not what they were set to.
    """
    request._filters = sorted(k for k, v in request.GET.items() if v and k not in NO_FILTERS and k.isidentifier())[:8]
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))
