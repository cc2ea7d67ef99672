"""The first page of everyone: what waits for me, then what changed. Nothing else."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rongcuo import clock
from rongcuo.matters.desk import Desk, Task
from rongcuo.matters.desk import desk as desk_of
from rongcuo.matters.models import Step
from rongcuo.matters.packs import pack_of
from rongcuo.web.naming import bodies_of
from rongcuo.web.viewing import lang, viewer
from rongcuo.web.views import administration
from rongcuo.web.views.signing import SINCE
from rongcuo.web.waiting import tasks as beside

#: So far back a first visit looks.
FIRST_LOOK = timedelta(days=14)


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The desk of the person signed in; an administrator's account has none."""
    if request.user.person_id is None:
        return render(request, "web/desk/administrator.html", administration.desk_of(request))
    kept = request.session.get(SINCE)
    since = datetime.fromisoformat(kept) if kept else clock.now() - FIRST_LOOK
    who = viewer(request)
    found: Desk = desk_of(who, since)
    tasks = [_task(t, who) for t in found.tasks] + beside(who)
    tasks.sort(key=lambda t: (t["due"] is None, t["due"] or date.max))
    context = {
        "tasks": tasks,
        "changes": [_change(s) for s in found.changes],
        "since": since if kept else None, "more": found.more,
    }
    return render(request, "web/desk/desk.html", context)


def _task(task: Task, who) -> dict:
    """A line for components/task.html."""
    line = {
        "verb": task.move.name.get(lang()),
        "due": task.due,
        "remaining": task.reckoning.remaining(who.day) if task.reckoning else None,
        "reckoning": task.reckoning,
        "provisional": bool(task.reckoning and task.reckoning.provisional),
        "target": not task.is_deadline,
    }
    if task.record is not None:
        return line | {
            "verb": _("Compare with the paper: %(step)s") % {"step": line["verb"]},
            "number": task.matter.number if task.matter else task.act.number,
            "title": task.matter.title if task.matter else task.act.brief.splitlines()[0][:60],
            "url": reverse("record", args=[task.record]),
            "who": _("recorded by %(who)s") % {"who": task.recorded_by},
        }
    if task.matter is not None:
        line |= {
            "number": task.matter.number, "title": task.matter.title,
            "url": reverse("matter", args=[task.matter.pk]),
            "who": task.subject.name if task.subject else "",
        }
        return line
    line |= {"number": task.act.number, "title": task.act.brief.splitlines()[0][:60]}
    if task.act_subject is None:
        return line | {"url": reverse("act", args=[task.act.pk])}
    line["url"] = reverse("apply", args=[task.act_subject.pk])
    named = task.act_subject
    notes = []
    if named.person_id not in {None, who.person}:
        notes.append(_("for %(who)s, who cannot apply") % {"who": named.person.name})
    if task.drafted:
        notes.append(_("draft saved; only you can see it"))
    if notes:
        line["who"] = " · ".join(notes)
    return line


def _change(step: Step) -> dict:
    """A line for components/changes.html."""
    pack = pack_of(step.matter)
    move = pack.procedure.move(step.action)
    text = move.name.get(lang())
    who = step.actor.name if step.actor_id and step.by_name else bodies_of(pack, move.by)
    return {
        "at": step.recorded_at, "number": step.matter.number,
        "text": _("%(step)s (%(who)s)") % {"step": text, "who": who} if who else text,
        "url": reverse("matter", args=[step.matter_id]),
    }
