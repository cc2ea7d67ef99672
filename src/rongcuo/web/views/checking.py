"""Checking a receipt: for whoever is handed one, signed in or not."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rongcuo.exemptions import receipts
from rongcuo.web.protection.words import answer_line


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Ask for the code that stands on the receipt."""
    token = "".join(request.GET.get("code", "").split()).lower()
    if token:
        return redirect(reverse("check-receipt", args=[token[:60]])) if token.isalnum() and token.isascii() else _none(request)
    return render(request, "web/protection/check.html", {"asked": False})


def _none(request: HttpRequest) -> HttpResponse:
    return render(request, "web/protection/check.html", {"asked": True, "found": None}, status=404)


@require_safe
def check_receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Whether a receipt is genuine and still holds; what stands on it, and nothing else."""
    found = receipts.check(token)
    if found is None:
        return _none(request)
    context = {"asked": True, "found": found, "lines": [answer_line(r, found.policy) for r in found.rows]}
    return render(request, "web/protection/check.html", context)


@require_safe
def checker(request: HttpRequest) -> HttpResponse:
    """The program that checks a receipt offline: one file of the standard library."""
    return FileResponse(receipts.CHECKER.open("rb"), content_type="text/x-python", as_attachment=True, filename="check_receipt.py")
