#!/usr/bin/env python3
"""Check a query receipt against a checkpoint file, without Rongcuo and without a network.

    python3 check_receipt.py RECEIPT.json CHECKPOINTS.jsonl

RECEIPT.json comes with the receipt. CHECKPOINTS.jsonl is a copy of the issuing office's checkpoint file
that reached you by a way of its own: without it a forger could have made both. Only the standard library of Python 3.8
or later is used. Exit status: 0 genuine, 1 not genuine, 2 cannot be said.

What it does, so that it can be done in any other language (docs/ledger.md has the record's format):
the receipt's text with its salt gives a digest; that digest stands in an envelope; the envelope's digest is the
head of a stream; a line of the checkpoint file names that head; every line binds the one before it, and
the last one binds all heads by one tree hash (RFC 6962). So nothing of it can have been changed since.
"""

import hashlib
import json
import sys
from datetime import date

FIELDS = (
    "v", "seq", "stream", "position", "kind", "actor", "recorded_at", "schema", "prev", "payload_digest", "key",
)
KINDS = ("query.answered", "query.list_answered")
ANSWERS = {
    "nothing": "当日无登记的限制 / no bar recorded on this day",
    "affected": "受影响，至 / affected until",
    "barred": "法定限制，终止前有效 / statutory bar until its end is recorded",
}
LATER = (
    "注意：此后是否撤销，只能联网查验。/ Note: whether it was withdrawn since is seen only online."
)
BINDS = (
    "本回执不拘束纪检监察机关和司法机关。/ It does not bind discipline, supervisory or judicial organs."
)


def canonical(value):
    """Canonical JSON as the record writes it: sorted keys, no spaces, UTF-8. No floats occur."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def sha(data):
    return hashlib.sha256(data).hexdigest()


def tree(leaves):
    """The RFC 6962 tree hash of the leaves, in hex."""
    level = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]
    if not level:
        return sha(b"")

    def root(hashes):
        if len(hashes) == 1:
            return hashes[0]
        k = 1 << ((len(hashes) - 1).bit_length() - 1)
        return hashlib.sha256(b"\x01" + root(hashes[:k]) + root(hashes[k:])).digest()

    return root(level).hex()


class Wrong(Exception):
    """Why a receipt or a checkpoint file is not what it says."""


class Unknown(Exception):
    """Why nothing can be said."""


def read_receipt(path):
    """The payload of the receipt and its envelope, once they fit each other."""
    try:
        with open(path, encoding="utf-8") as file:
            given = json.load(file)
        envelope, digest, salt, body = given["envelope"], given["digest"], given["salt"], given["body"]
        payload = json.loads(body)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Wrong(f"这不是回执文件 / not a receipt file: {error}") from error
    if not isinstance(envelope, dict) or set(envelope) != set(FIELDS) or not isinstance(payload, dict):
        raise Wrong("这不是回执文件 / not a receipt file")
    if envelope["kind"] not in KINDS:
        raise Wrong("这条记录不是回执 / this entry is not a receipt")
    if sha((str(salt) + body).encode("utf-8")) != envelope["payload_digest"]:
        raise Wrong("回执内容被改动过 / the receipt's text was changed")
    if sha(canonical(envelope)) != digest:
        raise Wrong("回执的信封被改动过 / the receipt's envelope was changed")
    return payload, envelope, digest


def read_checkpoints(path):
    """The lines of a checkpoint file, once each is whole and follows the one before."""
    lines, prev = [], "0" * 64
    try:
        with open(path, "rb") as file:
            raw = [line for line in file.read().split(b"\n") if line.strip()]
        for text in raw:
            line = json.loads(text.decode("utf-8"))
            if not isinstance(line, dict):
                raise ValueError("not a checkpoint")
            fields = {k: v for k, v in line.items() if k != "digest"}
            if sha(canonical(fields)) != line["digest"] or line["prev"] != prev:
                raise Wrong("检查点第%s行被改动过 / checkpoint line %s was changed" % ((len(lines) + 1,) * 2))
            prev = line["digest"]
            lines.append(line)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Wrong(f"检查点文件无法读取 / the checkpoint file cannot be read: {error}") from error
    if not lines:
        raise Unknown("检查点文件是空的 / the checkpoint file is empty")
    heads = {}
    for line in lines:
        for stream, position, digest in line["heads"]:
            heads[stream] = (position, digest)
    leaves = [canonical([stream, *heads[stream]]) for stream in sorted(heads)]
    if (tree(leaves), len(heads)) != (lines[-1]["root"], lines[-1]["streams"]):
        raise Wrong("检查点的总摘要不符 / the checkpoint's root does not fit")
    return lines


def find(lines, envelope, digest):
    """The first checkpoint that has this entry as a head. Raises Wrong or Unknown."""
    later = None
    for line in lines:
        for stream, position, head in line["heads"]:
            if stream != envelope["stream"]:
                continue
            if position == envelope["position"]:
                if head != digest:
                    raise Wrong("与检查点不符 / it is not what the checkpoint saw")
                return line
            if position > envelope["position"]:
                later = line
    if later is not None:
        raise Unknown(
            "检查点形成前回执已有后续登记，请联网查验 / something followed before a checkpoint was written: check online"
        )
    raise Unknown(
        "检查点早于回执（最新：%s），请取得较新的检查点 / the checkpoint is older than the receipt (newest: %s)"
        % ((lines[-1]["instant"],) * 2)
    )


def show(payload, envelope, line, out):
    """What the receipt says, for comparing with the paper."""
    number, expires = payload.get("number", ""), payload.get("expires_on")
    print("真实 / genuine", file=out)
    if number:
        print(f"编号 / number: {number}", file=out)
        print("查询单位 / issued to: {}".format(payload["asking_body"]), file=out)
        print("用途 / purpose: {}".format(payload["purpose"]), file=out)
    print("登记 / recorded: {}".format(envelope["recorded_at"]), file=out)
    print("检查点 / checkpoint: {}, {}".format(line["number"], line["instant"]), file=out)
    for row in payload["rows"]:
        until = row["until"] or ""
        print("{}  {}  {}  {}  {} {}".format(row["n"], row["name"], row["effect"], row["day"],
                                         ANSWERS[row["answer"]], until), file=out)
    if expires:
        past = date.today().isoformat() > expires
        print("有效期至 / valid until: {}{}".format(expires, "（已过期 / expired）" if past else ""), file=out)
    print(BINDS, file=out)
    print(LATER, file=out)


def main(arguments, out=sys.stdout):
    if len(arguments) != 2:
        print(__doc__.strip().split("\n\n")[1].strip(), file=out)
        return 2
    try:
        payload, envelope, digest = read_receipt(arguments[0])
        line = find(read_checkpoints(arguments[1]), envelope, digest)
    except Wrong as error:
        print(f"不真实 / not genuine: {error}", file=out)
        return 1
    except Unknown as error:
        print(f"无法判断 / cannot be said: {error}", file=out)
        return 2
    show(payload, envelope, line, out)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
