"""One matter's whole dossier as one package that can be checked without this program (domain rules: DA/T 22, 46, 70).

Everything is read once and streamed; memory does not grow with the dossier. `docs/dossier.md` says what lies where.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings as site
from django.utils import translation
from django.utils.translation import gettext as _

from rongcuo import __version__, clock
from rongcuo.archive import checks, metadata, renditions
from rongcuo.archive.bag import Bag, PackageError, Progress, has_sm3
from rongcuo.archive.catalogue import Describing, clean
from rongcuo.archive.reading import index_page, read_me
from rongcuo.archive.reasons import reasons_now, sorted_json
from rongcuo.archive.related import annex_of, issued, public_copies, scans
from rongcuo.archive.related import streams as related_streams
from rongcuo.archive.remains import named
from rongcuo.archive.verifying import VERIFY
from rongcuo.ledger import canonical, checkpoints
from rongcuo.ledger.models import Entry
from rongcuo.matters import files
from rongcuo.matters.access import Standing, may_export
from rongcuo.matters.errors import NotFound
from rongcuo.matters.models import CalendarYear, Evidence, Item, Matter
from rongcuo.matters.packs import current_calendar, pack_of, settings_of
from rongcuo.people.models import Person, Post
from rongcuo.policy.loader import check_files, read_files
from rongcuo.workdays import Calendar, Year

FORMAT = "rongcuo.dossier/1"


@dataclass(frozen=True)
class Exported:
    """A package that was written: its place, the digest of the whole, what is in it, and until when it is proved."""

    path: Path
    digest: str
    pieces: int
    files: int
    bytes: int
    sealed: bool
    proved_until: str


def name_of(matter: Matter) -> str:
    """What a matter's package is called."""
    fonds = f"{site.ARCHIVE_FONDS}-" if site.ARCHIVE_FONDS else ""
    return clean(f"{fonds}{matter.number}")


def export(
    standing: Standing, folder: Path, *, sm3: bool | None = None,
    progress: Progress = lambda done, total, name: None,
) -> Exported:
    """Write the package into `folder`. Raises NotFound outside the viewer's right, PackageError with a cure.

    A checkpoint is made first where the newest one does not cover the matter's last entry.
    """
    if not may_export(standing):
        raise NotFound
    sm3 = site.ARCHIVE_SM3 if sm3 is None else sm3
    if sm3 and not has_sm3():
        raise PackageError(_(
            "This Python's OpenSSL has no SM3. Use an OpenSSL of 1.1.1 or newer with SM3, or export without it."
        ))  # fmt: skip
    with translation.override("zh-hans"):
        return _export(standing.matter, folder, sm3, progress)


def _export(matter: Matter, folder: Path, sm3: bool, progress: Progress) -> Exported:
    made = Contents(matter)
    proofs = {str(stream): _proof(str(stream)) for stream in made.streams}
    root = name_of(matter)
    line = checkpoints.from_table()[-1]
    with Bag(folder / f"{root}.zip", root, clock.now().astimezone(clock.ZONE), made.total(), sm3, progress) as bag:
        for path, data in made.head():
            bag.add(path, data)
        for row in made.rows:
            _piece(bag, made, row)
        for path, data in made.tail(proofs, line):
            bag.add(path, data)
        bag.tag("index.html", index_page(made, line))
        bag.tag("verify.py", VERIFY.read_bytes())
        digest = bag.close([
            ("Source-Organization", site.BUREAU_NAME or "—"), ("Bagging-Date", clock.today().isoformat()),
            ("External-Identifier", matter.number), ("Bag-Software-Agent", f"rongcuo {__version__}"),
            ("Rongcuo-Format", FORMAT), ("Rongcuo-Matter", str(matter.pk)),
            ("Rongcuo-Sealed", matter.sealed_on.isoformat() if matter.sealed_on else "no"),
        ])  # fmt: skip
        count, size = len(bag.payload), bag.bytes
    return Exported(folder / f"{root}.zip", digest, len(made.rows), count, size, bool(matter.sealed_on), line.instant)


def _proof(stream: str) -> dict:
    """The proof of a stream's head in the newest checkpoint; one is made where the head moved since."""
    head = Entry.objects.filter(stream=stream).order_by("-position").first()
    for made_now in (False, True):
        try:
            shown = checkpoints.inclusion(stream)
        except (KeyError, IndexError):
            shown = None
        if shown is not None and shown["leaf"][1:] == [head.position, head.digest]:
            return shown
        if not made_now:
            checkpoints.checkpoint()
    raise PackageError(_("Something was recorded in this matter just now. Export again."))


def _piece(bag: Bag, made: Contents, row: dict) -> None:
    """The files of one 件."""
    bag.add(f"{row['folder']}/元数据.xml", made.metadata(row))
    for paper in row["papers"]:
        bag.add(paper["data"], made.data(paper))
        if paper.get("final"):
            bag.add(paper["final"], canonical.encode(made.texts[paper["text"]]))
        if row["n"] <= made.sealed_rows or paper.get("dispatch"):
            _copy(bag, made, paper)
        else:
            bag.add(paper["path"], made.rendered(paper))
        if renditions.ofd is not None and paper["media_type"] == "application/pdf":
            source = files.path_of(UUID(paper["file"]))
            bag.add(paper["path"].removesuffix(".pdf") + ".ofd", renditions.ofd(source))
    for evidence in row["evidence"]:
        _copy(bag, made, evidence)
    bag.add(f"{row['folder']}/处理单/办理过程.txt", made.handling(row))


def _copy(bag: Bag, made: Contents, one: dict) -> None:
    """A kept file, compared with its recorded digest while it is read. What was destroyed by decision is not there."""
    if (one.get("evidence") or one["item"] or one["stream"]) in made.gone:
        return
    try:
        with files.path_of(UUID(one["file"])).open("rb") as source:
            digest = bag.add_file(one["path"], source, one["size"])
    except FileNotFoundError:
        digest = ""
    if digest != one["sha256"]:
        raise PackageError(
            _("“%(name)s” is missing or is not what was recorded. Restore it from the backup, then export again.")
            % {"name": one["title"]}
        )


class Contents:
    """What goes into the package of one matter, read from the record in a fixed number of queries."""

    def __init__(self, matter: Matter):
        self.matter, self.pack, self.settings = matter, pack_of(matter), settings_of(matter)
        self.sealed = matter.sealed_on is not None
        self.subjects = list(matter.subjects.select_related("person", "unit"))
        self.items = {str(i.pk): i for i in Item.objects.filter(matter=matter).select_related("matter")}
        self.related = {str(s.id): s for s in related_streams(matter)}
        self.streams = [str(matter.act_id), str(matter.pk), *self.related]
        rows = Entry.objects.filter(stream__in=self.streams).order_by("seq").select_related("payload")
        self.entries = list(rows)
        self.recorded, self.payloads = self._recorded()
        self.describing = Describing(matter, self.pack, self.settings, self.subjects)
        self.catalogues = [i for i in self.items.values() if i.kind == "catalogue"]
        self.rows = self._rows()
        self.people = self._people()
        self.checked = checks.run(matter)
        self.steps = {e.position: self._step(e) for e in self.entries if e.stream == matter.pk}

    def _recorded(self) -> tuple[dict[str, dict], dict[int, dict]]:
        """Papers as recorded, by id; and payloads by seq: of a destroyed entry, what its decision left."""
        left = {}
        for entry in self.entries:
            if entry.kind == "payload.destroyed":
                said = canonical.decode(entry.payload.body)
                left[said["entry"]] = said["remains"]
        papers, payloads = {}, {}
        self.texts: dict[str, dict] = {}  # the versions of issued papers' texts, by id
        self.gone: set[str] = set()  # what entries said that were destroyed by decision
        for entry in self.entries:
            body = canonical.decode(entry.payload.body) if entry.payload.body else left[entry.digest]
            payloads[entry.seq] = body
            for item in body.get("items") or ():
                papers[item["id"]] = item
            if isinstance(body.get("text"), dict):
                self.texts[body["text"]["id"]] = body["text"]
            if not entry.payload.body:
                self.gone |= named(entry.kind, body)
        speaking = {str(e.stream) for e in self.entries if e.payload.body and e.kind != "payload.destroyed"}
        self.gone |= set(self.related) - speaking
        return papers, payloads

    def _rows(self) -> list[dict]:
        """The sealed rows, and after them whatever is in no sealed row: before closing, everything."""
        rows = [row for c in self.catalogues for row in c.body["pieces"]]
        papers = {p["item"] or p.get("stream") for row in rows for p in row["papers"]}
        files = {e["evidence"] for row in rows for e in row["evidence"]}
        files |= {p["dispatch"] for row in rows for p in row["papers"] if p.get("dispatch")}
        annexes = [*map(annex_of, Evidence.objects.filter(matter=self.matter)), *scans(self.matter)]
        annexes += [*(one.annex for one in issued(self.matter)), *public_copies(self.matter)]
        return rows + self.describing.rows(
            [i for pk, i in self.items.items() if pk not in papers],
            [a for a in annexes if str(a.id) not in files],
            [s for pk, s in self.related.items() if pk not in papers],
            self.matter.sealed_on or clock.today(), "", None, len(rows) + 1,
        )

    def _people(self) -> dict[str, dict]:
        actors = {e.actor for e in self.entries if e.actor}
        posts = {}
        for post in Post.objects.filter(person__in=actors).select_related("unit").order_by("since"):
            posts[post.person_id] = f"{post.unit.name} {post.title}".strip()
        known = Person.objects.filter(pk__in=actors)
        return {str(p.pk): {"name": p.name, "post": posts.get(p.pk, "")} for p in known}

    def _step(self, entry: Entry) -> dict:
        action = entry.kind.removeprefix("matter.")
        try:
            move = self.pack.procedure.move(action)
            name, basis = move.name.zh, "、".join(move.cites)
        except KeyError:
            name, basis = action, ""
        return {
            "position": entry.position, "kind": entry.kind, "name": name, "basis": basis,
            "actor": str(entry.actor) if entry.actor else None, "recorded_at": entry.recorded_at,
            "done_on": self.payloads[entry.seq].get("done_on") or "", "digest": entry.digest,
        }

    # --- what is written ---------------------------------------------------------------------

    @property
    def dossier(self) -> dict:
        """What the package says of itself."""
        return {
            "format": FORMAT, "fonds": site.ARCHIVE_FONDS, "organisation": site.BUREAU_NAME,
            "matter": str(self.matter.pk), "act": str(self.matter.act_id), "streams": self.streams, "number": self.matter.number,
            "title": self.matter.title, "engine": f"rongcuo {self.matter.engine}", "policy": self.matter.policy,
            "policy_digest": self.matter.policy_digest, "adoption_digest": self.matter.adoption_digest,
            "calendar_digest": self.matter.calendar_digest,
            "sealed_on": self.matter.sealed_on.isoformat() if self.sealed else None,
            "exported_at": canonical.instant_text(clock.now()), "exported_by": f"rongcuo {__version__}",
        }

    def total(self) -> int:
        """Bytes to write, near enough for a bar."""
        known = sum(p["size"] for row in self.rows for p in (*row["papers"], *row["evidence"]))
        return known + sum(len(e.payload.body) + 500 for e in self.entries)

    @property
    def sealed_rows(self) -> int:
        return sum(len(c.body["pieces"]) for c in self.catalogues)

    def data(self, paper: dict) -> bytes:
        """What the record says of a paper, exactly."""
        if paper["item"]:
            return canonical.encode(self.recorded[paper["item"]])
        mine = [e for e in self.entries if str(e.stream) == paper["stream"]]
        return canonical.encode([{"kind": e.kind, "said": self.payloads[e.seq]} for e in mine])

    def rendered(self, paper: dict) -> bytes:
        if paper["item"]:
            return renditions.rendition(self.items[paper["item"]]).data
        return renditions.rendition_of_stream(self.related[paper["stream"]]).data

    def metadata(self, row: dict) -> bytes:
        return metadata.of_piece(row, self.dossier, self.steps_of(row), self.people)

    def steps_of(self, row: dict) -> list[dict]:
        """The entries the papers of a 件 come from, in order."""
        wanted = {self.items[p["item"]].position for p in row["papers"] if p["item"]}
        return [self.steps[n] for n in sorted(wanted) if n in self.steps]

    def who(self, step: dict) -> str:
        known = self.people.get(step["actor"] or "", {})
        return " ".join(filter(None, (known.get("post", ""), known.get("name", "")))) or "程序"

    def handling(self, row: dict) -> bytes:
        """处理单: who did what that these papers come from, and when."""
        lines = [f"处理单　{row['number']}　{row['title']}", ""]
        lines += [
            f"{s['position']:>4}　{s['done_on']}　{s['name']}　{self.who(s)}　依据 {s['basis'] or '—'}　登记于 {s['recorded_at']}"
            for s in self.steps_of(row)
        ]
        return ("\n".join(lines) + "\n").encode()

    def head(self) -> Iterator[tuple[str, bytes]]:
        yield "说明文件.TXT", read_me(self)
        yield "文件目录.XML", metadata.listing(self.rows)

    def tail(self, proofs: Mapping[str, dict], line: checkpoints.Line) -> Iterator[tuple[str, bytes]]:
        """What is about the dossier as a whole."""
        yield "过程/记录.jsonl", b"".join(self._record_lines())
        yield "过程/业务日志.txt", self._log()
        yield "过程/人员.json", _json(self.people)
        yield "校验/包含证明.json", _json(proofs)
        yield "校验/检查点.json", canonical.encode(asdict(line))
        yield "检测/四性检测报告.json", _json([one.as_json() for one in self.checked])
        yield "检测/四性检测报告.txt", checked_text(self.checked).encode()
        yield "其他/dossier.json", _json(self.dossier)
        yield "其他/目录.json", canonical.encode(self.rows)
        folder = site.POLICIES / self.matter.policy
        rules = read_files(folder)
        for name, data in rules:
            yield f"其他/规则/{name}", data
        yield "其他/规则.json", sorted_json(check_files(rules)[0])
        yield "其他/办法解释.json", sorted_json(dict(self.settings))
        yield "其他/工作日历.json", sorted_json([y.document() for y in calendar_of(self.matter).in_force])
        for n, (_subject, text) in enumerate(self.reasons(), 1):
            yield f"其他/理由/{n:02d}.json", text

    def reasons(self) -> Iterator[tuple[str, bytes]]:
        """The tree of reasons of each subject with findings, as it was sealed, else as it is now."""
        kept = [r for c in self.catalogues for r in c.body.get("reasons") or ()]
        if self.sealed:
            for one in kept:
                yield one["subject"], files.path_of(UUID(one["file"])).read_bytes()
        else:
            yield from reasons_now(self.matter, self.subjects)

    def _record_lines(self) -> Iterator[bytes]:
        for e in self.entries:
            kept = e.payload
            yield canonical.encode({
                "envelope": e.envelope(), "digest": e.digest, "salt": kept.salt, "body": kept.body,
                "destroyed_by": kept.destroyed_by_id,
            }) + b"\n"  # fmt: skip

    def _log(self) -> bytes:
        lines = [f"业务日志　{self.matter.number}　{self.matter.title}", ""]
        lines += [
            f"{s['position']:>4}　{s['done_on']}　{s['name']}　{self.who(s)}　依据 {s['basis'] or '—'}"
            for s in self.steps.values()
        ]
        return ("\n".join(lines) + "\n").encode()


def calendar_of(matter: Matter) -> Calendar:
    """The calendar whose digest the matter carries; the present one where no earlier one has it."""
    calendar = Calendar.load(site.CALENDAR)
    for row in [None, *CalendarYear.objects.order_by("recorded_on", "id")]:
        if row is not None:
            year = Year.from_document(row.body)
            calendar = calendar.with_year(replace(year, version=len(calendar.history(year.year)) + 1))
        if calendar.digest == matter.calendar_digest:
            return calendar
    return current_calendar()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def checked_text(results: list[checks.Result], day: date | None = None) -> str:
    """The report of the checks, to be read."""
    day = day or clock.today()
    lines = [f"四性检测报告（{day.isoformat()}，由程序按 DA/T 70-2018 的四性逐项检查）", ""]
    area = ""
    for one in results:
        if one.area != area:
            area = one.area
            lines.append(f"【{_(checks.AREAS[area])}】")
        said = "未由程序检查" if one.count is None else f"发现 {len(one.wrong)} 处" if one.wrong else "未发现问题"
        lines.append(f"　{_(checks.CHECKS[one.code][1])}：{said}（检查 {one.count or 0} 项）")
        lines += [f"　　{name}" for name in one.wrong]
    return "\n".join(lines) + "\n"
