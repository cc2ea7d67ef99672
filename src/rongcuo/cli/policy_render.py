"""`rongcuo policy render`: the text unit by unit, each with what rests on it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from rongcuo.cli import language
from rongcuo.cli.parser import Parser
from rongcuo.policy.loader import load
from rongcuo.policy.model import Pack
from rongcuo.policy.problems import PackError


def main(argv: list[str]) -> int:
    """Print these packs, or all; 1 where one does not load."""
    from rongcuo.cli.policy import folders

    parser = Parser(
        prog="rongcuo policy render", description="显示条文与规则 / Show the text and its rules."
    )
    parser.add_argument("pack", nargs="?", metavar="DIR|ID[/VERSION]", help="默认全部 / default: all")
    parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    parser.add_argument("--lang", choices=("zh", "en"), help="语言 / language")
    arguments = parser.parse_args(argv)
    lang, code, several = language(arguments.lang), 0, []
    for folder in folders(arguments.pack):
        try:
            pack = load(folder)
        except PackError as error:
            print(error.text(lang))
            code = 1
            continue
        if arguments.json:
            several.append(_document(pack))
        else:
            print("\n".join(_lines(pack, lang)))
    if arguments.json:
        print(json.dumps(several, ensure_ascii=False, indent=2))
    return code


def _resting(pack: Pack, unit: str) -> tuple[list, list, list]:
    """Rules, facts and readings that cite the unit."""
    return tuple(
        [one for one in section.values() if unit in one.cites]
        for section in (pack.rules, pack.facts, pack.readings)
    )


def _lines(pack: Pack, lang: str) -> Iterator[str]:
    yield f"{pack.title.get(lang)} ({pack.id} {pack.version})"
    yield f"{pack.issuer.get(lang)} {pack.issued}"
    for unit in pack.units.values():
        rules, facts, readings = _resting(pack, unit.id)
        yield ""
        yield f"{unit.id}  {unit.en if lang == 'en' else unit.zh}"
        for rule in rules:
            yield f"    [{rule.kind}] {rule.id} {rule.name.get(lang)}"
        for fact in facts:
            yield f"    [{fact.type}] {fact.id} {fact.question.get(lang)}"
        for reading in readings:
            yield f"    [reading {reading.n}] {reading.key} = {reading.default}"


def _document(pack: Pack) -> dict:
    units = []
    for unit in pack.units.values():
        rules, facts, readings = _resting(pack, unit.id)
        units.append({
            "id": unit.id, "zh": unit.zh, "en": unit.en, "rules": [one.id for one in rules],
            "facts": [one.id for one in facts], "readings": [one.key for one in readings],
        })
    return {"id": pack.id, "version": pack.version, "digest": pack.digest, "units": units}
