"""The commands that set up and serve, run as a person runs them."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def rongcuo(home: Path, *words: str, typed: str | None = None, **more: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "rongcuo", *words], env=environment(home, **more), cwd=ROOT,
        capture_output=True, text=True, timeout=120, input=typed,
    )


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("RONGCUO_", "LC_", "LANG"))}
    return {**kept, "RONGCUO_HOME": str(home), "PYTHONPATH": str(ROOT / "src"), "LANG": "zh_CN.UTF-8", **more}


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer(port: int, path: str = "/", within: float = 30) -> int:
    """The status of a page, waiting until the server answers at all."""
    end = time.monotonic() + within
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as got:
                return got.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


@pytest.mark.slow
def test_the_demo_builds_serves_stops_and_starts_again(tmp_path, port):
    home = tmp_path / "demo"
    for start in (1, 2):
        server = subprocess.Popen(
            [sys.executable, "-m", "rongcuo", "demo", "--port", str(port)],
            env=environment(home), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        assert answer(port, "/sign-in/") == 200
        assert answer(port, "/no-such-page/") == 404
        server.send_signal(signal.SIGTERM)
        said = server.communicate(timeout=30)[0]
        assert server.returncode == 0, said
        assert f"http://127.0.0.1:{port}/" in said and "已停止" in said
        assert ("正在生成" in said) == (start == 1)
    assert json.loads((home / "demo.json").read_text())["now"].startswith("2026-09-17T09:00")
    assert rongcuo(home, "ledger", "verify").returncode == 0


def test_a_demo_of_another_version_of_the_pack_is_built_anew(tmp_path):
    home = tmp_path / "demo"
    assert "正在生成" in rongcuo(home, "demo", "--build-only").stdout
    assert "正在生成" not in rongcuo(home, "demo", "--build-only").stdout
    kept = json.loads((home / "demo.json").read_text())
    (home / "demo.json").write_text(json.dumps({**kept, "policy": "0" * 64}))
    said = rongcuo(home, "demo", "--build-only").stdout
    assert "规则包已更新" in said and "正在生成" in said
    assert json.loads((home / "demo.json").read_text())["policy"] == kept["policy"]


def test_a_port_in_use_gives_one_clear_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = rongcuo(tmp_path / "demo", "demo", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "端口" in done.stderr and "PORT=" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "demo").exists()


def test_the_demo_never_touches_a_folder_that_holds_something_else(tmp_path):
    (tmp_path / "letter.txt").write_text("keep")
    done = rongcuo(tmp_path, "demo", "--build-only")
    assert done.returncode == 2 and str(tmp_path) in done.stderr
    assert rongcuo(tmp_path, "demo", "--build-only", "--fresh").returncode == 2
    assert (tmp_path / "letter.txt").read_text() == "keep"


def test_an_installation_is_set_up_and_peopled_from_the_command(tmp_path, port):
    early = rongcuo(tmp_path, "serve", "--port", str(port))
    assert early.returncode == 2 and "rongcuo setup" in early.stderr
    assert rongcuo(tmp_path, "setup").returncode == 0
    unit = rongcuo(tmp_path, "people", "unit", "示例处", "--body", "division").stdout.strip()
    person = rongcuo(tmp_path, "people", "person", "示例甲").stdout.strip()
    assert rongcuo(tmp_path, "people", "post", person, unit, "处长", "--head").returncode == 0
    listed = rongcuo(tmp_path, "people", "list").stdout
    assert "示例处" in listed and "处长  head" in listed

    wrong = rongcuo(tmp_path, "people", "unit", "示例处", "--body", "nothing")
    assert wrong.returncode == 2 and "party_committee" in wrong.stderr
    lost = rongcuo(tmp_path, "people", "post", unit, unit, "处长")
    assert lost.returncode == 2 and "people list" in lost.stderr

    weak = rongcuo(tmp_path, "people", "account", "sample", person, typed="short\n")
    assert weak.returncode == 2
    typed = "long enough for anybody\n"
    assert rongcuo(tmp_path, "people", "account", "sample", person, typed=typed).returncode == 0
    again = rongcuo(tmp_path, "people", "account", "sample", person, typed=typed)
    assert again.returncode == 2 and "已存在" in again.stderr


def test_production_refuses_to_start_without_a_key(tmp_path):
    done = rongcuo(tmp_path, "setup", RONGCUO_PRODUCTION="1")
    assert done.returncode == 2 and "RONGCUO_SECRET_KEY" in done.stderr


GOOD = {
    "RONGCUO_PRODUCTION": "1", "RONGCUO_SECRET_KEY": "示例不是真钥匙" + "k3y-0123456789-abcdefghijklmnopqrstuvwxyz", "RONGCUO_PROXIES": "1",
    "RONGCUO_HOSTS": "rongcuo.example.gov.cn",
}


@pytest.fixture
def safety(settings, tmp_path):
    """problems() under the settings of an installation that is right."""
    from rongcuo.cli import safety

    tmp_path.chmod(0o700)
    settings.PRODUCTION, settings.DEMO, settings.HOME = True, False, tmp_path
    settings.SECRET_KEY, settings.ALLOWED_HOSTS = GOOD["RONGCUO_SECRET_KEY"], [GOOD["RONGCUO_HOSTS"]]
    settings.ALLAUTH_TRUSTED_PROXY_COUNT, settings.ACCOUNT_SAFEGUARDS = 1, True
    assert safety.problems("0.0.0.0") == []
    return safety


@pytest.mark.parametrize("name, value, cure", [
    ("SECRET_KEY", "short", "token_urlsafe"), ("SECRET_KEY", "a" * 60, "token_urlsafe"),
    ("ALLOWED_HOSTS", ["localhost"], "RONGCUO_HOSTS="), ("ALLOWED_HOSTS", ["*"], "RONGCUO_HOSTS="),
    ("ALLAUTH_TRUSTED_PROXY_COUNT", 0, "RONGCUO_PROXIES=1"), ("ACCOUNT_SAFEGUARDS", False, "RONGCUO_SAFEGUARDS"),
    ("DEMO", True, "RONGCUO_HOME"), ("PRODUCTION", False, "RONGCUO_PRODUCTION=1"),
])  # fmt: skip
def test_every_unsafe_setting_is_refused_with_its_cure(safety, settings, name, value, cure):
    setattr(settings, name, value)
    ((zh, en),) = safety.problems("0.0.0.0")
    assert cure in zh and cure in en


def test_a_folder_others_can_read_and_demo_data_are_refused(safety, settings, tmp_path):
    tmp_path.chmod(0o755)
    (tmp_path / "demo.json").write_text("{}")
    cures = " ".join(zh for zh, _en in safety.problems("0.0.0.0"))
    assert "chmod 700" in cures and "示例数据" in cures


def test_at_home_nothing_is_asked_for(safety, settings):
    settings.PRODUCTION = False
    assert safety.problems("127.0.0.1") == safety.problems("::1") == safety.problems("localhost") == []


def test_all_unsafe_settings_are_said_at_once(tmp_path, port):
    more = GOOD | {"RONGCUO_HOSTS": "*", "RONGCUO_PROXIES": "0"}
    done = rongcuo(tmp_path, "serve", "--port", str(port), **more)
    assert done.returncode == 2 and "RONGCUO_HOSTS" in done.stderr and "RONGCUO_PROXIES=1" in done.stderr


def test_an_unguarded_record_is_not_served(tmp_path, port):
    assert rongcuo(tmp_path, "setup").returncode == 0
    drop = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); "
        "[c.execute(f'DROP TRIGGER {n}') for (n,) in "
        "c.execute(\"select name from sqlite_master where type='trigger'\").fetchall()]"
    )
    subprocess.run([sys.executable, "-c", drop, str(tmp_path / "db.sqlite3")], check=True)
    done = rongcuo(tmp_path, "serve", "--port", str(port))
    assert done.returncode == 2 and "rongcuo setup" in done.stderr
