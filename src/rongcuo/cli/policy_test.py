"""`rongcuo policy test`: the packs' own scenarios, and with --mutants whether they would notice."""

from __future__ import annotations

import json

from rongcuo.cli import CommandError, language
from rongcuo.cli.parser import Parser


def main(argv: list[str]) -> int:
    """Run the scenarios of these packs, or of all; 0 fine, 1 something differs or survives."""
    from rongcuo.cli.policy import folders
    from rongcuo.policy.loader import load
    from rongcuo.policy.problems import PackError

    parser = Parser(
        prog="rongcuo policy test",
        description="运行规则包自带的示例 / Run the packs' own scenarios.",
    )
    parser.add_argument("pack", nargs="?", metavar="DIR|ID[/VERSION]", help="默认全部 / default: all")
    parser.add_argument(
        "--mutants", action="store_true",
        help="再逐一改动规则，看示例能否发现 / change each rule in turn and see whether they notice",
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    parser.add_argument("--lang", choices=("zh", "en"), help="语言 / language")
    arguments = parser.parse_args(argv)
    lang = language(arguments.lang)
    reports, failed = [], False
    for folder in folders(arguments.pack):
        try:
            pack = load(folder)
            report, words = _run(pack, arguments.mutants, lang)
        except PackError as error:
            if arguments.pack:
                raise CommandError(error.text("zh"), error.text("en")) from None
            report, words = {"folder": folder.as_posix(), "problems": error.text("en")}, [error.text(lang)]
        failed |= bool(report.get("problems") or report.get("differences") or report.get("survivors"))
        reports.append(report)
        if not arguments.json:
            print("\n".join(words))
    if arguments.json:
        print(json.dumps(reports, ensure_ascii=False, indent=2))
    return int(failed)


def _run(pack, with_mutants: bool, lang: str) -> tuple[dict, list[str]]:
    from rongcuo.policy.scenarios import run

    words, differences, failed = [], [], 0
    for scenario in pack.scenarios.values():
        found = run(pack, scenario)
        failed += bool(found)
        words += [one.text(lang) for one in found]
        differences += [
            {"scenario": one.scenario, "file": one.file, "line": one.line, "key": one.key,
             "expected": one.expected, "found": one.found} for one in found
        ]
    total, title = len(pack.scenarios), f"{pack.id} {pack.version}"
    words.append(f"{title}: {total} scenarios, {failed} differ" if lang == "en"
                 else f"{title}：示例 {total} 个，不一致 {failed} 个")
    report = {"pack": pack.id, "version": pack.version, "scenarios": total, "differences": differences}
    if with_mutants:
        _mutants(pack, lang, report, words)
    return report, words


def _mutants(pack, lang: str, report: dict, words: list[str]) -> None:
    from rongcuo.policy.mutants import try_scenarios
    from rongcuo.policy.reasoning.words import plain

    found = try_scenarios(pack)
    for one in found.survivors:
        shown = "; ".join(f"{key} = {plain(value)}" for key, value in (one.settings | one.facts).items())
        mutant = one.mutant
        words.append(f"{mutant.name}: {mutant.node}: {mutant.how}: not noticed; try {shown}" if lang == "en"
                     else f"{mutant.name}：{mutant.node}：{mutant.how}：没有示例发现；可试 {shown}")
    killed, same, left = sum(found.killed.values()), len(found.equivalent), len(found.survivors)
    words.append(
        f"{pack.id} {pack.version}: {found.total} mutants, {killed} noticed, {same} proved equivalent, "
        f"{left} survive" if lang == "en"
        else f"{pack.id} {pack.version}：改动 {found.total} 处，发现 {killed} 处，证明等效 {same} 处，漏过 {left} 处"
    )
    report["mutants"] = {"total": found.total, "killed": killed, "equivalent": same}
    report["survivors"] = [
        {"name": one.mutant.name, "node": one.mutant.node, "how": one.mutant.how,
         "settings": {key: plain(value) for key, value in one.settings.items()},
         "facts": {key: plain(value) for key, value in one.facts.items()}} for one in found.survivors
    ]
