"""A package in memory, and the many ways to forge one."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

from rongcuo.ledger import canonical, merkle

RECORD, PROOF, POINT = "data/过程/记录.jsonl", "data/校验/包含证明.json", "data/校验/检查点.json"


class Package:
    """The files of a package by name, below its one folder."""

    def __init__(self, path: Path):
        with zipfile.ZipFile(path) as box:
            self.root = box.namelist()[0].split("/")[0]
            self.files = {n.split("/", 1)[1]: box.read(n) for n in box.namelist()}

    def one(self, part: str) -> str:
        """The first file whose name has this part."""
        return next(n for n in sorted(self.files) if part in n)

    def json(self, name: str):
        return json.loads(self.files[name])

    def put(self, name: str, value) -> None:
        self.files[name] = canonical.encode(value)

    def replace(self, name: str, old: str, new: str) -> None:
        text = self.files[name].decode()
        assert old in text, (name, old)
        self.files[name] = text.replace(old, new, 1).encode()

    # --- the record --------------------------------------------------------------------------

    def entries(self) -> list[dict]:
        return [json.loads(line) for line in self.files[RECORD].splitlines()]

    def put_entries(self, entries: list[dict]) -> None:
        self.files[RECORD] = b"".join(canonical.encode(e) + b"\n" for e in entries)

    def rechain(self, entries: list[dict]) -> None:
        """Make every digest and link again, as somebody with all the code can."""
        last: dict[str, str] = {}
        for e in entries:
            envelope = e["envelope"]
            if e["body"]:
                envelope["payload_digest"] = canonical.payload_digest(e["salt"], e["body"])
            envelope["prev"] = last.get(envelope["stream"], canonical.NO_DIGEST)
            e["digest"] = last[envelope["stream"]] = canonical.envelope_digest(envelope)
        self.put_entries(entries)

    def head(self, stream: str) -> list:
        mine = [e for e in self.entries() if e["envelope"]["stream"] == stream]
        return [stream, mine[-1]["envelope"]["position"], mine[-1]["digest"]]

    def regrow(self) -> None:
        """A new tree of the package's streams alone, with proofs and a checkpoint that fit."""
        streams = sorted(self.json(PROOF))
        leaves = [canonical.encode(self.head(s)) for s in streams]
        point = self.json(POINT) | {
            "root": merkle.root(leaves).hex(), "streams": len(streams), "heads": [self.head(s) for s in streams]
        }
        point["digest"] = canonical.digest({k: v for k, v in point.items() if k != "digest"})
        self.put(POINT, point)
        self.put(PROOF, {
            s: {
                "checkpoint": point["number"], "root": point["root"], "leaf": self.head(s), "index": i, "size": len(streams),
                "path": [step.hex() for step in merkle.proof(i, leaves)],
            }
            for i, s in enumerate(streams)
        })  # fmt: skip

    # --- the bag -----------------------------------------------------------------------------

    def remake_manifests(self) -> None:
        """Make all manifests again, so that nothing in them shows what was done."""
        payload = {n: d for n, d in self.files.items() if n.startswith("data/")}
        info = [line for line in self.files["bag-info.txt"].decode().splitlines() if not line.startswith("Payload")]
        info.append(f"Payload-Oxum: {sum(map(len, payload.values()))}.{len(payload)}")
        self.files["bag-info.txt"] = ("\n".join(info) + "\n").encode()
        self.files["manifest-sha256.txt"] = manifest(payload)
        tags = {n: d for n, d in self.files.items() if not n.startswith(("data/", "tagmanifest"))}
        self.files["tagmanifest-sha256.txt"] = manifest(tags)

    def write(self, path: Path, twice: str = "") -> Path:
        with zipfile.ZipFile(path, "w") as box:
            for name, data in self.files.items():
                box.writestr(f"{self.root}/{name}", data)
            if twice:
                import warnings

                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    box.writestr(f"{self.root}/{twice}", b"another")
        return path

    def unpack(self, folder: Path) -> Path:
        for name, data in self.files.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        return folder


def manifest(files: dict[str, bytes]) -> bytes:
    return "".join(f"{hashlib.sha256(files[n]).hexdigest()}  {n}\n" for n in sorted(files)).encode()


def flipped(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


