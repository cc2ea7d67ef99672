"""``rongcuo setup``, ``rongcuo serve`` and ``rongcuo demo``: a database, and pages on a port."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from rongcuo.cli import CommandError, language, safety

ROOT = Path(__file__).resolve().parents[3]


def _say(lang: str, zh: str, en: str) -> None:
    print(en if lang == "en" else zh, flush=True)


def start_django() -> None:
    """Read the settings; CommandError says what is wrong with them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongcuo.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise CommandError(f"设置有误：{error}", f"The settings are not right: {error}") from None


def migrate() -> None:
    """Make the database, or bring it up to date."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    message = f"{text!r}: 端口应为 1 到 65535 / a port is a number from 1 to 65535"
    raise argparse.ArgumentTypeError(message)


def _parser(verb: str, what: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"rongcuo {verb}", description=what)
    parser.add_argument("--lang", choices=("zh", "en"), help="语言 / language")
    return parser


def _address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="监听地址 / address to listen on")
    parser.add_argument(
        "--port", type=_port, default=_port(os.environ.get("PORT") or "8000"), help="端口 / port"
    )


def setup(argv: list[str]) -> int:
    """Make or bring up to date the database in RONGCUO_HOME."""
    lang = language(_parser("setup", "建立或升级数据库 / make or upgrade the database").parse_args(argv).lang)
    start_django()
    migrate()
    from django.conf import settings

    _say(lang, f"数据库已就绪：{settings.HOME}", f"The database is ready: {settings.HOME}")
    _say(
        lang, "下一步：rongcuo people 添加单位、人员、职务和账号。",
        "Next: add units, people, posts and accounts with rongcuo people.",
    )
    return 0


def serve(argv: list[str]) -> int:
    """Serve the pages of the installation in RONGCUO_HOME."""
    parser = _parser("serve", "提供页面服务 / serve the pages")
    _address(parser)
    options = parser.parse_args(argv)
    _free(options.host, options.port)
    start_django()
    safety.insist(options.host)
    _check()
    _run(options.host, options.port, language(options.lang))
    return 0


def demo(argv: list[str]) -> int:
    """Build the sample bureau once, then serve it on a clock that starts on 17 September 2026."""
    parser = _parser("demo", "示例单位 / the sample bureau")
    _address(parser)
    parser.add_argument("--fresh", action="store_true", help="重新生成 / build it anew")
    parser.add_argument("--build-only", action="store_true", help="只生成，不启动 / build, do not serve")
    options = parser.parse_args(argv)
    lang = language(options.lang)
    if not options.build_only:
        _free(options.host, options.port)
    home = Path(os.environ.get("RONGCUO_HOME") or ROOT / ".rongcuo-demo").resolve()
    if options.fresh and home.exists():
        if not (home / "demo.json").exists():
            raise CommandError(
                f"{home} 不是示例数据，未作改动。", f"{home} holds no demo; nothing was changed."
            )
        shutil.rmtree(home)
    os.environ["RONGCUO_DEMO"] = "1"
    os.environ.pop("RONGCUO_DATABASE_URL", None)
    if not (home / "demo.json").exists():
        if home.exists() and any(home.iterdir()):
            raise CommandError(
                f"{home} 不为空，也不是示例数据。请用 RONGCUO_HOME 指定另一个目录。",
                f"{home} is not empty and holds no demo. Name another folder with RONGCUO_HOME.",
            )
        _build(home, lang)
    os.environ["RONGCUO_HOME"] = str(home)
    kept = json.loads((home / "demo.json").read_text())
    os.environ["RONGCUO_CLOCK_OFFSET"] = str(kept["offset"])
    start_django()
    if kept.get("policy") != _policy():
        _say(lang, "规则包已更新，重新生成示例。", "The policy pack has changed: building the sample anew.")
        shutil.rmtree(home)
        _start_over()
    if options.build_only:
        return 0
    _run(options.host, options.port, lang)
    return 0


def _build(home: Path, lang: str) -> None:
    """Build in a folder beside and rename, so that an interrupted build leaves nothing half done."""
    partial = home.with_name(home.name + ".part")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    os.environ["RONGCUO_HOME"] = str(partial)
    _say(lang, "正在生成示例单位和示例事项……", "Building the sample bureau and its matters …")
    start_django()
    from django.db import connection

    from rongcuo.demo.building import NOW, build

    migrate()
    started = time.monotonic()

    def progress(done: int, total: int) -> None:
        if sys.stdout.isatty():
            print(f"\r  {done}/{total}", end="", flush=True)

    build(progress)
    if sys.stdout.isatty():
        print()
    connection.close()
    offset = (datetime.fromisoformat(NOW) - datetime.now(UTC)).total_seconds()
    kept = {"now": NOW, "offset": offset, "policy": _policy()}
    (partial / "demo.json").write_text(json.dumps(kept))
    if home.exists():
        home.rmdir()
    partial.rename(home)
    seconds = time.monotonic() - started
    _say(lang, f"完成，用时 {seconds:.0f} 秒。", f"Done in {seconds:.0f} s.")
    # Settings were read with the folder's working name: start over in a fresh process.
    os.environ["RONGCUO_HOME"] = str(home)
    _start_over()


def _start_over() -> None:
    """The same command in a new process, without what was done already."""
    sys.stdout.flush()
    arguments = [word for word in sys.argv[1:] if word != "--fresh"]
    os.execv(sys.executable, [sys.executable, "-m", "rongcuo", *arguments])


def _policy() -> str:
    """The digest of the pack under which matters are opened."""
    from rongcuo.matters.packs import current_pack

    return current_pack().digest


def _free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"端口 {port} 不能使用（{error.strerror}）。换一个端口，例如 PORT={port + 1}。",
                f"Port {port} cannot be used ({error.strerror}). Choose another, for instance PORT={port + 1}.",
            ) from None


def _check() -> None:
    """Refuse to serve a database that is not set up, or whose ledger lost its guards."""
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError(
            "数据库尚未建立或需要升级。请先运行 rongcuo setup。",
            "The database is not set up or needs an upgrade. Run rongcuo setup first.",
        )
    from rongcuo.ledger import triggers

    if triggers.missing(connection):
        raise CommandError(
            "记录的防改保护缺失，不能启动。请运行 rongcuo setup 重新装上，再运行 rongcuo ledger verify 核验。",
            "The record's guards are missing, so nothing is served. Run rongcuo setup to put them back, "
            "then rongcuo ledger verify.",
        )
    try:
        call_command("check", databases=["default"], fail_level="ERROR", verbosity=0)
    except SystemCheckError as error:
        raise CommandError(f"检查未通过：{error}", f"A check failed: {error}") from None
    connection.close()


def _run(host: str, port: int, lang: str) -> None:
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    shown = f"[{host}]" if ":" in host else host
    _say(
        lang, f"请在浏览器打开 http://{shown}:{port}/ （按 Ctrl-C 停止）",
        f"Open http://{shown}:{port}/ in a browser (Ctrl-C stops)",
    )
    Granian(
        "rongcuo.wsgi:application", address=host, port=port, interface=Interfaces.WSGI,
        workers=min(2, os.cpu_count() or 1), blocking_threads=2, log_level=LogLevels.warning,
    ).serve()
    _say(lang, "已停止。", "Stopped.")
