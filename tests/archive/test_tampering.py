"""Whatever is done to a package is found, and the finding names it.

Two kinds of forger: one who changes a file, and one who makes all manifests again afterwards. Against
the second stand the record's chain, its proof, the checkpoint kept elsewhere and the digest on the transfer list.
"""

from __future__ import annotations

import ast
import copy
import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rongcuo.archive.verifying import VERIFY
from tests.archive.forging import POINT, PROOF, RECORD, Package, flipped
from tests.archive.test_export import verify

pytestmark = pytest.mark.django_db

#: One file of every role in a package.
ROLES = {
    "readme": "说明文件", "listing": "文件目录.XML", "main": "正本.", "annex": "附件/01-", "evidence": "附件/证据",
    "metadata": "元数据.xml", "data": "数据/00-", "handling": "处理单", "record": "过程/记录", "log": "业务日志",
    "people": "人员.json", "proof": "包含证明", "checkpoint": "检查点.json", "checks": "四性检测报告.json",
    "checks text": "四性检测报告.txt", "pack": "其他/规则/A08", "rules": "规则.json", "readings": "办法解释",
    "calendar": "工作日历", "reasons": "理由/01", "dossier": "dossier.json", "catalogue": "其他/目录.json",
    "page": "index.html", "verify": "verify.py", "info": "bag-info.txt",
}


@pytest.fixture(scope="module")
def whole(sealed) -> Package:
    return Package(sealed.path)


@pytest.fixture
def package(whole) -> Package:
    return copy.deepcopy(whole)


@pytest.fixture(scope="module")
def checker():
    """verify.py itself, loaded from its file, for the many small cases."""
    spec = importlib.util.spec_from_file_location("standalone_verify", VERIFY)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def found_in(checker, folder: Path, **given) -> list[tuple[str, str]]:
    check = checker.Check(checker.Folder(str(folder)), **given)
    check.run()
    return check.found


def test_every_role_is_in_the_package(whole):
    for part in ROLES.values():
        assert whole.one(part)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("how", ["changed", "cut short", "removed", "renamed"])
def test_a_file_changed_or_lost(checker, package, tmp_path, role, how):
    name = package.one(ROLES[role])
    data = package.files.pop(name)
    new = {
        "changed": {name: flipped(data)}, "cut short": {name: data[:-1]}, "removed": {},
        "renamed": {name + "x": data},
    }[how]
    package.files |= new
    found = found_in(checker, package.unpack(tmp_path / "p"))
    code = "missing" if how in {"removed", "renamed"} else "changed"
    assert (code, name) in found, found
    if how == "renamed":
        assert ("extra", name + "x") in found


# --- what is found though every manifest was made again ------------------------------------------


def _entry(change: Callable[[dict], None], n: int = 8):
    def forge(p: Package) -> None:
        entries = p.entries()
        change(entries[n])
        p.put_entries(entries)

    return forge


def _envelope(**fields):
    return _entry(lambda e: e["envelope"].update(fields))


def _list(change: Callable[[list], object]):
    def forge(p: Package) -> None:
        entries = p.entries()
        change(entries)
        p.put_entries(entries)

    return forge


def _proof(**fields):
    def forge(p: Package) -> None:
        proofs = p.json(PROOF)
        for one in proofs.values():
            one.update({k: v(one[k]) if callable(v) else v for k, v in fields.items()})
        p.put(PROOF, proofs)

    return forge


def _point(**fields):
    return lambda p: p.put(POINT, p.json(POINT) | fields)


def _text(part: str, old: str, new: str):
    return lambda p: p.replace(p.one(part), old, new)


def _remove(part: str):
    return lambda p: p.files.pop(p.one(part))


def _bytes(part: str):
    def forge(p: Package) -> None:
        p.files[p.one(part)] = flipped(p.files[p.one(part)])

    return forge


def _json(part: str, change: Callable[[dict], object]):
    def forge(p: Package) -> None:
        value = p.json(p.one(part))
        change(value)
        p.put(p.one(part), value)

    return forge


def _lied(p: Package) -> list[dict]:
    """The entries with other words in the minutes."""
    entries = p.entries()
    one = next(e for e in entries if e["envelope"]["kind"] == "matter.determine")
    assert "集体研究" in one["body"]
    one["body"] = one["body"].replace("集体研究", "个人决定")
    return entries


def _rechained(p: Package) -> None:
    p.rechain(_lied(p))


def _rechained_with_leaf(p: Package) -> None:
    p.rechain(_lied(p))
    p.put(PROOF, {s: one | {"leaf": p.head(s)} for s, one in p.json(PROOF).items()})


def _remade(p: Package) -> None:
    p.rechain(_lied(p))
    p.regrow()


def _remade_wholly(p: Package) -> None:
    """The lie told everywhere, so that every part agrees with every other."""
    _remade(p)
    for name in [n for n in p.files if n.endswith(("-minutes.json", "-determination.json"))]:
        p.files[name] = p.files[name].replace("集体研究".encode(), "个人决定".encode())
    for name, data in list(p.files.items()):
        if name.endswith("元数据.xml"):
            digests = {str(e["envelope"]["position"]): e["digest"] for e in p.entries() if e["envelope"]["kind"].startswith("matter.")}
            text = data.decode()
            for block in text.split("<业务标识>")[1:]:
                old = block.split("<记录摘要>")[1].split("<")[0]
                text = text.replace(old, digests[block.split("<")[0]])
            p.files[name] = text.encode()


def _emptied_by_one(p: Package) -> None:
    """A payload emptied by a decision that one person made alone."""
    entries = p.entries()
    last = entries[-1]["envelope"]
    person = last["actor"]
    body = canonical_text({
        "entry": entries[8]["digest"], "decided_by": person, "confirmed_by": person, "reason": "x", "schema": 1,
        "remains": {},
    })  # fmt: skip
    entries[8] |= {"body": "", "salt": "", "destroyed_by": last["seq"] + 1}
    envelope = last | {"seq": last["seq"] + 1, "position": last["position"] + 1, "kind": "payload.destroyed", "key": None}
    entries.append({"envelope": envelope, "digest": "", "salt": "0", "body": body, "destroyed_by": None})
    p.rechain(entries)


def canonical_text(value) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


FIRST = "data/电子档案"
#: name -> (what the forger does, the finding's code, what its place names)
FORGED: dict[str, tuple[Callable[[Package], object], str, str]] = {
    "a paper as set": (_bytes("正本."), "sealed", "正本."),
    "another paper as set": (_bytes("附件/01-"), "sealed", "附件/01-"),
    "an issued paper": (_bytes("受理文书/02/正本.pdf"), "sealed", "受理文书"),
    "the text that was signed": (_text("定稿/", "受理", "不予受理"), "paper", "定稿"),
    "a paper removed": (_remove("正本."), "sealed", "正本."),
    "evidence": (_bytes("附件/证据"), "evidence", "证据"),
    "evidence removed": (_remove("附件/证据"), "evidence", "证据"),
    "a correction's record": (_text("00-correction.json", "示例", "某某"), "paper", "correction.json"),
    "a correction's proof": (_bytes("附件/证明"), "evidence", "证明"),
    "the streams: one less": (_json("dossier.json", lambda v: v["streams"].pop()), "stream", "-"),
    "a file slipped in": (lambda p: p.files.update({f"{FIRST}/2026/新件.pdf": b"x"}), "extra", "新件.pdf"),
    "a paper's words": (_text("-minutes.json", "集体研究", "个人决定"), "paper", "minutes.json"),
    "a paper's subject": (_json("-report.json", lambda v: v.update(subject="x")), "paper", "report.json"),
    "a paper's data removed": (_remove("-minutes.json"), "missing", "minutes.json"),
    "a paper's data unreadable": (lambda p: p.files.update({p.one("-minutes.json"): b"{"}), "unreadable", "minutes"),
    "the list: a title": (_text("文件目录", "关于“", "关于《"), "listing", "·"),
    "the list: a number": (_text("文件目录", "·2026-", "·2016-"), "listing", "·"),
    "the list: a period": (_text("文件目录", "<保管期限>永久", "<保管期限>10年"), "listing", "·"),
    "the list: who answers": (_text("文件目录", "<责任者>", "<责任者>某"), "listing", "·"),
    "the list: a row less": (
        lambda p: p.replace(p.one("文件目录"), p.files[p.one("文件目录")].decode().split("<文件>")[1], ""), "unreadable", "文件目录",
    ),
    "the list: a row twice": (
        lambda p: p.replace(p.one("文件目录"), "</文件目录>", "<文件/></文件目录>"), "listing", "≠",
    ),
    "the list: a declaration that explodes": (
        lambda p: p.replace(p.one("文件目录"), "<文件目录", '<!DOCTYPE x [<!ENTITY a "b">]><文件目录'), "unreadable", "文件目录",
    ),
    "metadata: the title": (_text("元数据.xml", "<题名>关于", "<题名>涉及"), "metadata", "题名"),
    "metadata: the number": (_text("元数据.xml", "<档号>", "<档号>X"), "metadata", "档号"),
    "metadata: a digest": (_text("元数据.xml", "<SHA-256>", "<SHA-256>0"), "metadata", "电子属性"),
    "metadata: when": (_text("元数据.xml", "<行为时间>2026", "<行为时间>2025"), "metadata", "业务"),
    "metadata: who": (_text("元数据.xml", "<行为人>", "<行为人>0"), "metadata", "业务"),
    "metadata: until when": (_text("元数据.xml", "<保管至>", "<保管至>1"), "metadata", "保管至"),
    "metadata removed": (_remove("元数据.xml"), "missing", "元数据.xml"),
    "the rules": (_text("规则.json", "第八条", "第九条"), "rules", "规则.json"),
    "the readings": (_text("办法解释", ":", ": "), "rules", "办法解释.json"),
    "the calendar": (_text("工作日历", "2026", "2027"), "rules", "工作日历.json"),
    "the reasons": (_text("理由/01", '"verdict":"met"', '"verdict":"open"'), "reasons", "理由"),
    "the reasons removed": (_remove("理由/01"), "reasons", "-"),
    "the catalogue": (_json("其他/目录.json", lambda v: v[0].update(title="另一件")), "catalogue", "目录.json"),
    "the catalogue: a row less": (_json("其他/目录.json", lambda v: v.pop()), "catalogue", "目录.json"),
    "the dossier's number": (_json("dossier.json", lambda v: v.update(number="容错〔2026〕9号")), "dossier", "number"),
    "the dossier's title": (_json("dossier.json", lambda v: v.update(title="别的事项")), "dossier", "title"),
    "the dossier's seal": (_json("dossier.json", lambda v: v.update(sealed_on=None)), "dossier", "sealed_on"),
    "the dossier's rules": (_json("dossier.json", lambda v: v.update(policy_digest="0" * 64)), "dossier", "policy_digest"),
    "the dossier's matter": (_json("dossier.json", lambda v: v.update(matter="0")), "stream", "0"),
    "the dossier's format": (_json("dossier.json", lambda v: v.update(format="other/9")), "dossier", "other/9"),
    "what the bag says of the seal": (_text("bag-info.txt", "Rongcuo-Sealed: 2026", "Rongcuo-Sealed: 2025"), "dossier", "bag-info"),
    **{
        f"an entry's {field}": (_envelope(**{field: value}), "entry", "#")
        for field, value in {
            "v": 2, "seq": 1, "position": 99, "kind": "matter.refuse", "actor": None, "schema": 2,
            "recorded_at": "2026-01-01T00:00:00.000000Z", "prev": "0" * 64, "payload_digest": "0" * 64, "key": "k",
            "stream": "00000000-0000-4000-8000-000000000000",
        }.items()
    },
    "an entry's field more": (_envelope(more=1), "entry", "#"),
    "an entry's digest": (_entry(lambda e: e.update(digest="0" * 64)), "entry", "#"),
    "what an entry says": (_entry(lambda e: e.update(body=e["body"].replace("{", "{ ", 1))), "payload", "#"),
    "an entry's salt": (_entry(lambda e: e.update(salt="0" * 32)), "payload", "#"),
    "an entry emptied": (_entry(lambda e: e.update(body="", salt="")), "emptied", "#"),
    "an entry emptied by one person alone": (_emptied_by_one, "emptied", "#"),
    "an entry removed": (_list(lambda e: e.pop(8)), "order", "#"),
    "the last entry removed": (_list(lambda e: e.pop()), "head", "-"),
    "the first entry removed": (_list(lambda e: e.pop(0)), "order", "#"),
    "two entries changed places": (_list(lambda e: e.insert(8, e.pop(9))), "order", "#"),
    "an entry twice": (_list(lambda e: e.insert(9, copy.deepcopy(e[8]))), "order", "#"),
    "the record emptied": (_list(lambda e: e.clear()), "stream", "-"),
    "a line nobody can read": (lambda p: p.files.update({RECORD: p.files[RECORD] + b"{\n"}), "unreadable", "行"),
    "the chain made again": (_rechained, "head", "-"),
    "the chain and the proof's leaf made again": (_rechained_with_leaf, "proof", "-"),
    "the proof's index": (_proof(index=lambda v: v + 1), "proof", "-"),
    "the proof's size": (_proof(size=lambda v: v + 1), "proof", "size"),
    "the proof's path": (_proof(path=lambda v: [flipped_hex(v[0]), *v[1:]]), "proof", "-"),
    "the proof's root": (_proof(root="0" * 64), "proof", "root"),
    "the proof's leaf": (_proof(leaf=lambda v: [v[0], v[1] + 1, v[2]]), "head", "-"),
    "a proof less": (_json("包含证明", lambda v: v.popitem()), "proof", "-"),
    "the checkpoint's instant": (_point(instant="2027-01-01T00:00:00.000000Z"), "checkpoint", "检查点"),
    "the checkpoint's heads": (_point(heads=[]), "checkpoint", "检查点"),
    "the checkpoint's root": (_point(root="0" * 64), "checkpoint", "检查点"),
    "the checkpoint's number": (_point(number=99), "checkpoint", "检查点"),
    "chain, tree and checkpoint made again": (_remade, "against", "1"),
    "the lie told everywhere": (_remade_wholly, "against", "1"),
    "the page to read": (_text("index.html", "卷内目录", "目录"), "whole", ""),
    "verify.py itself": (_text("verify.py", "return not self.found", "return True"), "whole", ""),
    "the log": (_bytes("业务日志"), "whole", ""),
    "the handling sheet": (_bytes("处理单"), "whole", ""),
    "the report of the checks": (_bytes("四性检测报告.json"), "whole", ""),
    "the names of people": (_bytes("人员.json"), "whole", ""),
}


def flipped_hex(text: str) -> str:
    return ("0" if text[0] != "0" else "1") + text[1:]


def test_there_are_at_least_fifty_kinds():
    assert len(FORGED) >= 50


@pytest.mark.parametrize("kind", FORGED)
def test_found_though_the_manifests_were_made_again(sealed, package, tmp_path, kind):
    forge, code, place = FORGED[kind]
    before = dict(package.files)
    forge(package)
    assert package.files != before
    package.remake_manifests()
    path = package.write(tmp_path / "forged.zip")
    # The reader's own copy of verify.py, not the forger's.
    exit_code, said = verify(
        path, "--against", str(sealed.against), "--expect", sealed.made.digest, script=VERIFY
    )
    assert exit_code == 1
    assert any(c == code and place in where for c, where in said["found"]), said["found"]


def test_what_only_the_copy_elsewhere_finds_is_said(sealed, package, tmp_path):
    """Without it everything agrees, and verify.py says so and what it could not see."""
    _remade_wholly(package)
    package.remake_manifests()
    code, said = verify(package.write(tmp_path / "remade.zip"))
    assert (code, said["held"]) == (0, False)
    assert said["until"]


# --- the bag ----------------------------------------------------------------------------------------


BAGS: dict[str, tuple[Callable[[Package], object], str]] = {
    "a line removed": (lambda p: p.replace("manifest-sha256.txt", manifest_line(p), ""), "extra"),
    "a line twice": (lambda p: p.replace("manifest-sha256.txt", manifest_line(p), manifest_line(p) * 2), "manifest"),
    "a digest": (lambda p: p.replace("manifest-sha256.txt", manifest_line(p)[:8], "00000000"), "changed"),
    "a line nobody can read": (lambda p: p.replace("manifest-sha256.txt", manifest_line(p), "nonsense\n"), "manifest"),
    "no manifest": (lambda p: p.files.pop("manifest-sha256.txt"), "manifest"),
    "no tag manifest": (lambda p: p.files.pop("tagmanifest-sha256.txt"), "manifest"),
    "no bagit.txt": (lambda p: p.files.pop("bagit.txt"), "bagit"),
    "another version": (lambda p: p.replace("bagit.txt", "1.0", "9.9"), "bagit"),
    "another encoding": (lambda p: p.replace("bagit.txt", "UTF-8", "GBK"), "bagit"),
    "the size": (lambda p: p.replace("bag-info.txt", "Payload-Oxum: ", "Payload-Oxum: 1"), "oxum"),
    "a file beside": (lambda p: p.files.update({"data/x": b""}), "extra"),
    "a tag file beside": (lambda p: p.files.update({"x.txt": b""}), "extra"),
    "an unknown tag manifest": (lambda p: p.files.update({"tagmanifest-md5.txt": b""}), "extra"),
}


def manifest_line(p: Package) -> str:
    return p.files["manifest-sha256.txt"].decode().splitlines(keepends=True)[3]


@pytest.mark.parametrize("kind", BAGS)
def test_the_bag(checker, package, tmp_path, kind):
    forge, code = BAGS[kind]
    forge(package)
    assert code in {c for c, _ in found_in(checker, package.unpack(tmp_path / "p"))}


def test_zips_that_are_damaged_or_sly(sealed, package, tmp_path):
    twice = package.write(tmp_path / "twice.zip", twice="data/文件目录.XML")
    assert "name" in {c for c, _ in verify(twice, script=VERIFY)[1]["found"]}
    package.files["data/../../outside.txt"] = b"x"
    sly = package.write(tmp_path / "sly.zip")
    assert "name" in {c for c, _ in verify(sly, script=VERIFY)[1]["found"]}
    whole = bytearray(sealed.path.read_bytes())
    whole[len(whole) // 2] ^= 1
    (tmp_path / "flipped.zip").write_bytes(whole)
    assert "changed" in {c for c, _ in verify(tmp_path / "flipped.zip", script=VERIFY)[1]["found"]}


def test_the_same_package_as_a_folder(checker, package, sealed, tmp_path):
    folder = package.unpack(tmp_path / "p")
    assert found_in(checker, folder, against=str(sealed.against), expect=sealed.made.digest) == []


def test_verify_is_one_file_of_the_standard_library_for_old_pythons():
    tree = ast.parse(VERIFY.read_text(), feature_version=(3, 8))
    named = {n.name.split(".")[0] for one in ast.walk(tree) if isinstance(one, ast.Import) for n in one.names}
    named |= {one.module.split(".")[0] for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)}
    assert named <= set(sys.stdlib_module_names)
    assert not {"socket", "urllib", "http", "subprocess", "ctypes"} & named
