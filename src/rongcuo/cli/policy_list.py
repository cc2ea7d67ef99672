"""`rongcuo policy list`: every version of every pack there is."""

from __future__ import annotations

import json

from rongcuo.cli.packs import available
from rongcuo.cli.parser import Parser


def main(argv: list[str]) -> int:
    """Print id/version, one a line."""
    parser = Parser(prog="rongcuo policy list", description="列出规则包 / List packs.")
    parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    parser.add_argument("--lang", choices=("zh", "en"), help="语言 / language")
    arguments = parser.parse_args(argv)
    found = [f"{pack}/{version}" for pack, versions in available().items() for version in versions]
    print(json.dumps(found, indent=2) if arguments.json else "\n".join(found))
    return 0
