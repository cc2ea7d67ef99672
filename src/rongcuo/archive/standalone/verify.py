#!/usr/bin/env python3
"""核验一个容错纠错卷宗包 / Checks the package of one dossier.

    python3 verify.py [包的目录或 zip / folder or zip] [--against 检查点文件] [--expect 总摘要] [--lang zh|en] [--json]

Standard library only (Python 3.8 or newer), no network. It reads; it changes nothing. It checks

 1. that every file is there, has the digest of the manifests, and that there is no file besides (BagIt, RFC 8493);
 2. the record (过程/记录.jsonl): every entry's digest, the chain, every payload;
 3. that the record's heads are in a checkpoint (RFC 6962 tree), and the checkpoint in a copy kept elsewhere (--against);
 4. that papers, evidence, list and metadata are what the record says, and rules, readings and calendar
    those whose digests the record carries.

Exit code 0: nothing wrong. 1: something is wrong; each finding is named. 2: it could not be read at all.
How to do the same by hand, in any language: docs/dossier.md of the Rongcuo project.
"""

import argparse
import hashlib
import json
import os
import sys
import zipfile
from xml.etree import ElementTree

CHUNK = 1 << 20
ZEROS = "0" * 64
FORMAT = "rongcuo.dossier/1"

# code -> what is said of it. %s: where.
WORDS = {
    "zip": ("压缩包损坏：%s", "the zip is damaged: %s"),
    "name": ("文件名不安全或重复：%s", "a file's name is unsafe or stands twice: %s"),
    "bagit": ("不是 BagIt 1.0 包：%s", "not a BagIt 1.0 package: %s"),
    "manifest": ("清单有缺漏、重复或读不懂的行：%s", "a manifest is absent, or has a line twice or none can read: %s"),
    "oxum": ("包内文件数或字节数与 bag-info.txt 不符：%s", "count or size of the payload is not that of bag-info.txt: %s"),
    "missing": ("文件缺失：%s", "a file is missing: %s"),
    "extra": ("清单以外的文件：%s", "a file that no manifest names: %s"),
    "changed": ("文件被改动：%s", "a file was changed: %s"),
    "whole": ("总摘要与所给的不同：%s", "the digest of the whole is not the expected one: %s"),
    "unreadable": ("读不懂：%s", "cannot be understood: %s"),
    "entry": ("办理记录的条目被改动：%s", "an entry of the record was changed: %s"),
    "order": ("办理记录的条目缺失、多出或次序不对：%s", "an entry is missing, added or out of order: %s"),
    "payload": ("办理记录的内容被改动：%s", "what an entry says was changed: %s"),
    "emptied": ("办理记录的内容被清空而没有销毁决定：%s", "what an entry says was emptied without a decision: %s"),
    "stream": ("办理记录不完整：%s", "the record is not whole: %s"),
    "proof": ("包含证明不成立：%s", "the proof of inclusion does not hold: %s"),
    "head": ("办理记录的末条与检查点所载不同：%s", "the record's last entry is not the one in the checkpoint: %s"),
    "checkpoint": ("检查点被改动：%s", "the checkpoint was changed: %s"),
    "against": ("检查点与另处保存的不同：%s", "the checkpoint is not the one kept elsewhere: %s"),
    "paper": ("文书与办理记录不同：%s", "a paper is not what the record says: %s"),
    "sealed": ("文件与结案归档时封存的不同：%s", "a file is not the one that was sealed: %s"),
    "evidence": ("证据与办理记录不同：%s", "a piece of evidence is not the recorded one: %s"),
    "catalogue": ("卷内目录与办理记录不同：%s", "the catalogue is not the recorded one: %s"),
    "listing": ("文件目录.XML 与卷内目录不同：%s", "文件目录.XML is not what the catalogue says: %s"),
    "metadata": ("元数据与卷内目录或办理记录不同：%s", "metadata is not what the catalogue or the record says: %s"),
    "rules": ("规则、解释或日历的摘要与办理记录不同：%s", "rules, readings or calendar have not the recorded digest: %s"),
    "reasons": ("理由树与封存时不同：%s", "the tree of reasons is not the one that was sealed: %s"),
    "dossier": ("卷宗说明与办理记录不同：%s", "what the dossier says of itself is not what the record says: %s"),
}
PERIODS = {"Y": "永久", "D30": "30年", "D10": "10年"}


# --- the package, as a folder or a zip -----------------------------------------------------------


class Folder:
    def __init__(self, path):
        self.path = path
        self.names = []
        for base, folders, files in os.walk(path):
            folders.sort()
            for name in files:
                self.names.append(os.path.relpath(os.path.join(base, name), path).replace(os.sep, "/"))
        self.twice = []

    def open(self, name):
        return open(os.path.join(self.path, *name.split("/")), "rb")


class Zip:
    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        listed = [i.filename for i in self.zip.infolist() if not i.is_dir()]
        tops = {n.split("/", 1)[0] for n in listed}
        self.top = tops.pop() + "/" if len(tops) == 1 and all("/" in n for n in listed) else ""
        self.names = sorted({n[len(self.top):] for n in listed})
        self.twice = sorted({n[len(self.top):] for n in listed if listed.count(n) > 1})

    def open(self, name):
        return self.zip.open(self.top + name)


def unsafe(name):
    parts = name.split("/")
    return name.startswith("/") or "\\" in name or ":" in parts[0] or any(p in ("", ".", "..") for p in parts)


# --- canonical JSON (RFC 8785; nothing here has floats) --------------------------------------------


def canonical(value):
    """The bytes of RFC 8785 for texts, whole numbers, true, false, null, lists and objects."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda k: k.encode("utf-16-be"))
        return b"{" + b",".join(canonical(k) + b":" + canonical(value[k]) for k in keys) + b"}"
    if isinstance(value, list):
        return b"[" + b",".join(canonical(v) for v in value) + b"]"
    return json.dumps(value, ensure_ascii=False).encode()


def in_xml(text):
    """A text as XML 1.0 can hold it, and as a parser gives it back."""
    kept = "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
    return kept.replace("\r\n", "\n").replace("\r", "\n")


def sha256(data):
    return hashlib.sha256(data).hexdigest()


# --- RFC 6962 tree ------------------------------------------------------------------------------


def includes(root, leaf, index, size, path):
    """RFC 9162, 2.1.3.2: whether the path leads from the leaf to the root."""
    if not 0 <= index < size:
        return False
    node, last = index, size - 1
    found = hashlib.sha256(b"\x00" + leaf).digest()
    for step in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = hashlib.sha256(b"\x01" + step + found).digest()
            while not node & 1 and node:
                node >>= 1
                last >>= 1
        else:
            found = hashlib.sha256(b"\x01" + found + step).digest()
        node >>= 1
        last >>= 1
    return last == 0 and found == root


class Check:
    """One run over one package. `found`: (code, where)."""

    def __init__(self, box, against=None, expect=None, tell=None):
        self.box, self.against, self.expect = box, against, expect
        self.tell = tell or (lambda done, total: None)
        self.found, self.notes = [], []
        self.digests, self.sizes = {}, {}
        self.counts = {}
        self.until, self.held = "", False

    def wrong(self, code, where):
        if (code, where) not in self.found:
            self.found.append((code, where))

    def run(self):
        self.read_files()
        self.bag()
        for part in (self.record, self.proofs, self.contents):
            try:
                part()
            except Broken as broken:
                self.wrong(broken.code, broken.where)
            except Exception as error:  # whatever a forged file holds, the check ends with words
                self.wrong("unreadable", "%s (%s)" % (part.__name__, type(error).__name__))
        return not self.found

    # --- reading ---------------------------------------------------------------------------------

    def read_files(self):
        """Every file once: its size, sha256 and, where a manifest asks for it, SM3."""
        self.sm3 = "manifest-sm3.txt" in self.box.names
        self.can_sm3 = "sm3" in hashlib.algorithms_available
        for name in self.box.twice:
            self.wrong("name", name)
        done = 0
        for name in self.box.names:
            if unsafe(name):
                self.wrong("name", name)
                continue
            sums = [hashlib.sha256()]
            if self.sm3 and self.can_sm3:
                sums.append(hashlib.new("sm3"))
            size = 0
            try:
                with self.box.open(name) as file:
                    while True:
                        piece = file.read(CHUNK)
                        if not piece:
                            break
                        for one in sums:
                            one.update(piece)
                        size += len(piece)
            except (OSError, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError):
                self.wrong("changed", name)
                continue
            self.digests[name] = [one.hexdigest() for one in sums]
            self.sizes[name] = size
            done += size
            self.tell(done, name)

    def bytes(self, name, code="missing"):
        if name not in self.digests:
            raise Broken(code, name)
        with self.box.open(name) as file:
            return file.read()

    def json(self, name):
        return self.parse(self.bytes(name), name)

    @staticmethod
    def parse(data, where):
        try:
            return json.loads(data.decode("utf-8"))
        except (ValueError, RecursionError):
            raise Broken("unreadable", where) from None

    def xml(self, name):
        data = self.bytes(name)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise Broken("unreadable", name)
        try:
            return ElementTree.fromstring(data)
        except ElementTree.ParseError:
            raise Broken("unreadable", name) from None

    # --- 1. the bag --------------------------------------------------------------------------------

    def bag(self):
        text = self.lines("bagit.txt", "bagit")
        if text[:1] != ["BagIt-Version: 1.0"] or text[1:2] != ["Tag-File-Character-Encoding: UTF-8"]:
            self.wrong("bagit", "bagit.txt")
        kinds = [("sha256", 0)] + ([("sm3", 1)] if self.sm3 else [])
        payload = {n for n in self.box.names if n.startswith("data/")}
        tags = {n for n in self.box.names if not n.startswith(("data/", "tagmanifest-"))}
        for kind, n in kinds:
            self.manifest("manifest-%s.txt" % kind, n, payload)
            self.manifest("tagmanifest-%s.txt" % kind, n, tags)
        if self.sm3 and not self.can_sm3:
            self.notes.append(("本机 Python 不支持 SM3，只核验了 SHA-256", "this Python has no SM3: only SHA-256 was checked"))
        for name in self.box.names:
            if name.startswith("tagmanifest-") and name not in {"tagmanifest-%s.txt" % k for k, _ in kinds}:
                self.wrong("extra", name)
        info = dict(line.split(": ", 1) for line in self.lines("bag-info.txt", "bagit") if ": " in line)
        oxum = "%d.%d" % (sum(self.sizes.get(n, 0) for n in payload), len(payload))
        if info.get("Payload-Oxum") != oxum:
            self.wrong("oxum", "%s ≠ %s" % (info.get("Payload-Oxum"), oxum))
        self.info = info
        whole = self.digests.get("tagmanifest-sha256.txt", [""])[0]
        self.whole = whole
        if self.expect and self.expect.lower() != whole:
            self.wrong("whole", whole)
        self.counts["files"] = len(self.digests)
        self.counts["bytes"] = sum(self.sizes.values())

    def lines(self, name, code):
        if name not in self.digests:
            self.wrong(code, name)
            return []
        return self.bytes(name).decode("utf-8", "replace").splitlines()

    def manifest(self, name, n, there):
        if name not in self.digests:
            self.wrong("manifest", name)
            return
        listed = {}
        for line in self.bytes(name).decode("utf-8", "replace").split("\n"):
            if not line:
                continue
            digest, _, path = line.partition("  ")
            path = path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
            if not path or path in listed or len(digest) != 64:
                self.wrong("manifest", "%s: %s" % (name, line[:120]))
                continue
            listed[path] = digest
        for path, digest in listed.items():
            if path not in there:
                self.wrong("missing", path)
            elif path in self.digests and n < len(self.digests[path]) and self.digests[path][n] != digest.lower():
                self.wrong("changed", path)
        for path in sorted(there - set(listed)):
            self.wrong("extra", path)

    # --- 2. the record -------------------------------------------------------------------------------

    def record(self):
        name = "data/过程/记录.jsonl"
        lines = self.bytes(name).decode("utf-8").split("\n")
        if lines and not lines[-1]:
            lines.pop()
        self.entries, heads, seqs = [], {}, 0
        for n, line in enumerate(lines, 1):
            where = "%s 第 %d 行" % (name, n)
            entry = self.parse(line.encode(), where)
            try:
                envelope, digest = entry["envelope"], entry["digest"]
                stream, position = envelope["stream"], envelope["position"]
                place = "%s #%s %s" % (stream, position, envelope["kind"])
            except (KeyError, TypeError):
                raise Broken("unreadable", where) from None
            if set(envelope) != ENVELOPE or envelope["v"] != 1 or sha256(canonical(envelope)) != digest:
                self.wrong("entry", place)
            last = heads.get(stream, (0, ZEROS))
            if (position, envelope["prev"]) != (last[0] + 1, last[1]) or envelope["seq"] <= seqs:
                self.wrong("order", place)
            seqs = envelope["seq"]
            heads[stream] = (position, digest)
            self.entries.append(entry)
        self.heads = heads
        decisions = {}
        for entry in self.entries:
            if entry["envelope"]["kind"] == "payload.destroyed" and entry["body"]:
                said = self.parse(entry["body"].encode(), "payload.destroyed")
                if len({said.get("decided_by"), said.get("confirmed_by")} - {None}) == 2:
                    decisions[said.get("entry")] = said
        destroyed = 0
        for entry in self.entries:
            envelope = entry["envelope"]
            place = "%s #%s %s" % (envelope["stream"], envelope["position"], envelope["kind"])
            body, salt = entry.get("body") or "", entry.get("salt") or ""
            if body or salt:
                if sha256((salt + body).encode()) != envelope["payload_digest"]:
                    self.wrong("payload", place)
                entry["said"] = self.parse(body.encode(), place)
            elif entry["digest"] in decisions:
                destroyed += 1
                entry["said"] = decisions[entry["digest"]]["remains"]
            else:
                self.wrong("emptied", place)
                entry["said"] = {}
        self.counts["entries"] = len(self.entries)
        self.counts["destroyed"] = destroyed
        # What emptied entries had brought is gone; so is a stream in which nothing but decisions speaks.
        self.gone, speaking = set(), set()
        for entry in self.entries:
            said, kind, stream = entry["said"], entry["envelope"]["kind"], entry["envelope"]["stream"]
            if not entry.get("body"):
                brought = (said.get("items") or []) + (said.get("evidence") or []) + (said.get("files") or [])
                self.gone |= {one.get("id") for one in brought if isinstance(one, dict)}
                own = {"paper.recorded": "id", "paper.issued": "dispatch", "paper.published": "copy"}.get(kind)
                self.gone |= {said.get(own)} if own else set()
                self.gone.add(stream)
            elif kind != "payload.destroyed":
                speaking.add(stream)
        self.gone -= speaking | {None}
        self.dossier = self.json("data/其他/dossier.json")
        if self.dossier.get("format") != FORMAT:
            raise Broken("dossier", "format %s" % self.dossier.get("format"))
        self.matter, self.act = self.dossier.get("matter"), self.dossier.get("act")
        self.streams = [str(s) for s in self.dossier.get("streams") or []]
        for stream in (self.matter, self.act, *self.streams):
            if stream not in heads:
                self.wrong("stream", str(stream))
        for stream in {*heads, str(self.matter), str(self.act)} - set(self.streams):
            self.wrong("stream", stream)

    # --- 3. the checkpoint ----------------------------------------------------------------------------

    def proofs(self):
        line = self.json("data/校验/检查点.json")
        rest = {k: v for k, v in line.items() if k != "digest"}
        if set(line) != CHECKPOINT or sha256(canonical(rest)) != line.get("digest"):
            self.wrong("checkpoint", "data/校验/检查点.json")
        proofs = self.json("data/校验/包含证明.json")
        for stream in self.streams:
            shown = proofs.get(stream)
            if not isinstance(shown, dict):
                self.wrong("proof", str(stream))
                continue
            if shown["root"] != line.get("root") or shown["checkpoint"] != line.get("number"):
                self.wrong("proof", "%s: 根或编号与检查点不同 / root or number is not the checkpoint's" % stream)
            if shown["size"] != line.get("streams"):
                self.wrong("proof", "%s: size" % stream)
            path = [bytes.fromhex(step) for step in shown["path"]]
            if not includes(bytes.fromhex(shown["root"]), canonical(shown["leaf"]), shown["index"], shown["size"], path):
                self.wrong("proof", stream)
            if shown["leaf"] != [stream, *self.heads.get(stream, (0, ""))]:
                self.wrong("head", stream)
        if set(proofs) != set(self.streams):
            self.wrong("proof", "校验/包含证明.json")
        self.until = line.get("instant", "")
        if self.against:
            self.compare(line)

    def compare(self, line):
        """The same checkpoint in a copy of checkpoints.jsonl that was kept elsewhere."""
        with open(self.against, encoding="utf-8") as file:
            for text in file:
                other = self.parse(text.encode(), self.against)
                if other.get("number") == line.get("number"):
                    self.held = other == line
                    break
        if not self.held:
            self.wrong("against", "%s" % line.get("number"))

    # --- 4. what is in it -------------------------------------------------------------------------------

    def contents(self):
        papers, evidence, opened, sealed_on = {}, {}, {}, None
        catalogue, reasons, texts = [], {}, {}
        for entry in self.entries:
            said = entry["said"]
            for item in said.get("items") or []:
                papers[item["id"]] = item
                if item["kind"] == "catalogue":
                    catalogue += item["body"].get("pieces") or []
                    for one in item["body"].get("reasons") or []:
                        reasons[one["subject"]] = one["sha256"]
            for one in (said.get("evidence") or []) + (said.get("files") or []):
                if isinstance(one, dict) and "sha256" in one:
                    evidence[one["id"]] = one
            if isinstance(said.get("scan"), dict):
                evidence[said["id"]] = said["scan"]
            if isinstance(said.get("text"), dict):
                texts[said["text"].get("id")] = said["text"]
            kind = entry["envelope"]["kind"]
            if kind in ("paper.issued", "paper.published"):
                evidence[said["dispatch" if kind == "paper.issued" else "copy"]] = said
            opened = opened or said.get("opens") or {}
            sealed_on = said.get("sealed_on") or sealed_on
        self.about(opened, sealed_on)
        rows = self.json("data/其他/目录.json")
        if rows[: len(catalogue)] != catalogue:
            self.wrong("catalogue", "data/其他/目录.json")
        if not sealed_on:
            self.notes.append((
                "事项尚未结案归档：正本只由清单保护，其内容由“数据”与办理记录相互印证",
                "not closed yet: the papers as set are protected by the manifests only; what they say is in the record",
            ))
        rows = catalogue + rows[len(catalogue):]
        self.texts = texts
        self.rows(rows, papers, evidence, len(catalogue))
        self.listing(rows)
        for row in rows:
            self.guard(self.metadata, row)
        self.derived(opened)
        self.reasons(reasons, bool(sealed_on))
        self.counts["pieces"], self.counts["papers"], self.counts["evidence"] = len(rows), len(papers), len(evidence)

    def guard(self, part, row):
        try:
            part(row)
        except Broken as broken:
            self.wrong(broken.code, broken.where)

    def about(self, opened, sealed_on):
        """What the dossier says of itself is what the entry that opened the matter says."""
        d = self.dossier
        for mine, theirs in (("number", "number"), ("title", "title"), ("policy", "policy"),
                             ("policy_digest", "policy_digest"), ("adoption_digest", "adoption_digest"),
                             ("calendar_digest", "calendar_digest")):  # fmt: skip
            if opened.get(theirs) != d.get(mine):
                self.wrong("dossier", mine)
        if d.get("sealed_on") != sealed_on:
            self.wrong("dossier", "sealed_on")
        for label, said in (("Rongcuo-Matter", d.get("matter")), ("External-Identifier", d.get("number")),
                            ("Rongcuo-Sealed", sealed_on or "no")):  # fmt: skip
            if self.info.get(label) != said:
                self.wrong("dossier", "bag-info.txt: %s" % label)

    def rows(self, rows, papers, evidence, sealed):
        """Each paper and piece of evidence of the record is in exactly one 件, with its bytes."""
        left_papers = {k for k, v in papers.items() if v["kind"] not in ("catalogue", "checks")}
        left_evidence = set(evidence)
        known = set()
        for n, row in enumerate(rows):
            known |= {row["folder"] + "/元数据.xml", row["folder"] + "/处理单/办理过程.txt"}
            for paper in row["papers"]:
                known |= {paper["path"], paper["data"], paper["path"][:-4] + ".ofd"}
                if n < sealed and not self.is_kept(paper):
                    self.wrong("sealed", paper["path"])
                if paper.get("dispatch"):
                    known.add(paper["final"])
                    left_evidence.discard(paper["dispatch"])
                    self.guard(lambda one: self.issued(one, evidence.get(one["dispatch"])), paper)
                if paper.get("stream"):
                    self.guard(self.stream, paper)
                elif paper["item"] in left_papers:
                    left_papers.discard(paper["item"])
                    self.guard(lambda one: self.paper(one, papers[one["item"]]), paper)
                else:
                    self.wrong("paper", paper["data"])
            for one in row["evidence"]:
                known.add(one["path"])
                recorded = evidence.get(one["evidence"])
                left_evidence.discard(one["evidence"])
                if recorded is None or recorded.get("sha256", "") != one["sha256"] or not self.is_kept(one):
                    self.wrong("evidence", one["path"])
        for key in sorted(left_papers):
            self.wrong("paper", "%s %s" % (papers[key]["kind"], key))
        for key in sorted(left_evidence):
            self.wrong("evidence", "[%s] %s" % (evidence[key].get("n"), key))
        for name in self.box.names:
            if name.startswith("data/电子档案/") and name[5:] not in known:
                self.wrong("extra", name)

    def is_kept(self, one):
        """Whether the file is the recorded one. What is emptied by decision is not in the package."""
        there = self.digests.get("data/" + one["path"])
        if there is None:
            return (one.get("evidence") or one.get("item") or one.get("stream")) in self.gone
        return there[0] == one["sha256"] and self.sizes["data/" + one["path"]] == one["size"]

    def paper(self, paper, recorded):
        if self.json("data/" + paper["data"]) != recorded:
            self.wrong("paper", "data/" + paper["data"])

    def stream(self, paper):
        """A 件 that is a stream of the record: what all its entries say."""
        said = [
            {"kind": e["envelope"]["kind"], "said": e["said"]}
            for e in self.entries if e["envelope"]["stream"] == paper["stream"]
        ]  # fmt: skip
        if not said:
            self.wrong("stream", paper["stream"])
        self.paper(paper, said)

    def issued(self, paper, recorded):
        """An issued paper has the digest with which it was issued, and the text that was signed lies with it."""
        if recorded is None or recorded.get("sha256") != paper["sha256"] or not self.is_kept(paper):
            self.wrong("sealed", paper["path"])
        if self.json("data/" + paper["final"]) != self.texts.get(paper["text"]):
            self.wrong("paper", "data/" + paper["final"])

    def listing(self, rows):
        root = self.xml("data/文件目录.XML")
        found = [{c.tag: c.text or "" for c in one} for one in root]
        wanted = [
            {
                "顺序号": str(r["n"]), "档号": r["number"], "责任者": r["responsible"], "题名": r["title"],
                "日期": r["date"].replace("-", ""), "密级": r.get("secrecy", ""), "保管期限": PERIODS.get(r["keep"], ""),
                "电子档案名称": r["folder"], "备注": "",
            }
            for r in rows
        ]  # fmt: skip
        if len(found) != len(wanted):
            self.wrong("listing", "%d ≠ %d" % (len(found), len(wanted)))
        for one, other in zip(found, wanted):
            if one != {k: in_xml(v) for k, v in other.items()}:
                self.wrong("listing", other["档号"] + " " + other["顺序号"])

    def metadata(self, row):
        name = "data/" + row["folder"] + "/元数据.xml"
        root = self.xml(name)
        record = {c.tag: c.text or "" for c in root.find("文件实体")}
        for tag, said in (("档号", row["number"]), ("题名", row["title"]), ("责任者", row["responsible"]),
                          ("日期", row["date"]), ("年度", str(row["year"])), ("件号", str(row["n"])),
                          ("保管期限", PERIODS.get(row["keep"], "")), ("保管至", row["until"] or "永久"),
                          ("事项编号", self.dossier["number"]), ("事项名称", self.dossier["title"])):  # fmt: skip
            if record.get(tag) != in_xml(said):
                self.wrong("metadata", "%s: %s" % (name, tag))
        files = [{c.tag: c.text or "" for c in one} for one in root.iter("计算机文件")]
        wanted = [(in_xml(one["path"]), one["sha256"], str(one["size"])) for one in row["papers"] + row["evidence"]]
        if [(f.get("路径"), f.get("SHA-256"), f.get("大小")) for f in files] != wanted:
            self.wrong("metadata", name + ": 电子属性")
        entries = {str(e["envelope"]["position"]): e for e in self.entries if e["envelope"]["stream"] == self.matter}
        for one in root.iter("业务实体"):
            said = {c.tag: c.text or "" for c in one}
            entry = entries.get(said.get("业务标识"))
            if entry is None or (
                said.get("行为代码"), said.get("登记时间"), said.get("行为人"), said.get("记录摘要"), said.get("行为时间")
            ) != (
                entry["envelope"]["kind"], entry["envelope"]["recorded_at"], entry["envelope"]["actor"] or "",
                entry["digest"], entry["said"].get("done_on") or "",
            ):  # fmt: skip
                self.wrong("metadata", "%s: 业务 %s" % (name, said.get("业务标识")))

    def derived(self, opened):
        for name, key in (("规则.json", "policy_digest"), ("办法解释.json", "adoption_digest"),
                          ("工作日历.json", "calendar_digest")):  # fmt: skip
            where = "data/其他/" + name
            if where not in self.digests:
                self.wrong("missing", where)
            elif self.digests[where][0] != opened.get(key):
                self.wrong("rules", where)

    def reasons(self, sealed, closed):
        there = {}
        for name in self.box.names:
            if name.startswith("data/其他/理由/"):
                there[self.json(name).get("subject")] = name
        for subject, name in there.items():
            if closed and sealed.get(subject) != self.digests[name][0]:
                self.wrong("reasons", name)
        for subject in sealed:
            if subject not in there:
                self.wrong("reasons", subject)


class Broken(Exception):
    def __init__(self, code, where):
        super().__init__(where)
        self.code, self.where = code, where


ENVELOPE = {"v", "seq", "stream", "position", "kind", "actor", "recorded_at", "schema", "prev", "payload_digest", "key"}
CHECKPOINT = {"number", "instant", "entries", "streams", "root", "heads", "prev", "digest"}


# --- telling -------------------------------------------------------------------------------------


def report(check, lang):
    n = 1 if lang == "en" else 0
    say = lambda zh, en: print(en if n else zh)  # noqa: E731
    c = check.counts
    say("核验的文件：%d 个，%d 字节；总摘要 %s" % (c.get("files", 0), c.get("bytes", 0), getattr(check, "whole", "")),
        "files checked: %d, %d bytes; digest of the whole %s" % (c.get("files", 0), c.get("bytes", 0), getattr(check, "whole", "")))
    say("办理记录：%d 条，其中按决定销毁内容 %d 条" % (c.get("entries", 0), c.get("destroyed", 0)),
        "the record: %d entries, %d of them emptied by decision" % (c.get("entries", 0), c.get("destroyed", 0)))
    say("件：%d；文书：%d；证据：%d" % (c.get("pieces", 0), c.get("papers", 0), c.get("evidence", 0)),
        "pieces: %d; papers: %d; evidence: %d" % (c.get("pieces", 0), c.get("papers", 0), c.get("evidence", 0)))
    for note in check.notes:
        say("注意：" + note[0], "note: " + note[1])
    if check.until:
        if check.held:
            say("与另处保存的检查点一致：%s 以前记录的任何改动都会被发现。" % check.until,
                "the checkpoint agrees with the copy kept elsewhere: any change to what was recorded before %s would be found." % check.until)
        else:
            say("检查点时刻 %s。未与另处保存的检查点比对：重造整个记录和检查点的改动，只有比对（--against）才能发现。" % check.until,
                "checkpoint of %s. It was not compared with a copy kept elsewhere: only that (--against) finds a record that was remade whole." % check.until)
    for code, where in check.found:
        print("✗ " + WORDS[code][n] % where)
    if check.found:
        say("结论：发现 %d 处问题。" % len(check.found), "result: %d problems." % len(check.found))
    else:
        say("结论：未发现改动。", "result: nothing was changed.")


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("package", nargs="?", default=os.path.dirname(os.path.abspath(__file__)))
    parser.add_argument("--against", help="另处保存的 checkpoints.jsonl / a copy of checkpoints.jsonl kept elsewhere")
    parser.add_argument("--expect", help="移交清单上的总摘要 / the digest of the whole, from the transfer list")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")
    parser.add_argument("--json", action="store_true", help="结果为 JSON / the result as JSON")
    given = parser.parse_args(argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        box = Folder(given.package) if os.path.isdir(given.package) else Zip(given.package)
        check = Check(box, given.against, given.expect, _progress() if sys.stderr.isatty() else None)
        good = check.run()
    except (OSError, zipfile.BadZipFile) as error:
        print("读不了 / cannot be read: %s (%s)" % (given.package, error), file=sys.stderr)
        return 2
    if given.json:
        print(json.dumps({
            "ok": good, "found": check.found, "counts": check.counts, "until": check.until, "held": check.held,
            "digest": getattr(check, "whole", ""), "notes": [note[1] for note in check.notes],
        }, ensure_ascii=False))  # fmt: skip
    else:
        report(check, given.lang)
    return 0 if good else 1


def _progress():
    def tell(done, name):
        print("\r%10.1f MB  %-40.40s" % (done / 1e6, name), end="", file=sys.stderr)

    return tell


if __name__ == "__main__":
    sys.exit(main())
