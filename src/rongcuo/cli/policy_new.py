"""`rongcuo policy new ID`: a pack to start from, which loads and passes."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

from rongcuo.cli import CommandError, language
from rongcuo.cli.packs import root
from rongcuo.cli.parser import Parser


def main(argv: list[str]) -> int:
    """Write the pack and say what to do next."""
    from rongcuo.policy.skeleton import write_skeleton

    parser = Parser(prog="rongcuo policy new", description="新建规则包骨架 / Start a pack.")
    parser.add_argument("id", metavar="ID", help="编号，如 sample-2024 / its id")
    parser.add_argument("--version", default="1.0.0", help="版本 / its version (1.0.0)")
    parser.add_argument("--issued", metavar="2020-01-01", default="2020-01-01",
                        help="印发日期 / the date of issue")
    parser.add_argument("--folder", type=Path, help="放在何处 / where (policies/ID/VERSION)")
    parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    parser.add_argument("--lang", choices=("zh", "en"), help="语言 / language")
    arguments = parser.parse_args(argv)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}", arguments.id):
        raise CommandError("编号只能用字母、数字、_、.、-。", "An id has letters, digits, _, . and - only.")
    if not re.fullmatch(r"\d+\.\d+\.\d+", arguments.version):
        raise CommandError("版本应写作 1.0.0。", "A version is written 1.0.0.")
    try:
        day = date.fromisoformat(arguments.issued).isoformat()
    except ValueError:
        raise CommandError("日期应写作 2020-01-01。", "A date is written 2020-01-01.") from None
    folder = arguments.folder or root() / arguments.id / arguments.version
    packs = folder.parent if arguments.folder else root()  # where the schemas for editors go
    try:
        files = write_skeleton(folder, arguments.id, arguments.version, day, packs)
    except FileExistsError:
        raise CommandError(f"“{folder}”已经存在，没有改动。", f'"{folder}" exists; nothing was changed.') from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CommandError(f"无法写入“{folder}”：{reason}。", f'Cannot write "{folder}": {reason}.') from None
    english = language(arguments.lang) == "en"
    if arguments.json:
        print(json.dumps([path.as_posix() for path in files], ensure_ascii=False))
        return 0
    for path in files:
        print(path)
    print(f"Next: put in the words of the measures, then rongcuo policy check {folder}" if english
          else f"下一步：填入办法原文，然后运行 rongcuo policy check {folder}")
    return 0
