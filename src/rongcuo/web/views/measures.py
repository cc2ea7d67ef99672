"""The measures: the text with what the software makes of it, invented facts tried out, two sets compared,
and what the checks prove. For every pack in the policies folder."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rongcuo.matters.interpretation import of_articles
from rongcuo.matters.packs import current_calendar, current_pack
from rongcuo.policy import FactError, Pack, PackError, assess, from_findings
from rongcuo.policy.reasoning.words import outcome_words
from rongcuo.web.forms.measures import Compare, Facts, taken, written
from rongcuo.web.measures import differences, text, trying
from rongcuo.web.measures.shelf import (
    confirmed,
    is_own,
    name_of,
    names,
    pack_at,
    readings_now,
    shelf,
)
from rongcuo.web.viewing import for_people, for_readers, lang
from rongcuo.web.views.readings import shown


@for_readers
def measures(request: HttpRequest) -> HttpResponse:
    """The bureau's own measures, whole."""
    return _text(request, current_pack())


@for_readers
def pack(request: HttpRequest, pack: str, version: str) -> HttpResponse:
    """Any measures in the policies folder, whole."""
    return _text(request, _pack(pack, version))


def _pack(pack: str, version: str) -> Pack:
    try:
        return pack_at(f"{pack}/{version}")
    except PackError:
        raise Http404 from None  # what is wrong with it stands on the list of packs


def _text(request: HttpRequest, found: Pack) -> HttpResponse:
    rows, own = confirmed(found), is_own(found)
    readings = {r.key: shown(found, r, rows.get(r.key)) for r in found.readings.values()}
    if not own:  # readings are confirmed for the bureau's own measures only
        readings = {key: one | {"url": ""} for key, one in readings.items()}
    adopted = found.settings({key: row.value for key, row in rows.items()} if own else {})
    articles = text.rows(found, adopted, readings, lang())
    if own:
        _attach_interpretations(articles)
    context = {"articles": articles, "lang": lang(), "own": own, **_of(found)}
    return render(request, "web/measures/measures.html", context)


def _attach_interpretations(articles: list[dict]) -> None:
    """The leading group's answers beside the articles they are about (A14)."""
    found = of_articles()
    for one in articles:
        rows = {row.pk: row for unit in one["units"] for row in found.get(unit.id, ())}
        one["interpretations"] = [
            {"url": reverse("interpretation", args=[pk]), "question": row.public_question, "answer": row.answer}
            for pk, row in rows.items()
        ]


def _of(pack: Pack) -> dict:
    """The pack and the addresses of its pages."""
    args = [pack.id, pack.version]
    return {
        "pack": pack, "own": is_own(pack), "name": name_of(pack),
        "urls": {
            "text": reverse("measures") if is_own(pack) else reverse("pack", args=args),
            "try": reverse("pack-try", args=args), "checks": reverse("pack-checks", args=args),
            "compare": f"{reverse('packs-compare')}?one={name_of(pack)}", "all": reverse("packs"),
        },
    }


@for_readers
def packs(request: HttpRequest) -> HttpResponse:
    """All sets of measures in the policies folder, and what is wrong with those that do not load."""
    rows = [
        {"name": name, **(_of(found) if found else {"problems": [p.text(lang()) for p in error.problems]})}
        for name, found, error in shelf()
    ]
    return render(request, "web/measures/packs.html", {"rows": rows})


# --- trying facts out ------------------------------------------------------------------------


@for_people
@require_http_methods(["GET", "HEAD", "POST"])
def try_out(request: HttpRequest, pack: str, version: str) -> HttpResponse:
    """Invented facts: what the articles say, what can still matter, what would change it. Nothing is kept:
    what is typed comes by POST and stands in no address, no log and no table."""
    found = _pack(pack, version)
    example = found.scenarios.get(request.GET.get("example", ""))
    if request.method == "POST":
        form = Facts(taken(request.POST, request.POST.get("set", ""), found), pack=found)
    else:
        form = Facts(_example(found, example), pack=found)
    settings = readings_now(found)
    context = {"form": form, "begun": example, "error": "", "result": None, **_of(found)}
    if form.is_valid():
        try:
            check = assess(found, form.known, settings=settings)
            context |= {
                "result": trying.result(check, lang()), "questions": trying.questions(check, lang()),
                "changes": trying.changes(check, lang()), "known": len(form.known),
            }
        except (FactError, PackError) as error:
            context["error"] = [_said(one) for one in error.problems]
    context["groups"] = form.groups
    return render(request, "web/measures/try.html", context)


def _said(problem) -> str:
    en = lang() == "en"
    return f"{problem.message_en} {problem.cure_en}" if en else f"{problem.message_zh}{problem.cure_zh}"


def _example(pack: Pack, scenario) -> dict:
    """The findings of one of the pack's own examples as the form's data."""
    if scenario is None:
        return {}
    try:
        facts = from_findings(pack, scenario.findings)
    except FactError:
        return {}
    return {f"f-{name}": written(value) for name, value in facts.items()}


# --- comparing -------------------------------------------------------------------------------


@for_readers
def compare(request: HttpRequest) -> HttpResponse:
    """Two sets of measures, or one under another reading: every difference with the fewest facts."""
    own, loaded = current_pack(), [found for _name, found, _error in shelf() if found]
    asked = request.GET if "one" in request.GET and "other" in request.GET else None
    form = Compare(
        asked, packs=loaded, readings=differences.other_readings(own, lang()),
        initial={"one": request.GET.get("one", name_of(own))},
    )
    context = {"form": form, "report": None, "error": ""}
    if asked is not None and form.is_valid():
        one, second = pack_at(form.cleaned_data["one"]), form.cleaned_data["other"]
        other, settings = (pack_at(second), None) if second in names() else (
            pack_at(name_of(own)), differences.under(own, second)
        )
        context["reading"] = dict(form.readings).get(second, "")
        try:
            context["report"] = differences.report(
                one, readings_now(one), other, settings or readings_now(other), lang()
            )
        except (FactError, PackError) as error:
            context["error"] = error.text(lang())
    return render(request, "web/measures/compare.html", context)


# --- what the checks prove -------------------------------------------------------------------


@for_readers
def checks(request: HttpRequest, pack: str, version: str) -> HttpResponse:
    """What is proved against a pack, each with the facts that show it, and its own examples."""
    found = _pack(pack, version)
    versions = tuple(p for _n, p, _e in shelf() if p and p.id == found.id)
    years = tuple(sorted(year.year for year in current_calendar().in_force))
    context = {**_of(found), "error": ""}
    try:
        findings, differing = differences.checked(found, versions, years)
    except PackError as error:
        return render(request, "web/measures/checks.html", context | {"error": error.text(lang())})
    context |= {
        "findings": [
            {"text": one.text(lang()), "witness": differences.witness(one, found, lang())} for one in findings
        ],
        "differing": [one.text(lang()) for one in differing],
        "examples": [
            {
                "id": one.id, "title": one.title, "url": f"{reverse('pack-try', args=[found.id, found.version])}?example={one.id}",
                "outcome": outcome_words(found, one.expect["outcome"], lang()),
            }
            for one in found.scenarios.values()
        ],
    }
    return render(request, "web/measures/checks.html", context)
