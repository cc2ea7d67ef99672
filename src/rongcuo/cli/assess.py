"""`rongcuo assess`: what the measures say about facts, with every reason.

    rongcuo assess FACTS.yaml                          one or several subjects, explained
    rongcuo assess FACTS.yaml --as-of 2020-03-20 …     law at the time: which version governs
    rongcuo assess --batch CASES.parquet --out …       many cases, no explanation
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from rongcuo.cli import CommandError, language
from rongcuo.cli.parser import Parser


def main(argv: list[str]) -> int:
    """Print the assessment of every subject in the file; 0, or CommandError for bad input."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    lang = language(arguments.lang)
    if (arguments.facts is None) == (arguments.batch is None):
        parser.error("FACTS.yaml / --batch FILE")
    from rongcuo.policy.problems import FactError, PackError

    try:
        if arguments.batch is not None:
            from rongcuo.cli.batch import run

            return run(arguments, lang)
        return _one_file(arguments, lang)
    except (FactError, PackError) as error:
        raise CommandError(error.text("zh"), error.text("en")) from None


def _parser() -> Parser:
    parser = Parser(
        prog="rongcuo assess",
        description="按规则包检查事实，说明每条理由 / Check facts against a pack, with every reason.",
    )
    parser.add_argument(
        "facts", type=Path, nargs="?", metavar="FACTS.yaml", help="事实文件 / the facts file"
    )
    parser.add_argument("--policy", metavar="DIR|ID[/VERSION]", help="规则包 / the policy pack")
    parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    parser.add_argument("--lang", choices=("zh", "en"), help="语言 / language")
    time = parser.add_argument_group("事发当时的规定 / law at the time")
    time.add_argument("--conduct-date", type=_day, metavar="DATE", help="行为日 / day of the conduct")
    time.add_argument("--start-date", type=_day, metavar="DATE", help="启动日 / day of the start")
    time.add_argument("--as-of", type=_day, metavar="DATE", help="决定日 / day of the decision")
    time.add_argument(
        "--choose", choices=("conduct", "start", "decision", "lighter"),
        help="以哪一日的版本为准；lighter 为从旧兼从轻 / whose version governs; lighter: old unless lighter",
    )
    many = parser.add_argument_group("批量 / batch")
    many.add_argument(
        "--batch", type=Path, metavar="FILE", help="脱敏数据 .parquet .arrow .csv / a de-identified extract"
    )
    many.add_argument(
        "--reading", action="append", metavar="KEY=VALUE", help="采用的解读 / an adopted reading"
    )
    many.add_argument("--out", type=Path, metavar="FILE", help="结果文件 / where the result goes")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: 2018-02-23") from None


def _one_file(arguments, lang: str) -> int:
    from rongcuo.cli.packs import find
    from rongcuo.policy.assessment import assess
    from rongcuo.policy.facts_file import FactsFile
    from rongcuo.policy.loader import load

    written = FactsFile(arguments.facts)
    folder = find(arguments.policy or written.policy)
    dates = written.dates | {
        basis: day
        for basis, day in (
            ("conduct", arguments.conduct_date), ("start", arguments.start_date),
            ("decision", arguments.as_of),
        )
        if day
    }
    if dates or arguments.choose:
        from rongcuo.cli.at_time import show

        return show(written, folder, dates, arguments, lang)
    pack = load(folder, scenarios=False)
    settings = pack.settings(written.settings)
    results = [
        (one.name, assess(pack, one.facts, settings=settings, evidence=one.evidence))
        for one in written.subjects(pack)
    ]
    if written.superiors:
        from rongcuo.policy.superior import under_superiors

        results = [(name, under_superiors(one, written.superiors)) for name, one in results]
    if arguments.json:
        print(as_json(results))
    else:
        print("\n".join(_prose(results, pack, lang)))
    return 0


def as_json(results: list) -> str:
    """One document, or {"subjects": {name: document}}."""
    import json

    if results[0][0] is None:
        content = results[0][1].document()
    else:
        content = {"subjects": {name: result.document() for name, result in results}}
    return json.dumps(content, ensure_ascii=False, indent=2)


def heading(pack, lang: str):
    """The pack, and what everybody should know before relying on it."""
    yield f"{pack.title.get(lang)} ({pack.id} {pack.version})"
    if pack.validity != "confirmed" and pack.validity_note:
        yield pack.validity_note.get(lang)
    if pack.partial:
        yield pack.partial.get(lang)


def subject(name: str | None, lang: str):
    yield ""
    if name is not None:
        yield f"【{name}】" if lang == "zh" else f"[{name}]"


def _prose(results: list, pack, lang: str):
    from rongcuo.policy.assessment import Assessment
    from rongcuo.policy.prose import render

    yield from heading(pack, lang)
    for name, result in results:
        yield from subject(name, lang)
        if isinstance(result, Assessment):
            yield from render(result.document(), pack, lang)
        else:
            from rongcuo.cli.at_time import overridden

            yield from overridden(result, lang)
