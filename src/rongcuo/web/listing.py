"""Lists by the page."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

ROWS = 30


def paged(request: HttpRequest, rows) -> Page:
    """The page asked for, thirty rows each; a number that is none is the first or the last page."""
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))
