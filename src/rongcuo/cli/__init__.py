"""The one command `rongcuo`. Each verb is a module loaded only when it is called for."""

from __future__ import annotations

import importlib
import os
import sys

# verb -> ("module:function", help zh, help en). The function takes the arguments after the verb
# and returns the exit code: 0 fine, 1 problems found, 2 wrong use or input.
VERBS: dict[str, tuple[str, str, str]] = {
    "assess": (
        "rongcuo.cli.assess:main", "按规则包检查事实并说明理由", "check facts against a policy pack",
    ),
    "policy": (
        "rongcuo.cli.policy:main", "新建、检查、测试、比较规则包，提问与改判推演", "start, check, test, compare packs; ask, flip, why",
    ),
    "demo": (
        "rongcuo.cli.serving:demo", "生成并启动示例单位", "build and serve the sample bureau",
    ),
    "setup": (
        "rongcuo.cli.serving:setup", "建立或升级数据库", "make or upgrade the database",
    ),
    "serve": (
        "rongcuo.cli.serving:serve", "启动页面服务", "serve the pages",
    ),
    "people": (
        "rongcuo.cli.people:main", "单位、人员、职务、账号", "units, people, posts, accounts",
    ),
    "calendar": (
        "rongcuo.cli.calendar:main", "工作日历与期限推算", "the working-day calendar",
    ),
    "remind": (
        "rongcuo.cli.remind:main", "到期提醒（每日运行）", "remind of what is due (run daily)",
    ),
    "dossier": (
        "rongcuo.cli.dossier:main", "卷宗的导出、核验、导入、移交与销毁", "export, verify, import, hand over, destroy dossiers",
    ),
    "ledger": (
        "rongcuo.cli.ledger:main", "核验、封存、重建办理记录", "verify, seal and replay the record",
    ),
    "backup": (
        "rongcuo.cli.backup:backup", "备份整个系统", "copy the whole installation",
    ),
    "restore": (
        "rongcuo.cli.backup:restore", "恢复备份并核验", "bring a copy back and verify it",
    ),
    "documents": (
        "rongcuo.cli.documents:main", "检查公文模板、生成公文", "check paper templates, set papers",
    ),
}


class CommandError(Exception):
    """What went wrong and what to do, in both languages. Ends the command with exit code 2."""

    def __init__(self, zh: str, en: str):
        self.zh, self.en = zh, en
        super().__init__(en)


def language(chosen: str | None = None) -> str:
    """ "zh" or "en": as chosen, else by LC_ALL or LANG, else Chinese."""
    if chosen in ("zh", "en"):
        return chosen
    return "en" if (os.environ.get("LC_ALL") or os.environ.get("LANG", "")).startswith("en") else "zh"


def main(argv: list[str] | None = None) -> int:
    """Run `rongcuo VERB …`. Never ends in a trace, unless RONGCUO_DEBUG is set."""
    arguments = sys.argv[1:] if argv is None else argv
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    lang = language(written_language(arguments))
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(_help(lang))
        return 0 if arguments else 2
    verb, rest = arguments[0], arguments[1:]
    if verb == "--version":
        from rongcuo import __version__

        print(f"rongcuo {__version__}")
        return 0
    if verb not in VERBS:
        zh, en = f"没有“{verb}”这个命令。", f'There is no command "{verb}".'
        print(en if lang == "en" else zh, _help(lang), sep="\n", file=sys.stderr)
        return 2
    module, _, function = VERBS[verb][0].partition(":")
    try:
        code = getattr(importlib.import_module(module), function)(rest)
        sys.stdout.flush()
        return code
    except CommandError as error:
        print(error.en if lang == "en" else error.zh, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output went away
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get("RONGCUO_DEBUG"):
            raise
        what = f"{type(error).__name__}: {error}"
        zh = f"程序出错，未完成：{what}\n设置 RONGCUO_DEBUG=1 后重试可看到详情。"
        en = f"The program failed: {what}\nSet RONGCUO_DEBUG=1 and try again to see the details."
        print(en if lang == "en" else zh, file=sys.stderr)
        return 2


def written_language(arguments: list[str]) -> str | None:
    """The value of --lang, wherever it stands; read before any parser exists."""
    for i, word in enumerate(arguments):
        if word.startswith("--lang="):
            return word[len("--lang="):]
        if word == "--lang" and i + 1 < len(arguments):
            return arguments[i + 1]
    return None


def _help(lang: str) -> str:
    head = "usage: rongcuo VERB …" if lang == "en" else "用法：rongcuo 命令 …"
    width = max(map(len, VERBS))
    lines = [f"  {verb:<{width}}  {en if lang == 'en' else zh}" for verb, (_, zh, en) in VERBS.items()]
    return "\n".join([head, *lines])
