"""What a paper of a matter says, as rows of label and text: for the page and for print.

One function a kind, by name; a kind without one shows nothing. Evidence is cited by its number.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rongcuo.archive import checks, retention
from rongcuo.matters.errors import listed
from rongcuo.matters.models import Item, Matter
from rongcuo.matters.titles import title_of  # noqa: F401  (where it was always looked for)
from rongcuo.policy import Pack
from rongcuo.web.forms.steps.ending import MADE_WORDS, SCOPE_WORDS, WAY_WORDS
from rongcuo.web.forms.steps.intake import GROUNDS
from rongcuo.web.forms.steps.recusal import WAY_WORDS as IN_PLACE
from rongcuo.web.forms.steps.verification import GROUND_WORDS
from rongcuo.web.latertext import Afterwards
from rongcuo.web.templatetags.ui import full_day
from rongcuo.web.viewing import lang

Row = dict[str, str]


class Writer(Afterwards):
    """Writes the rows of a matter's papers. `names`: people by id; `subjects`: names by subject id."""

    def __init__(self, pack: Pack, matter: Matter, subjects: dict[str, str], names: dict[str, str]):
        self.pack, self.matter, self.subjects, self.names = pack, matter, subjects, names

    def rows(self, item: Item) -> list[Row]:
        """The paper's rows, empty texts left out; of one that was destroyed after its period, that it was."""
        if item.body.get("emptied"):
            return [{"term": _("What it said"), "label": _("What it said"), "value": _("Destroyed by the decision of two people; its record stays")}]
        write: Callable | None = getattr(self, f"_{item.kind}", None)
        if write is None:
            return []
        return [{"term": t, "label": t, "value": v} for t, v in write(item.body) if v not in ("", None)]

    # --- small words -------------------------------------------------------------------------

    def _outcome(self, key: str) -> str:
        known = self.pack.determinations.get(key)
        return known.name.get(lang()) if known else key

    def _situations(self, ids: list[str], main: str) -> str:
        lines = []
        for key in ids:
            rule = self.pack.rules.get(key)
            mark = _(" (main)") if key == main and len(ids) > 1 else ""
            lines.append((rule.name.get(lang()) if rule else key) + mark)
        return "\n".join(lines)

    def _day(self, text: str | None) -> str:
        from datetime import date

        return full_day(date.fromisoformat(text)) if text else ""

    @staticmethod
    def _numbers(numbers: list) -> str:
        return " ".join(f"[{n}]" for n in numbers)

    def _answers(self, answers: dict) -> list[tuple[str, str]]:
        out = []
        for key, given in answers.items():
            question = self.pack.questions.get(key)
            rests = [self._numbers(given.get("evidence") or [])]
            rests += [
                self.pack.facts[f].question.get(lang()) for f in given.get("facts") or []
                if f in self.pack.facts
            ]
            basis = "；".join(r for r in rests if r)
            text = given.get("text", "") + (f"\n{_('Rests on')}：{basis}" if basis else "")
            out.append((question.text.get(lang()) if question else key, text))
        return out

    def _effects(self, ticked: dict) -> str:
        lines = []
        for key, tick in ticked.items():
            effect = self.pack.effects.get(key)
            word = pgettext("effect", "granted") if tick["granted"] else pgettext("effect", "not granted")
            why = f"（{tick['reason']}）" if tick.get("reason") else ""
            lines.append(f"{word}：{effect.name.get(lang()) if effect else key}{why}")
        return "\n".join(lines)

    # --- the kinds ---------------------------------------------------------------------------

    def _application(self, b: dict):
        yield _("Situations claimed"), self._situations(b["situations"], b["main_situation"])
        yield _("What happened"), b["account"]
        yield _("Reasons"), "\n".join(f"{n}. {p}" for n, p in enumerate(b["points"], 1))
        yield _("What was done about it"), b["remedy"]
        yield _("Why it came late"), b["late_reason"]
        compared, again, behalf = b.get("comparison"), b.get("again"), b.get("on_behalf")
        if compared:
            yield _("Beside the nearest listed situation"), (
                self._situations(compared["nearest"], "") + "\n" + compared["words"]
            )
        if behalf:
            ground = self.pack.procedure.behalf.get(behalf["ground"])
            who = behalf["relative"] or _("the division or unit")
            yield _("Applied for by"), f"{who}：{ground.name.get(lang()) if ground else ''} {behalf['basis']}"
            yield _("On what authority"), behalf["authorisation"]
        if again:
            yield _("Applied for before"), f"{again['number']} {self._day(again['ended_on'])}"
            yield _("What is new"), again["new"]
        yield _("Evidence"), self._numbers(b["evidence"])

    def _forwarding(self, b: dict):
        yield _("Forwarded"), "" if b["forwarded"] else _("no; it went directly")
        yield _("Opinion of the division or unit"), b["words"]

    def _completion_request(self, b: dict):
        yield _("What is missing"), b["missing"]

    def _completion(self, b: dict):
        yield _("What was added"), b["words"]
        yield _("Evidence"), self._numbers(b["evidence"])

    def _acceptance(self, b: dict):
        yield _("Why it is accepted although it came after the last day"), b["reason"]

    def _refusal(self, b: dict):
        yield _("Ground"), str(GROUNDS.get(b["ground"], b["ground"]))
        yield _("Reasons"), b["reason"]

    def _withdrawal(self, b: dict):
        yield _("What was said"), b["words"]

    def _own_view(self, b: dict):
        yield _("The person says"), _("I take it as my own") if b["agrees"] else _("I object to it")
        yield _("What was said"), b["words"]

    def _rule_kept(self, b: dict):
        yield _("Title"), b["title"]
        yield _("Article"), b["article"]
        yield _("Text"), b["text"]
        yield _("Issued by"), b["issued_by"]
        yield _("In force from"), self._day(b["since"])
        yield _("In force until"), self._day(b["until"])
        yield _("Beside what happened"), (
            _("in force on the day") if b["lane"] == "of_the_day" else _("came later; not the rule of the day")
        )
        yield _("Evidence"), self._numbers([b["evidence"]] if b["evidence"] else [])

    def _reply(self, b: dict):
        yield _("Issued by"), b["issued_by"]
        yield _("Number of the document"), b["number"]
        yield _("Answered on"), self._day(b["replied_on"])
        yield _("What was made of the suggestion"), str(MADE_WORDS[b["made_of_it"]])
        yield _("What the answer says"), b["text"]

    def _group(self, b: dict):
        yield _("Leads the group"), self.names.get(b["lead"], "")
        members = [self.names.get(m, "") for m in b["members"] if m != b["lead"]]
        yield _("Members"), listed(members)
        yield _("Working group"), _("none; two people verify") if b.get("dispensed") else ""
        yield _("Task"), b["task"]
        yield _("Why the group changes"), b["reason"]

    def _hearing(self, b: dict):
        yield _("Place"), b["place"]
        yield _("Present"), b["present"]
        yield _("Record"), b["record"]

    def _report(self, b: dict):
        yield _("How it was verified"), b["course"]
        yield _("Facts found"), b["facts"]
        yield from self._answers(b["answers"])
        for subject, text in (b.get("comparisons") or {}).items():
            yield f"{self.subjects.get(subject, '')} · {_('“Other situations” beside the nearest listed one')}", text
        yield _("Disagreement within the group"), b["disagreement"]
        yield _("Earlier matters of the same kind"), "\n".join(self._before(r) for r in b.get("history") or ())
        yield _("Recusal"), "\n".join(self._recusal(r) for r in b.get("recusals") or ())

    def _before(self, r: dict) -> str:
        ended = self._outcome(r["outcome"]) if r["outcome"] else self.pack.procedure.subject_states[r["state"]].name.get(lang())
        return f"{self.subjects.get(r['subject'], '')}：{r['number']} {self._day(r['opened_on'])} {ended}"

    def _recusal(self, r: dict) -> str:
        words = {
            "declared": _("declared an interest, not decided yet"), "recused": _("stepped aside"),
            "cleared": _("declared; need not step aside"),
        }
        grounds = "；".join(str(GROUND_WORDS[g]) for g in r["grounds"] if g in GROUND_WORDS)
        return f"{r['person']}：{words.get(r['status'], r['status'])}（{grounds}） {self._day(r['decided_on'])}".strip()

    def _substitute(self, b: dict):
        yield _("Who"), self.names.get(b["person"], "")
        yield _("In which capacity"), self.pack.capacities[b["capacity"]].name.get(lang())
        yield _("How"), str(IN_PLACE.get(b["way"], b["way"]))
        yield _("Reasons"), b["reasons"]

    def _referral(self, b: dict):
        yield _("To which body"), b["to"]
        yield _("Reasons"), b["reasons"]

    def _authority(self, b: dict):
        yield _("Issued by"), b["issued_by"]
        yield _("Number of the document"), b["number"]
        yield _("What it says"), b["text"]

    def _step_confirmed(self, b: dict):
        yield _("Which step"), self.pack.procedure.move(b["action"]).name.get(lang())
        yield _("Decision"), _("It stands") if b["stands"] else _("It is to be done again")
        yield _("Reasons"), b["words"]

    def _consultation(self, b: dict):
        yield _("Question"), b["question"]

    def _consultation_answer(self, b: dict):
        yield _("Answer"), b["answer"]

    def _stop_lifted(self, b: dict):
        yield _("Reasons"), b["reason"]

    def _opinion(self, b: dict):
        yield _("Facts in brief"), b["facts"]
        for subject, given in b["proposals"].items():
            who = self.subjects.get(subject, "")
            yield f"{who} · {_('Proposed')}", self._outcome(given["outcome"])
            yield f"{who} · {_('Reasons')}", given["reason"]
            yield f"{who} · {_('Why beyond what the articles leave open')}", given.get("beyond", "")
            yield f"{who} · {_('Why it is decided otherwise than like cases')}", given.get("unlike", "")
            yield f"{who} · {_('“Other situations” beside the nearest listed one')}", given.get("comparison", "")
        yield from self._answers(b["answers"])
        yield _("Minority view"), b["minority"]

    def _return(self, b: dict):
        yield _("What is to be verified further"), b["reason"]

    def _postponement(self, b: dict):
        yield _("Reasons"), b["reason"]
        yield _("Until about"), self._day(b["until"])

    def _minutes(self, b: dict):
        yield _("Day of the meeting"), self._day(b["held_on"])
        yield _("Place"), b["place"]
        yield _("In the chair"), b["chair"]
        yield _("Due to attend"), f"{len(b['due'])}：{'、'.join(b['due'])}"
        yield _("Present"), f"{len(b['present'])}：{'、'.join(b['present'])}"
        yield _("Stepped aside"), listed(b["recused"])
        yield _("Views"), "\n".join(f"{who}：{text}" for who, text in b["views"].items())
        for subject, given in b["decisions"].items():
            who = self.subjects.get(subject, "")
            yield f"{who} · {_('Determination')}", self._outcome(given["outcome"])
            yield f"{who} · {_('Votes')}", _("for %(f)d, against %(a)d, abstaining %(n)d") % {
                "f": given["for"], "a": given["against"], "n": given["abstain"]
            }
            yield f"{who} · {_('Reasons')}", given["reason"]
            yield f"{who} · {_('Why it departs from the opinion')}", given.get("departure", "")
            yield f"{who} · {_('Why beyond what the articles leave open')}", given.get("beyond", "")
            yield f"{who} · {_('Dissent')}", given.get("dissent", "")
        yield _("Express sentence on “other situations”"), b["catch_all"]

    _later_minutes = _minutes

    def _determination(self, b: dict):
        yield _("Day of the meeting"), self._day(b["held_on"])
        yield _("Determination"), self._outcome(b["outcome"])
        yield _("Reasons"), b["reason"]
        yield _("Effects"), self._effects(b["effects"])

    def _feedback(self, b: dict):
        yield _("Result"), self._outcome(b["outcome"])
        yield _("Effects"), self._effects(b["effects"])
        yield _("Explanation"), b["explanation"]
        for one in b["answers"]:
            yield f"{one['n']}. {one['text']}", one["answer"]

    def _receipt(self, b: dict):
        yield _("Received on"), self._day(b["received_on"])
        yield _("Remark"), b["words"]

    def _publication(self, b: dict):
        yield _("In which form"), str(WAY_WORDS.get(b["form"], b["form"]))
        yield _("To whom"), str(SCOPE_WORDS.get(b["scope"], b["scope"]))
        yield _("Text"), b["text"]
        yield _("Agreed to be named"), listed(b["named"])

    def _no_publication(self, b: dict):
        yield _("Why nothing is published"), b["reason"]

    def _filing(self, b: dict):
        yield _("Papers deposited"), str(b["papers"])
        yield _("Note"), b["note"]

    def _closing(self, b: dict):
        yield _("Papers sealed"), str(b["papers"])
        yield _("Pieces of evidence sealed"), str(b["evidence"])
        ground = self.pack.retention.get(b.get("ground") or "")
        if ground is not None:
            yield _("Kept longer"), f"{ground.name.get(lang())}：{b['ground_reason']}"
        yield _("Note"), b["note"]

    def _checks(self, b: dict):
        for one in b["results"]:
            area, what, _must = checks.CHECKS[one["code"]]
            if one["count"] is None:
                said = _("not looked at by the software")
            elif one["wrong"]:
                said = _("%(n)d looked at; found: %(what)s") % {"n": one["count"], "what": listed(one["wrong"])}
            else:
                said = _("%(n)d looked at, nothing found") % {"n": one["count"]}
            yield f"{_(checks.AREAS[area])} · {_(what)}", said

    def _catalogue(self, b: dict):
        for row in b["pieces"]:
            kept = retention.words(row["keep"]).get(lang())
            if row["until"]:
                kept = _("%(kept)s, until %(day)s") % {"kept": kept, "day": row["until"]}
            said = _("%(number)s · %(kept)s") % {"number": row["number"], "kept": kept}
            yield f"{row['n']}. {row['title']}", said

    def _supplement(self, b: dict):
        yield _("Title"), b["title"]
        yield _("Text"), b["text"]
        yield _("Evidence"), self._numbers(b["evidence"])
