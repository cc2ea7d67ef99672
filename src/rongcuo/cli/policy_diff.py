"""`rongcuo policy diff A B`: what B says otherwise than A, with the smallest facts that show it."""

from __future__ import annotations

import json
from pathlib import Path

from rongcuo.cli import CommandError, language
from rongcuo.cli.packs import find, root
from rongcuo.cli.parser import Parser


def main(argv: list[str]) -> int:
    """Print the comparison; 0 nothing differs, 1 something does, or CommandError."""
    from rongcuo.policy.comparing import compare, read_mapping, touched
    from rongcuo.policy.comparing.report import document, html, lines
    from rongcuo.policy.loader import load
    from rongcuo.policy.problems import FactError, PackError
    from rongcuo.policy.shelf import mapping_between

    parser = Parser(
        prog="rongcuo policy diff",
        description="比较两个规则包：每处差别附最少的事实 / Compare two packs, each difference with the "
                    "fewest facts that show it.",
    )
    parser.add_argument("one", metavar="A", help="规则包 / a pack: DIR|ID[/VERSION]")
    parser.add_argument("other", metavar="B", help="另一规则包 / the other pack")
    parser.add_argument("--map", type=Path, metavar="MAP.yaml", help="事实对照（默认用 policies/mappings 中的）/ which facts are the same (default: policies/mappings)")
    parser.add_argument(
        "--facts", type=Path, metavar="FACTS.yaml",
        help="事项文件：统计受影响的事项 / a file of matters: how many are touched",
    )
    for side in ("one", "other"):
        parser.add_argument(
            f"--set-{side}", action="append", default=[], metavar="KEY=VALUE",
            help="采用的解读 / an adopted reading",
        )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    form.add_argument("--html", action="store_true", help="输出 HTML / print HTML")
    parser.add_argument("--lang", choices=("zh", "en"), help="语言 / language")
    arguments = parser.parse_args(argv)
    lang = language(arguments.lang)
    try:
        one, other = (load(find(name), scenarios=False) for name in (arguments.one, arguments.other))
        chosen = {"settings": one.settings(_adopted(one, arguments.set_one)),
                  "other_settings": other.settings(_adopted(other, arguments.set_other))}
        named = arguments.map or mapping_between(root(), one.id, other.id)
        mapping = read_mapping(named, one, other) if named else None
        found = compare(one, other, mapping=mapping, **chosen)
        impact = None
        if arguments.facts:
            from rongcuo.policy.facts_file import FactsFile

            several = [subject.facts for subject in FactsFile(arguments.facts).subjects(one)]
            impact = touched(one, other, several, mapping=mapping, **chosen)
    except (FactError, PackError) as error:
        raise CommandError(error.text("zh"), error.text("en")) from None
    if arguments.json:
        print(json.dumps(document(found, impact), ensure_ascii=False, indent=2))
    elif arguments.html:
        print(html(found, lang, impact), end="")
    else:
        if named:
            print(f"Mapping: {named}" if lang == "en" else f"事实对照：{named}")
        for line in lines(found, lang, impact):
            print("  " * line.level + line.text)
    return 0 if found.empty else 1


def _adopted(pack, written: list[str]) -> dict[str, object]:
    """KEY=VALUE words as values of readings."""
    found: dict[str, object] = {}
    for one in written:
        key, sign, value = one.partition("=")
        if not sign:
            raise CommandError(f"“{one}”应写作 键=值。", f'"{one}" must be KEY=VALUE.')
        reading = pack.readings.get(key)
        if reading is not None and reading.type == "yes_no" and value in ("yes", "no"):
            found[key] = value == "yes"
        elif reading is not None and reading.type == "number" and value.lstrip("-").isdigit():
            found[key] = int(value)
        else:
            found[key] = value
    return found
