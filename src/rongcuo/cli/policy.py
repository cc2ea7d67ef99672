"""`rongcuo policy VERB`: work on policy packs. Each verb is a module loaded only when called for."""

from __future__ import annotations

import importlib
from pathlib import Path

from rongcuo.cli import CommandError
from rongcuo.cli.packs import available, find, root
from rongcuo.cli.parser import Parser

VERBS = {  # verb -> (module with `main(argv)`, help)
    "new": ("rongcuo.cli.policy_new", "新建规则包骨架 / start a pack"),
    "check": ("rongcuo.cli.policy_check", "检查并证明规则包 / check packs and prove what can be proved"),
    "test": ("rongcuo.cli.policy_test", "运行规则包自带的示例 / run the packs' own scenarios"),
    "render": ("rongcuo.cli.policy_render", "显示条文与规则 / show the text and its rules"),
    "ask": ("rongcuo.cli.policy_ask", "还有哪些事实可能影响结论 / which facts can still matter"),
    "flip": ("rongcuo.cli.policy_flip", "怎样的改动会改变结论 / what would change the outcome"),
    "why": ("rongcuo.cli.policy_why", "结论的最小依据 / the smallest reason for the outcome"),
    "diff": ("rongcuo.cli.policy_diff", "比较两个规则包 / compare two packs"),
    "schema": ("rongcuo.cli.policy_schema", "供编辑器补全的模式 / schemas for editors"),
    "list": ("rongcuo.cli.policy_list", "列出规则包 / list packs"),
}


def main(argv: list[str]) -> int:
    """Run the verb; 0 fine, 1 problems or differences found."""
    if argv and argv[0] in VERBS:
        return importlib.import_module(VERBS[argv[0]][0]).main(argv[1:])
    parser = Parser(prog="rongcuo policy")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, (_, words) in VERBS.items():
        verbs.add_parser(verb, help=words, add_help=False)
    parser.parse_args(argv)
    return 2


def folders(pack: str | None) -> list[Path]:
    """The folder of this pack; without a name, of every version of every pack there is. Raises
    CommandError if there is none."""
    if pack:
        return [find(pack)]
    found = [root() / name / one for name, versions in available().items() for one in versions]
    if not found:
        raise CommandError(
            f"文件夹“{root()}”里没有规则包。请用 RONGCUO_POLICIES 指明文件夹。",
            f'There is no pack in "{root()}". Name the folder with RONGCUO_POLICIES.',
        )
    return found
