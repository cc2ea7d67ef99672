"""Writes one BagIt package (RFC 8493) as a zip, in one pass and constant memory.

Nothing is compressed: what is kept for thirty years should be readable with the plainest tools (DA/T 70 asks
for no closed compression). The package stands under its final name only when it is whole and synced.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

CHUNK = 1 << 20
#: Called with what has been written: bytes done, bytes in all, the file under way.
Progress = Callable[[int, int, str], None]
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class PackageError(Exception):
    """The package was not written; nothing stands under its final name. The text says what to do."""


def has_sm3() -> bool:
    """Whether this Python's OpenSSL computes SM3."""
    return "sm3" in hashlib.algorithms_available


class Bag:
    """A package under way. Use as a context manager; `close` gives the digest of the whole."""

    def __init__(self, target: Path, root: str, instant: datetime, total: int, sm3: bool, progress: Progress):
        self.target, self.root, self.sm3 = target, root, sm3
        self.partial = target.with_name(target.name + ".part")
        self.stamp = instant.timetuple()[:6]
        self.total, self.done, self.progress = total, 0, progress
        self.payload: dict[str, tuple[str, str]] = {}
        self.tags: dict[str, tuple[str, str]] = {}
        self.bytes = 0

    def __enter__(self) -> Bag:
        try:
            self.target.parent.mkdir(parents=True, exist_ok=True)
            self.out = self.partial.open("wb")
        except OSError as error:
            raise PackageError(self._words(error)) from error
        self.zip = zipfile.ZipFile(self.out, "w", zipfile.ZIP_STORED, allowZip64=True)
        return self

    def __exit__(self, kind, error, trace) -> None:
        if kind is None:
            return
        for end in (self.zip.close, self.out.close):
            with contextlib.suppress(OSError, ValueError):  # the disk is full, or it is closed already
                end()
        self.partial.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise PackageError(self._words(error)) from error

    def _words(self, error: OSError) -> str:
        if error.errno in _FULL:
            return _(
                "There is no room left at %(place)s. No package was made; nothing half-done was left. "
                "Make room, or choose another place, and export again."
            ) % {"place": self.target.parent}
        return _("The package could not be written to %(place)s (%(error)s). Nothing half-done was left.") % {
            "place": self.target.parent, "error": error.strerror or error
        }

    def add(self, path: str, data: bytes) -> None:
        """Add a file of the payload."""
        self._write(f"data/{path}", [data], len(data), self.payload)

    def add_file(self, path: str, source: BinaryIO, size: int) -> str:
        """Add a file of the payload from an open one, piece by piece. Its sha256 as read."""
        return self._write(f"data/{path}", iter(lambda: source.read(CHUNK), b""), size, self.payload)

    def tag(self, path: str, data: bytes) -> None:
        """Add a file beside the payload."""
        self._write(path, [data], len(data), self.tags)

    def _write(self, path: str, pieces: Iterable[bytes], size: int, into: dict) -> str:
        if path in into:
            raise ValueError(f"{path} twice")
        info = zipfile.ZipInfo(f"{self.root}/{path}", self.stamp)
        info.external_attr = 0o100644 << 16
        info.file_size = size
        sha, sm3 = hashlib.sha256(), hashlib.new("sm3") if self.sm3 else None
        with self.zip.open(info, "w") as out:
            for piece in pieces:
                sha.update(piece)
                if sm3 is not None:
                    sm3.update(piece)
                out.write(piece)
                self.done += len(piece)
                self.progress(min(self.done, self.total), self.total, path)
                if into is self.payload:
                    self.bytes += len(piece)
        into[path] = (sha.hexdigest(), sm3.hexdigest() if sm3 is not None else "")
        return sha.hexdigest()

    def close(self, info: list[tuple[str, str]]) -> str:
        """Write the manifests and put the package in its place. Returns the sha256 of the tag manifest, which
        binds everything: who keeps it elsewhere can tell this package from any other."""
        self.tag("bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        lines = [*info, ("Payload-Oxum", f"{self.bytes}.{len(self.payload)}")]
        self.tag("bag-info.txt", "".join(f"{k}: {v}\n" for k, v in lines).encode())
        for n, name in enumerate(("sha256", "sm3") if self.sm3 else ("sha256",)):
            self.tag(f"manifest-{name}.txt", _manifest(self.payload, n))
        last = {}
        for n, name in enumerate(("sha256", "sm3") if self.sm3 else ("sha256",)):
            last[name] = _manifest(self.tags, n)
        whole = hashlib.sha256(last["sha256"]).hexdigest()
        for name, text in last.items():
            self._write(f"tagmanifest-{name}.txt", [text], len(text), {})
        self.zip.close()
        self.out.flush()
        os.fsync(self.out.fileno())
        self.out.close()
        os.replace(self.partial, self.target)
        folder = os.open(self.target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return whole


def _manifest(files: dict[str, tuple[str, str]], n: int) -> bytes:
    escaped = {path: path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D") for path in files}
    return "".join(f"{files[p][n]}  {escaped[p]}\n" for p in sorted(files)).encode()
