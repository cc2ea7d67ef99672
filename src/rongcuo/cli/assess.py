"""`rongcuo assess FACTS.yaml`: what the measures say about facts, with every reason."""

from __future__ import annotations

from pathlib import Path

from rongcuo.cli import CommandError, language
from rongcuo.cli.parser import Parser


def main(argv: list[str]) -> int:
    """Print the assessment of every subject in the file; 0, or CommandError for bad input."""
    parser = Parser(
        prog="rongcuo assess",
        description="按规则包检查事实，说明每条理由 / Check facts against a pack, with every reason.",
    )
    parser.add_argument("facts", type=Path, metavar="FACTS.yaml", help="事实文件 / the facts file")
    parser.add_argument(
        "--policy", metavar="DIR|ID[/VERSION]", help="规则包 / the policy pack"
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    parser.add_argument("--lang", choices=("zh", "en"), help="语言 / language")
    arguments = parser.parse_args(argv)
    lang = language(arguments.lang)

    from rongcuo.cli.packs import find
    from rongcuo.policy.assessment import assess
    from rongcuo.policy.facts_file import FactsFile
    from rongcuo.policy.loader import load
    from rongcuo.policy.problems import FactError, PackError

    try:
        written = FactsFile(arguments.facts)
        pack = load(find(arguments.policy or written.policy), scenarios=False)
        settings = pack.settings(written.settings)
        results = [
            (one.name, assess(pack, one.facts, settings=settings, evidence=one.evidence))
            for one in written.subjects(pack)
        ]
    except (FactError, PackError) as error:
        raise CommandError(error.text("zh"), error.text("en")) from None
    if arguments.json:
        print(_json(results))
    else:
        print("\n".join(_prose(results, pack, lang)))
    return 0


def _json(results: list) -> str:
    """One document, or {"subjects": {name: document}}."""
    import json

    if results[0][0] is None:
        content = results[0][1].document()
    else:
        content = {"subjects": {name: result.document() for name, result in results}}
    return json.dumps(content, ensure_ascii=False, indent=2)


def _prose(results: list, pack, lang: str):
    from rongcuo.policy.prose import render

    yield f"{pack.title.get(lang)} ({pack.id} {pack.version})"
    if pack.validity != "confirmed" and pack.validity_note:
        yield pack.validity_note.get(lang)
    if pack.partial:
        yield pack.partial.get(lang)
    for name, result in results:
        yield ""
        if name is not None:
            yield f"【{name}】" if lang == "zh" else f"[{name}]"
        yield from render(result.document(), pack, lang)
