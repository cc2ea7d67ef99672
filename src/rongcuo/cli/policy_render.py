"""`rongcuo policy render`: the text unit by unit, each with what rests on it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from rongcuo.cli import language
from rongcuo.cli.parser import Parser
from rongcuo.policy.annotated import Condition, articles, condition, condition_lines
from rongcuo.policy.document import plain
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


def _lines(pack: Pack, lang: str) -> Iterator[str]:
    english, settings = lang == "en", pack.settings()
    yield f"{pack.title.get(lang)} ({pack.id} {pack.version})"
    yield f"{pack.issuer.get(lang)} {pack.issued}"
    for article in articles(pack):
        yield ""
        for unit in article.units:
            yield f"{unit.id}  {unit.en if english else unit.zh}"
        for rule in article.rules:
            yield f"    [{rule.kind}] {rule.id} {rule.name.get(lang)}"
            for depth, one in condition_lines(condition(pack, rule, settings, lang)):
                more = (f"; {one.wanted}" if english else f"；{one.wanted}") if one.wanted else ""
                fact = f" [{one.fact}: {one.needs}]" if one.fact else ""
                yield f"      {'  ' * depth}- {one.text}{more}{fact}"
        for question in article.questions:
            yield f"    [question] {question.text.get(lang)}"
        for move in article.moves:
            yield f"    [step] {move.name.get(lang)}"
        for reading in article.readings:
            yield f"    [reading {reading.n}] {reading.key} = {plain(reading.default)}: {reading.question.get(lang)}"


def _document(pack: Pack) -> dict:
    settings, shown = pack.settings(), []
    for article in articles(pack):
        shown.append({
            "article": article.number,
            "units": [
                {"id": one.id, "zh": one.zh, "en": one.en, "available": one.available,
                 "gist": {"zh": one.gist.zh, "en": one.gist.en} if one.gist else None}
                for one in article.units
            ],
            "rules": [
                {"id": one.id, "kind": one.kind, "cites": list(one.cites),
                 "condition": {lang: _tree(condition(pack, one, settings, lang)) for lang in ("zh", "en")}}
                for one in article.rules
            ],
            "questions": [one.id for one in article.questions],
            "steps": [one.action for one in article.moves],
            "readings": [{"key": one.key, "n": one.n, "default": plain(one.default)} for one in article.readings],
        })
    return {
        "format": "rongcuo.measures/1", "id": pack.id, "version": pack.version, "digest": pack.digest,
        "title": {"zh": pack.title.zh, "en": pack.title.en}, "articles": shown,
    }


def _tree(one: Condition) -> dict:
    return {
        "text": one.text, "wanted": one.wanted, "quote": one.quote, "fact": one.fact, "needs": one.needs,
        "children": [_tree(child) for child in one.children],
    }
