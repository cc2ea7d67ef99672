"""`rongcuo policy check`: everything wrong with packs, and everything that can be proved against them."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from rongcuo.cli import language
from rongcuo.cli.packs import available, root
from rongcuo.cli.parser import Parser
from rongcuo.policy.loader import load
from rongcuo.policy.model import Pack
from rongcuo.policy.problems import PackError

_CALENDAR = Path(__file__).resolve().parents[3] / "calendar"


def main(argv: list[str]) -> int:
    """Check these packs, or all; 0 fine, 1 problems or findings."""
    from rongcuo.cli.policy import folders

    parser = Parser(
        prog="rongcuo policy check",
        description="检查规则包，并从推理图证明有无缺陷；各项见 docs/policy-checks/ / Check packs and prove "
                    "what can be proved against them; see docs/policy-checks/.",
    )
    parser.add_argument("pack", nargs="?", metavar="DIR|ID[/VERSION]", help="默认全部 / default: all")
    parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    parser.add_argument("--lang", choices=("zh", "en"), help="语言 / language")
    arguments = parser.parse_args(argv)
    lang = language(arguments.lang)
    reports = [_report(folder) for folder in folders(arguments.pack)]
    if arguments.json:
        print(json.dumps([one["json"] for one in reports], ensure_ascii=False, indent=2))
    else:
        for one in reports:
            print("\n".join(_lines(one, lang)))
    return int(any(one["problems"] or one["findings"] for one in reports))


def _report(folder: Path) -> dict:
    from rongcuo.policy.proofs import prove

    pack, problems, findings = None, [], []
    try:
        pack = load(folder)
        findings = prove(pack, versions=_versions(pack.id), calendar_years=_years())
    except PackError as error:
        problems = error.problems
    plain = {
        "folder": folder.as_posix(),
        "problems": [
            {"code": one.code, "file": one.file, "line": one.line,
             "where": {"zh": one.where_zh, "en": one.where_en},
             "zh": one.text("zh"), "en": one.text("en")} for one in problems
        ],
        "findings": [_plain(one) for one in findings],
    }
    return {"folder": folder, "pack": pack, "problems": problems, "findings": findings, "json": plain}


def _plain(finding) -> dict:
    from rongcuo.policy.reasoning.words import plain

    return {
        "code": finding.code, "about": finding.about, "beside": list(finding.beside),
        "settings": {key: plain(value) for key, value in finding.settings.items()},
        "facts": {key: plain(value) for key, value in finding.facts.items()},
        "zh": finding.zh, "en": finding.en,
    }


def _lines(report: dict, lang: str) -> Iterator[str]:
    pack, several = report["pack"], [*report["problems"], *report["findings"]]
    if not several:
        fine = "no problems" if lang == "en" else "没有问题"
        yield (f"{pack.id} {pack.version}: {fine} ({len(pack.units)} / {len(pack.facts)} / "
               f"{len(pack.rules)}) sha256:{pack.digest}")
        return
    many = len(several)
    yield f"{report['folder']}: " + (f"{many} problem(s)" if lang == "en" else f"发现 {many} 个问题")
    for one in report["problems"]:
        yield one.text(lang)
    for one in report["findings"]:
        yield one.text(lang)
        yield from _witness(one, pack, lang)


def _witness(finding, pack: Pack, lang: str) -> Iterator[str]:
    """The readings and facts that show it."""
    from rongcuo.policy.reasoning.words import plain, value_words

    for key, value in finding.settings.items():
        yield f"    {key} = {plain(value)}"
    for name, value in finding.facts.items():
        fact = pack.facts[name]
        yield f"    {fact.question.get(lang)} {value_words(fact, value, lang)}"


def _versions(pack_id: str) -> list[Pack]:
    """Every version of these measures that loads."""
    found = []
    for version in available().get(pack_id, ()):
        with contextlib.suppress(PackError):
            found.append(load(root() / pack_id / version, scenarios=False))
    return found


def _years() -> list[int]:
    """The years that the calendar of working days knows: as seeded, and as recorded since."""
    folders = [Path(os.environ.get("RONGCUO_CALENDAR", _CALENDAR))]
    if home := os.environ.get("RONGCUO_HOME"):
        folders.append(Path(home) / "calendar")
    names = {path.stem for folder in folders if folder.is_dir() for path in folder.glob("*.json")}
    return sorted(int(name) for name in names if name.isdigit())
