"""``rongcuo documents``: check a pack's templates, set a paper from the record.

Exits 0 where all is well, 1 where something is wrong, 2 for a wrong command line.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from rongcuo.cli import language


def parser() -> argparse.ArgumentParser:
    """The arguments of ``rongcuo documents``."""
    top = argparse.ArgumentParser(prog="rongcuo documents", description="公文 / Official papers.")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--lang", choices=("zh", "en"), help="语言 / language")
    verbs = top.add_subparsers(dest="verb", required=True)
    check = verbs.add_parser("check", parents=[common], help="检查模板 / check the templates of a pack")
    check.add_argument("--policy", metavar="PACK", help="规则包 / the pack")
    render = verbs.add_parser("render", parents=[common], help="生成一件公文 / set one paper")
    render.add_argument("matter", help="事项编号 / the matter's number")
    render.add_argument("kind", help="材料种类，如 determination / kind of item")
    render.add_argument("--out", type=Path, required=True, metavar="FILE", help="PDF 文件 / the PDF file")
    render.add_argument("--number", default="", help="发文字号 / the number of the office's register")
    render.add_argument("--secrecy", default="", help="密级和保密期限 / the grade and term of secrecy")
    return top


def main(argv: list[str]) -> int:
    """Run the verb; 0, 1 or 2."""
    arguments = parser().parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongcuo.settings")
    import django

    django.setup()
    from django.db import DatabaseError

    from rongcuo.documents.setting import SettingError

    english = language(arguments.lang) == "en"
    try:
        return {"check": _check, "render": _render}[arguments.verb](arguments, english)
    except SettingError as error:
        zh, _, en = str(error).partition(" / ")
        print(en if english and en else zh, file=sys.stderr)
    except DatabaseError as error:
        print(("The database cannot be read: " if english else "无法读取数据库：") + str(error), file=sys.stderr)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
    return 1


def _check(arguments: argparse.Namespace, english: bool) -> int:
    from rongcuo.cli.packs import find
    from rongcuo.documents.checking import check
    from rongcuo.policy import PackError, load

    try:
        pack = load(find(arguments.policy), scenarios=False)
    except PackError as error:
        print(error.text("en" if english else "zh"), file=sys.stderr)
        return 1
    found = check(pack)
    for fault in found:
        print(f"{fault.template}: {fault.en if english else fault.zh}", file=sys.stderr)
    count = len(pack.documents)
    if not found:
        print(f"{count} templates are in order." if english else f"{count} 个模板没有问题。")
    return 1 if found else 0


def _render(arguments: argparse.Namespace, english: bool) -> int:
    from rongcuo.documents import NoTemplate, render
    from rongcuo.matters.models import Item

    item = (
        Item.objects.filter(matter__number=arguments.matter, kind=arguments.kind)
        .select_related("matter__act", "matter__unit", "subject__person", "subject__unit", "author").last()
    )
    if item is None:
        print(
            f"The matter {arguments.matter} has no {arguments.kind}." if english
            else f"事项 {arguments.matter} 没有“{arguments.kind}”这件材料。", file=sys.stderr,
        )
        return 1
    try:
        paper = render(item, number=arguments.number, secrecy=arguments.secrecy)
    except NoTemplate:
        print(
            f"The pack has no template for {arguments.kind}." if english
            else f"规则包没有“{arguments.kind}”的模板。", file=sys.stderr,
        )
        return 1
    part = arguments.out.with_name(arguments.out.name + ".part")
    try:
        part.write_bytes(paper.pdf)
        os.replace(part, arguments.out)
    finally:
        part.unlink(missing_ok=True)
    print(f"{arguments.out}  sha256 {paper.digest}")
    return 0
