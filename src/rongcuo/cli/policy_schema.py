"""`rongcuo policy schema`: what an editor needs to complete and check a pack while it is written."""

from __future__ import annotations

from pathlib import Path

from rongcuo.cli import CommandError, language
from rongcuo.cli.packs import root
from rongcuo.cli.parser import Parser


def main(argv: list[str]) -> int:
    """Write the schemas beside the packs, and say how an editor finds them."""
    import json

    from rongcuo.policy.editing import write_editor_schemas

    parser = Parser(
        prog="rongcuo policy schema", description="写出供编辑器补全用的 JSON Schema / Write the JSON Schemas for editors.",
    )
    parser.add_argument("--folder", type=Path, help="规则包所在文件夹 / the folder of the packs (policies)")
    parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    parser.add_argument("--lang", choices=("zh", "en"), help="语言 / language")
    arguments = parser.parse_args(argv)
    folder = arguments.folder or root()
    try:
        paths = write_editor_schemas(folder)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CommandError(f"无法写入“{folder}”：{reason}。", f'Cannot write "{folder}": {reason}.') from None
    if arguments.json:
        print(json.dumps([path.as_posix() for path in paths]))
        return 0
    for path in paths:
        print(path)
    print(
        "A file whose first line is “# yaml-language-server: $schema=…” is completed by editors that speak to "
        "yaml-language-server; rongcuo policy new writes that line." if language(arguments.lang) == "en"
        else "首行写有“# yaml-language-server: $schema=…”的文件，可在支持 yaml-language-server 的编辑器里补全；"
             "rongcuo policy new 会写好这一行。"
    )
    return 0
