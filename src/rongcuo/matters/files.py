"""Files of evidence: checked by content, stored under random names, digest kept in the ledger."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from rongcuo import ids
from rongcuo.matters.errors import Incomplete

_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
_OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ACCEPTED = "PDF, PNG, JPEG, DOCX, XLSX, TXT"


@dataclass(frozen=True)
class Stored:
    """A file that lies in the data directory."""

    file: UUID
    name: str
    media_type: str
    size: int
    sha256: str

    def as_payload(self) -> dict:
        return {
            "file": self.file, "name": self.name, "media_type": self.media_type,
            "size": self.size, "sha256": self.sha256,
        }

#: A name that carries a mark of secrecy, such as 机密★10年.
MARKED = re.compile(r"(绝密|机密|(?<!商业)秘密)\s*[★☆*]|[★☆]\s*(绝密|机密|秘密)")


def path_of(file: UUID) -> Path:
    """Where a stored file lies; the name never comes from outside."""
    text = file.hex
    return settings.FILES / text[:2] / text


def clean_name(name: str) -> str:
    """The last part of a file name, without control characters; never a path."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C").strip(" .")
    return re.sub(r"\s+", " ", name)[-120:] or _("unnamed")


def refusal_of_secrets() -> Incomplete:
    """The answer to classified material, whatever form it comes with."""
    return Incomplete(
        _("Classified material is not taken into this system. Nothing of the file was kept."),
        _("Leave the file with the registry for classified papers, and give its number and place instead."),
        "file",
    )


def store(upload) -> Stored:
    """Check and keep an uploaded file. Incomplete (with the cure) where it cannot be taken; before a byte is
    kept where its name says that it is classified.

    The file is on disk, synced, before any entry names it: a crash in between leaves an unused file,
    never an entry without its file.
    """
    name = clean_name(upload.name or "")
    if MARKED.search(name):
        raise refusal_of_secrets()
    if not upload.size:
        raise Incomplete(
            _("The file “%(name)s” is empty.") % {"name": name}, _("Choose the file again."), "file"
        )
    if upload.size > settings.EVIDENCE_MAX_BYTES:
        raise Incomplete(
            _("The file “%(name)s” is larger than %(mb)d MB.")
            % {"name": name, "mb": settings.EVIDENCE_MAX_BYTES // 1024 // 1024},
            _("Split it or reduce the scan's resolution."),
            "file",
        )
    file = ids.new_id()
    target = path_of(file)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".part")
    digest = hashlib.sha256()
    try:
        with partial.open("wb") as out:
            for chunk in upload.chunks():
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        media_type = sniff(partial)
        if media_type is None:
            raise Incomplete(
                _("The file “%(name)s” is of a kind that cannot be taken.") % {"name": name},
                _("Accepted are: %(kinds)s.") % {"kinds": ACCEPTED},
                "file",
            )
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return Stored(file, name, media_type, upload.size, digest.hexdigest())


def keep(data: bytes) -> UUID:
    """Keep bytes that the program itself made; on disk and synced before any entry names them."""
    file = ids.new_id()
    target = path_of(file)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".part")
    try:
        with partial.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return file


def sniff(path: Path) -> str | None:
    """The media type from the content, or None where the kind is not accepted."""
    with path.open("rb") as stream:
        head = stream.read(4096)
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    if head.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(path) as archive:
                names = set(archive.namelist())
        except zipfile.BadZipFile:
            return None
        if any(n.endswith("vbaProject.bin") for n in names):
            return None
        return next((kind for member, kind in _OFFICE.items() if member in names), None)
    if b"\x00" in head:
        return None
    # A character may be cut at the end of what was read; that is not a fault of the file.
    for cut in range(4):
        try:
            head[: len(head) - cut].decode("utf-8")
            return "text/plain"
        except UnicodeDecodeError:
            continue
    return None


def opened(stored_sha256: str, file: UUID) -> BinaryIO | None:
    """The file, from its beginning, if it still has the digest the ledger names; else None.

    What was read to compare is what is handed out: the same open file.
    """
    try:
        stream = path_of(file).open("rb")
    except OSError:
        return None
    digest = hashlib.file_digest(stream, "sha256")
    if digest.hexdigest() != stored_sha256:
        stream.close()
        return None
    stream.seek(0)
    return stream


def intact(stored_sha256: str, file: UUID) -> bool:
    """Whether the file on disk still has the digest the ledger names."""
    stream = opened(stored_sha256, file)
    if stream is not None:
        stream.close()
    return stream is not None


def sha256_of(data: bytes) -> str:
    """The digest as the ledger names it."""
    return hashlib.sha256(data).hexdigest()


def _aside(file: UUID) -> Path:
    return settings.FILES / "aside" / file.hex


def set_aside(file: UUID) -> None:
    """Take a file out of everybody's reach; it can be given back."""
    target = _aside(file)
    target.parent.mkdir(parents=True, exist_ok=True)
    if path_of(file).exists():
        os.replace(path_of(file), target)


def give_back(file: UUID) -> None:
    """Put a file that was set aside where it lay."""
    if _aside(file).exists():
        os.replace(_aside(file), path_of(file))


def destroy(file: UUID) -> None:
    """Overwrite and remove a file that was set aside; what lies in backups is theirs to see to."""
    path = _aside(file)
    if path.exists():
        with path.open("r+b") as stream:
            stream.write(b"\0" * path.stat().st_size)
            stream.flush()
            os.fsync(stream.fileno())
        path.unlink()
