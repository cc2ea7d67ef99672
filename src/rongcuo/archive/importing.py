"""A dossier of another installation: verified first, kept as it came, opened read-only."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rongcuo import ids
from rongcuo.archive.access import keeps
from rongcuo.archive.models import Imported
from rongcuo.archive.verifying import checker, words
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import lock, record
from rongcuo.matters import files
from rongcuo.matters.access import viewer_of
from rongcuo.matters.errors import Incomplete, NotPermitted, language
from rongcuo.matters.once import first_result
from rongcuo.people.models import Person

#: The largest package that is taken, in bytes; nothing in a package is compressed, so it cannot grow.
MAX_BYTES = 20 * 1024**3
_CHUNK = 1 << 20


def import_package(
    source: Path, *, actor: Person, key: str, against: Path | None = None, expect: str = ""
) -> Entry:
    """Verify a package, keep it, and record that it is here. Incomplete names everything found wrong.

    against: a copy of the other installation's checkpoints; expect: the digest of the whole from the
    transfer list. What does not verify is not kept.
    """
    earlier = first_result(actor, key, "dossier.imported")
    if earlier is not None:
        return earlier
    if not keeps(viewer_of(actor)):
        raise NotPermitted(_("This step is not yours."))
    check, said = _verified(source, against, expect)
    file, size, sha256 = _keep(source)
    try:
        with transaction.atomic():
            lock()
            if Imported.objects.filter(digest=check.whole).exists():
                raise Incomplete(_("This package was imported already."), field="package")
            return record(
                pk := ids.new_id(), "dossier.imported", actor=actor.pk, at=0, key=key,
                payload={
                    "id": pk, **said, "digest": check.whole, "proved_until": check.until,
                    "compared": check.held, "file": file, "size": size, "sha256": sha256,
                },
            )
    except BaseException:
        files.path_of(file).unlink(missing_ok=True)
        raise


def _verified(source: Path, against: Path | None, expect: str):
    module = checker()
    try:
        if source.stat().st_size > MAX_BYTES:
            raise Incomplete(_("The package is too large to be taken."), field="package")
        with zipfile.ZipFile(source) as box:
            if any(one.compress_type != zipfile.ZIP_STORED or one.flag_bits & 1 for one in box.infolist()):
                raise Incomplete(
                    _("Something in the package is compressed or encrypted; a dossier's package never is."),
                    _("Ask for the package again, as it was exported."), "package",
                )
        box = module.Zip(str(source))
        check = module.Check(box, str(against) if against else None, expect.strip() or None)
        with box.zip:
            good = check.run()
            said = _said(check) if good else {}
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Incomplete(
            _("This is no package of a dossier, or it cannot be read."), _("Ask for the package again."), "package"
        ) from error
    if not good:
        found = "；".join(words(code, where, language()) for code, where in check.found[:8])
        more = _(" and %(n)d more") % {"n": len(check.found) - 8} if len(check.found) > 8 else ""
        raise Incomplete(
            _("The package does not verify and was not taken: %(found)s%(more)s.") % {"found": found, "more": more},
            _("Ask for the package again, and compare its digest with the transfer list."), "package",
        )
    return check, said


def _said(check) -> dict:
    d = check.dossier
    rows = check.json("data/其他/目录.json")
    return {
        "number": str(d["number"])[:80], "title": str(d["title"])[:200], "organisation": str(d["organisation"])[:200],
        "sealed_on": d["sealed_on"],
        "pieces": [
            {
                "n": row["n"], "number": row["number"], "title": row["title"], "responsible": row["responsible"],
                "date": row["date"], "keep": row["keep"], "until": row["until"],
                "secrecy": str(row.get("secrecy") or "")[:40],
                "files": [{"title": one["title"], "path": one["path"]} for one in (*row["papers"], *row["evidence"])],
            }
            for row in rows
        ],
    }


def _keep(source: Path) -> tuple[UUID, int, str]:
    """Copy the package into the data directory, synced, before any entry names it."""
    file = ids.new_id()
    target = files.path_of(file)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".part")
    digest, size = hashlib.sha256(), 0
    try:
        with source.open("rb") as came, partial.open("wb") as out:
            while piece := came.read(_CHUNK):
                digest.update(piece)
                out.write(piece)
                size += len(piece)
            out.flush()
            os.fsync(out.fileno())
        os.replace(partial, target)
    except OSError as error:
        raise Incomplete(
            _("There is no room to keep the package. Nothing was taken."), _("Make room and import it again."), "package"
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return file, size, digest.hexdigest()


def opened(one: Imported, path: str) -> tuple[BinaryIO, int] | None:
    """A file of an imported package and its size, after it was compared with the package's own manifest.

    None where there is no such file or it is not what it was. `path` is below `data/`, or `index.html`.
    """
    name = path if path == "index.html" else f"data/{path}"
    try:
        box = zipfile.ZipFile(files.path_of(one.file))
        root = box.namelist()[0].split("/")[0]
        manifest = "tagmanifest-sha256.txt" if path == "index.html" else "manifest-sha256.txt"
        lines = box.read(f"{root}/{manifest}").decode().splitlines()
        wanted = {p.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%"): d for d, _, p in (x.partition("  ") for x in lines)}
        info = box.getinfo(f"{root}/{name}")
        with box.open(info) as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest != wanted.get(name):
            return None
        return box.open(info), info.file_size
    except (OSError, KeyError, IndexError, zipfile.BadZipFile):
        return None


def read_json(one: Imported, path: str) -> object:
    """A JSON file of the package; None where it is not there."""
    found = opened(one, path)
    if found is None:
        return None
    with suppress(ValueError), found[0] as file:
        return json.loads(file.read())
    return None
