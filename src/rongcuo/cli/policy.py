"""`rongcuo policy check|test|list|render|…`: work on policy packs. Verbs with a file of their own: OTHERS."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

from rongcuo.cli import CommandError, language
from rongcuo.cli.packs import available, find, root
from rongcuo.cli.parser import Parser
from rongcuo.policy.loader import load
from rongcuo.policy.model import Pack
from rongcuo.policy.problems import PackError

OTHERS = {  # verb -> (module, help); each has `main(argv)` and is loaded only when called for
    "check": ("rongcuo.cli.policy_check", "检查并证明规则包 / check packs and prove what can be proved"),
    "ask": ("rongcuo.cli.policy_ask", "还有哪些事实可能影响结论 / which facts can still matter"),
    "flip": ("rongcuo.cli.policy_flip", "怎样的改动会改变结论 / what would change the outcome"),
    "diff": ("rongcuo.cli.policy_diff", "比较两个规则包 / compare two packs"),
    "why": ("rongcuo.cli.policy_why", "结论的最小依据 / the smallest reason for the outcome"),
}


def main(argv: list[str]) -> int:
    """Run the verb; 0 fine, 1 problems or differences found."""
    if argv and argv[0] in OTHERS:
        return importlib.import_module(OTHERS[argv[0]][0]).main(argv[1:])
    common = Parser(add_help=False)
    common.add_argument("--lang", choices=("zh", "en"), help="语言 / language")
    parser = Parser(prog="rongcuo policy")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, words in (
        ("test", "运行规则包自带的示例 / run the packs' own scenarios"),
        ("render", "显示条文与规则 / show the text and its rules"),
    ):
        one = verbs.add_parser(verb, help=words, parents=[common])
        one.add_argument(
            "pack", nargs="?", metavar="DIR|ID[/VERSION]", help="规则包，默认全部 / default: all"
        )
    for verb, (_, words) in OTHERS.items():
        verbs.add_parser(verb, help=words, add_help=False)
    verbs.add_parser("list", help="列出规则包 / list packs", parents=[common])
    arguments = parser.parse_args(argv)
    if arguments.verb == "list":
        return _list()
    lang = language(arguments.lang)
    folders = [find(arguments.pack)] if arguments.pack else all_folders()
    work = {"test": _test, "render": _render}[arguments.verb]
    return max([work(folder, lang) for folder in folders])


def all_folders() -> list[Path]:
    """The folder of every version of every pack there is. Raises CommandError if there is none."""
    folders = [root() / pack / one for pack, versions in available().items() for one in versions]
    if not folders:
        raise CommandError(
            f"文件夹“{root()}”里没有规则包。请用 RONGCUO_POLICIES 指明文件夹。",
            f'There is no pack in "{root()}". Name the folder with RONGCUO_POLICIES.',
        )
    return folders


def loaded(folder: Path, lang: str) -> Pack | None:
    """The pack; None once its problems are printed."""
    try:
        return load(folder)
    except PackError as error:
        many = len(error.problems)
        print(f"{folder}: " + (f"{many} problem(s)" if lang == "en" else f"发现 {many} 个问题"))
        print(error.text(lang))
        return None


def _test(folder: Path, lang: str) -> int:
    from rongcuo.policy.scenarios import run

    pack = loaded(folder, lang)
    if pack is None:
        return 1
    failed = 0
    for scenario in pack.scenarios.values():
        differences = run(pack, scenario)
        failed += bool(differences)
        for one in differences:
            print(one.text(lang))
    total = len(pack.scenarios)
    if lang == "en":
        print(f"{pack.id} {pack.version}: {total} scenarios, {failed} differ")
    else:
        print(f"{pack.id} {pack.version}：示例 {total} 个，不一致 {failed} 个")
    return 1 if failed else 0


def _render(folder: Path, lang: str) -> int:
    pack = loaded(folder, lang)
    if pack is None:
        return 1
    print("\n".join(_lines(pack, lang)))
    return 0


def _list() -> int:
    for pack, versions in available().items():
        for version in versions:
            print(f"{pack}/{version}")
    return 0


def _lines(pack: Pack, lang: str) -> Iterator[str]:
    """The text unit by unit, each with the rules, facts and readings that rest on it."""
    yield f"{pack.title.get(lang)} ({pack.id} {pack.version})"
    yield f"{pack.issuer.get(lang)} {pack.issued}"
    for unit in pack.units.values():
        yield ""
        yield f"{unit.id}  {unit.en if lang == 'en' else unit.zh}"
        for rule in pack.rules.values():
            if unit.id in rule.cites:
                yield f"    [{rule.kind}] {rule.id} {rule.name.get(lang)}"
        for fact in pack.facts.values():
            if unit.id in fact.cites:
                yield f"    [{fact.type}] {fact.id} {fact.question.get(lang)}"
        for reading in pack.readings.values():
            if unit.id in reading.cites:
                yield f"    [reading {reading.n}] {reading.key} = {reading.default}"
