"""The catch-all situation and what it is compared with (A06-12, A09; reading 12).

Whoever claims "other situations" names the listed ones that come nearest and says what is different. Their
facts are looked into as well, so that report, opinion and minutes have the comparison beside the facts. Nothing
is reckoned: which one comes near, and what the difference weighs, people say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo.matters.doing import Doing
from rongcuo.matters.errors import Incomplete
from rongcuo.matters.models import Subject
from rongcuo.policy import Assessment, Pack

MOST = 3  # listed situations to compare with


def asked(pack: Pack, settings: Mapping[str, object], situations: Iterable[str]) -> bool:
    """Whether a comparison is owed: the catch-all is claimed, and read as asking for extra reasons."""
    last = pack.procedure.catch_all
    extra = settings.get("situation.12", "extra_justification") == "extra_justification"
    return extra and last is not None and last in set(situations)


def listed_situations(pack: Pack) -> list:
    """The rules of the situations that the measures list, without the catch-all."""
    return [r for r in pack.rules.values() if r.kind == "situation" and r.id != pack.procedure.catch_all]


def check_comparison(
    pack: Pack, settings: Mapping[str, object], situations: Iterable[str], nearest: Iterable[str], words: str
) -> dict | None:
    """What an application says of the comparison; None where none is owed. Raises Incomplete."""
    if not asked(pack, settings, situations):
        return None
    known = {r.id for r in listed_situations(pack)}
    chosen = [s for s in dict.fromkeys(nearest) if s in known]
    if not chosen or len(chosen) > MOST:
        raise Incomplete(
            _("Name the listed situation that comes nearest, or up to three of them."),
            _("“Other situations” is compared with it, so that the item is not used for just anything."),
            "nearest",
        )
    if not words.strip():
        raise Incomplete(_("Say what is different here, and why tolerance is right all the same."), field="comparison")
    return {"nearest": chosen, "words": words.strip()}


def compare(doing: Doing, given: Mapping[UUID, str]) -> dict[str, str]:
    """The report's comparison for each subject that owes one: subject -> words."""
    found = {}
    for subject in doing.deciding():
        if not asked(doing.pack, doing.settings, subject.situations):
            continue
        text = (given.get(subject.pk) or "").strip()
        doing.need(
            text,
            _("“Other situations” is claimed for %(who)s. Compare it with the nearest listed situation.")
            % {"who": subject.name},
            field=f"comparison-{subject.pk}",
        )
        found[str(subject.pk)] = text
    return found


def check_proposal(doing: Doing, subject: Subject, given: dict) -> None:
    """An opinion that proposes tolerance on the catch-all says how it stands to the nearest situation."""
    known = doing.pack.determinations.get(given.get("outcome"))
    if known is None or not known.positive or not asked(doing.pack, doing.settings, subject.situations):
        return
    doing.need(
        (given.get("comparison") or "").strip(),
        _("Tolerance is proposed on “other situations”. Say how %(who)s stands to the nearest listed situation.")
        % {"who": subject.name},
        field=f"comparison-{subject.pk}",
    )


def needs_sentence(pack: Pack, settings: Mapping[str, object], subject: Subject, check: Assessment) -> bool:
    """Whether the minutes owe an express sentence: the catch-all is the main situation, or the only one met."""
    if not asked(pack, settings, subject.situations):
        return False
    last = pack.procedure.catch_all
    others = [s for s in subject.situations if s != last]
    return subject.main_situation == last or not any(check.verdict(s) == "met" for s in others)
