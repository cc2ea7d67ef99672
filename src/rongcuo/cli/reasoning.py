"""What `rongcuo policy ask`, `flip` and `why` share: a facts file, and one answer a subject."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from rongcuo.cli import CommandError, language
from rongcuo.cli.parser import Parser


def run(
    argv: list[str], verb: str, about: str, document: Callable, lines: Callable[..., Iterable[str]],
    work: Callable, add: Callable[[Parser], object] = lambda parser: None,
) -> int:
    """Read the facts, do `work(assessment, arguments)`, print each result; 0, or CommandError.

    `document(result, assessment)` is the JSON, `lines(result, assessment, lang)` the words.
    """
    parser = Parser(prog=f"rongcuo policy {verb}", description=about)
    parser.add_argument("facts", type=Path, metavar="FACTS.yaml", help="事实文件 / the facts file")
    parser.add_argument("--policy", metavar="DIR|ID[/VERSION]", help="规则包 / the policy pack")
    parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    parser.add_argument("--lang", choices=("zh", "en"), help="语言 / language")
    add(parser)
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
        results = []
        for one in written.subjects(pack):
            said = assess(pack, one.facts, settings=settings)
            results.append((one.name, said, work(said, arguments)))
    except (FactError, PackError) as error:
        raise CommandError(error.text("zh"), error.text("en")) from None
    if arguments.json:
        named = {name: document(result, said) for name, said, result in results}
        content = named.get(None, {"subjects": named})
        print(json.dumps(content, ensure_ascii=False, indent=2))
        return 0
    print(f"{pack.title.get(lang)} ({pack.id} {pack.version})")
    for name, said, result in results:
        if name is not None:
            print(f"\n【{name}】" if lang == "zh" else f"\n[{name}]")
        for line in lines(result, said, lang):
            print(line)
    return 0
