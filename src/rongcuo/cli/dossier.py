"""``rongcuo dossier``: export, verify, check, import, transfer list, destruction, search index.

An operator has no access to matters: what shows or takes out anything is done as a person of the
bureau (``--as``), through the same gates as on the pages, and the reading is logged.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from uuid import UUID

from rongcuo.cli import CommandError, language


def parser() -> argparse.ArgumentParser:
    """The arguments of ``rongcuo dossier``."""
    top = argparse.ArgumentParser(prog="rongcuo dossier", description="卷宗 / Dossiers.")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--lang", choices=("zh", "en"), help="语言 / language")
    acting = argparse.ArgumentParser(add_help=False)
    acting.add_argument("--as", dest="who", required=True, metavar="USERNAME", help="办理人账号 / whose account")
    verbs = top.add_subparsers(dest="verb", required=True)
    export = verbs.add_parser("export", parents=[common, acting], help="导出一个事项的卷宗包 / one matter's package")
    export.add_argument("matter", help="事项编号或标识 / the matter's number or identifier")
    export.add_argument("--to", type=Path, default=Path("."), metavar="FOLDER", help="存放位置 / where to")
    export.add_argument(
        "--for", dest="purpose", default="transfer", metavar="PURPOSE",
        help="用途，记入日志 / what it is for, logged: work like oversight answer transfer, or words of your own",
    )
    export.add_argument("--sm3", action="store_true", default=None, help="并列 SM3 摘要 / SM3 beside SHA-256")
    verify = verbs.add_parser("verify", parents=[common], help="核验卷宗包 / verify a package")
    verify.add_argument("package", type=Path)
    verify.add_argument("--against", type=Path, metavar="FILE", help="另处保存的检查点 / checkpoints kept elsewhere")
    verify.add_argument("--expect", default="", metavar="DIGEST", help="移交清单上的总摘要 / from the transfer list")
    check = verbs.add_parser("check", parents=[common, acting], help="四性检测并存入卷宗 / the four checks, on record")
    check.add_argument("matter", nargs="?", help="不写则为全部已备案、已结案事项 / without: all filed and closed ones")
    brought = verbs.add_parser("import", parents=[common, acting], help="导入其他单位的卷宗包 / another's package")
    brought.add_argument("package", type=Path)
    brought.add_argument("--against", type=Path, metavar="FILE")
    brought.add_argument("--expect", default="", metavar="DIGEST")
    transfer = verbs.add_parser("transfer", parents=[common, acting], help="移交清单（xlsx） / the transfer list")
    transfer.add_argument("file", type=Path)
    verbs.add_parser("expired", parents=[common, acting], help="列出已过保管期限的件 / what has passed its period")
    propose = verbs.add_parser("propose-destruction", parents=[common, acting], help="提出销毁清单 / propose a list")
    propose.add_argument("pieces", nargs="+", metavar="MATTER:N", help="事项标识:件号")
    propose.add_argument("--reason", required=True)
    decide = verbs.add_parser("decide-destruction", parents=[common, acting], help="另一人审定 / another decides")
    decide.add_argument("list", type=UUID)
    decide.add_argument("--refuse", metavar="WORDS", help="不同意及理由 / refuse, with words")
    verbs.add_parser("index", parents=[common], help="重建检索索引 / make the search index again")
    return top


def main(argv: list[str]) -> int:
    """Run the verb; 0, 1 where a package or dossier is not sound. Never a trace."""
    options = parser().parse_args(argv)
    lang = language(options.lang)
    if options.verb == "verify":
        return _verify(options, lang)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongcuo.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.utils.translation import override

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise CommandError(f"设置有误：{error}", f"The settings are not right: {error}") from None
    from rongcuo.archive.bag import PackageError
    from rongcuo.ledger.errors import LedgerError
    from rongcuo.matters.errors import Refusal

    run = {
        "export": _export, "check": _check, "import": _import, "transfer": _transfer, "expired": _expired,
        "propose-destruction": _propose, "decide-destruction": _decide, "index": _index,
    }
    with override("en" if lang == "en" else "zh-hans"):
        try:
            return run[options.verb](options, lang)
        except Refusal as error:
            raise CommandError(error.text, error.text) from None
        except (PackageError, LedgerError) as error:
            raise CommandError(str(error), str(error)) from None


def _say(lang: str, zh: str, en: str) -> None:
    print(en if lang == "en" else zh, flush=True)


def _person(options: argparse.Namespace):
    from rongcuo.people.models import Account

    account = Account.objects.filter(username=options.who, is_active=True).select_related("person").first()
    if account is None or account.person is None:
        raise CommandError(
            f"没有可用于办理的账号“{options.who}”。", f'There is no account "{options.who}" of a person.'
        )
    return account.person


def _standing(person, text: str):
    """The person's standing in a matter named by number or identifier; NotFound outside their scope."""
    from rongcuo.matters.access import Standing, viewer_of, visible_matters, with_people
    from rongcuo.matters.errors import NotFound

    viewer = viewer_of(person)
    rows = with_people(visible_matters(viewer))
    try:
        row = rows.filter(pk=UUID(text)).first()
    except ValueError:
        row = rows.filter(number=text).first()
    if row is None:
        raise NotFound
    return Standing(viewer, row)


def _bar(lang: str):
    """A bar on a terminal: how much, of how much, and which file."""
    if not sys.stderr.isatty():
        return lambda done, total, name: None
    last = [-1]

    def tell(done: int, total: int, name: str) -> None:
        percent = 100 if not total else done * 100 // total
        if percent != last[0]:
            last[0] = percent
            width = 28
            bar = "█" * (percent * width // 100)
            short = name.rsplit("/", 1)[-1][:30]
            print(f"\r{bar:<{width}} {percent:3d}%  {done / 1e6:8.1f} MB  {short:<30}", end="", file=sys.stderr)
            if done >= total:
                print(file=sys.stderr)

    return tell


def _purpose(said: str) -> str:
    """One of the purposes, or words of one's own."""
    from rongcuo.matters.reading_log import ASKED, given_purpose

    return given_purpose(said, "") if said in ASKED and said != "other" else given_purpose("other", said)


def _export(options: argparse.Namespace, lang: str) -> int:
    from rongcuo.archive.export import export
    from rongcuo.archive.logging import log_export

    standing = _standing(_person(options), options.matter)
    made = export(standing, options.to, sm3=options.sm3, progress=_bar(lang))
    log_export(standing, made, _purpose(options.purpose))
    _say(lang, f"卷宗包：{made.path}", f"The package: {made.path}")
    _say(lang, f"{made.pieces} 件，{made.files} 个文件，{made.bytes / 1e6:.1f} MB",
         f"{made.pieces} pieces, {made.files} files, {made.bytes / 1e6:.1f} MB")
    if not made.sealed:
        _say(lang, "事项尚未结案归档：件号未定。", "The matter is not closed yet: its papers have no numbers.")
    _say(lang, f"检查点时刻：{made.proved_until}", f"Checkpoint of: {made.proved_until}")
    _say(lang, f"总摘要（写入移交清单）：{made.digest}", f"Digest of the whole (for the transfer list): {made.digest}")
    return 0


def _verify(options: argparse.Namespace, lang: str) -> int:
    """The same file that lies in the package; no database is needed."""
    from rongcuo.archive.verifying import checker

    given = [str(options.package), "--lang", lang]
    if options.against:
        given += ["--against", str(options.against)]
    if options.expect:
        given += ["--expect", options.expect]
    return checker().main(given)


def _check(options: argparse.Namespace, lang: str) -> int:
    from rongcuo import ids
    from rongcuo.archive.access import checkable
    from rongcuo.archive.checks import waited_for
    from rongcuo.archive.sealing import check_dossier
    from rongcuo.matters.access import viewer_of

    person = _person(options)
    wanted = [_standing(person, options.matter).matter] if options.matter else list(checkable(viewer_of(person)))
    bad = 0
    for matter in wanted:
        results = check_dossier(matter.pk, actor=person, key=str(ids.new_id()))
        wrong = waited_for(results)
        bad += bool(wrong)
        said = "；".join(f"{r.code} {'、'.join(r.wrong[:3])}" for r in results if r.wrong) or "—"
        print(f"{matter.number}  {'✗' if wrong else '✓'}  {said}")
    _say(lang, f"检测 {len(wanted)} 个事项，{bad} 个有问题。", f"{len(wanted)} matters checked, {bad} with problems.")
    return 1 if bad else 0


def _import(options: argparse.Namespace, lang: str) -> int:
    from rongcuo import ids
    from rongcuo.archive.importing import import_package

    entry = import_package(
        options.package, actor=_person(options), key=str(ids.new_id()), against=options.against, expect=options.expect
    )
    said = entry.recorded().payload
    _say(lang, f"已核验并导入：{said['number']} {said['title']}", f"Verified and imported: {said['number']} {said['title']}")
    return 0


def _transfer(options: argparse.Namespace, lang: str) -> int:
    from django.conf import settings

    from rongcuo.archive.access import closed_matters
    from rongcuo.archive.transfer import as_xlsx
    from rongcuo.matters.access import viewer_of

    matters = list(closed_matters(viewer_of(_person(options))).order_by("sealed_on", "number"))
    options.file.write_bytes(as_xlsx(matters, settings.BUREAU_NAME))
    _say(lang, f"移交清单：{options.file}，{len(matters)} 个事项", f"The transfer list: {options.file}, {len(matters)} matters")
    return 0


def _expired(options: argparse.Namespace, lang: str) -> int:
    from rongcuo.archive.destroying import expired

    for row in expired(_person(options)):
        print(f"{row['matter']}:{row['n']}  {row['number']}  {row['until']}  {row['title']}")
    return 0


def _propose(options: argparse.Namespace, lang: str) -> int:
    from rongcuo import ids
    from rongcuo.archive.destroying import propose

    pieces = []
    for text in options.pieces:
        matter, _, n = text.rpartition(":")
        try:
            pieces.append((UUID(matter), int(n)))
        except ValueError:
            raise CommandError(f"“{text}”应为 事项标识:件号", f"{text!r}: write MATTER:N") from None
    entry = propose(actor=_person(options), key=str(ids.new_id()), pieces=pieces, reason=options.reason)
    _say(lang, f"已提出销毁清单 {entry.stream}，由另一人审定。", f"Proposed: list {entry.stream}; another person decides.")
    return 0


def _decide(options: argparse.Namespace, lang: str) -> int:
    from rongcuo import ids
    from rongcuo.archive.destroying import decide

    decide(options.list, actor=_person(options), key=str(ids.new_id()), destroy=not options.refuse, words=options.refuse or "")
    _say(lang, "已记录。", "Recorded.")
    return 0


def _index(options: argparse.Namespace, lang: str) -> int:
    from rongcuo.archive.searching.index import rebuild

    count = rebuild()
    _say(lang, f"检索索引已重建：{count} 条。", f"The search index was made again: {count} rows.")
    return 0
