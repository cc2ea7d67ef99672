"""A private PostgreSQL: its own cluster in a temporary folder, reached by a socket only."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

MISSING = "no PostgreSQL server found: run tools/test-services, or set RONGCUO_TEST_PGBIN"


class Unavailable(RuntimeError):
    """There is no server to start, or it did not start."""


def binaries() -> Path | None:
    """The folder with initdb and pg_ctl, the newest version first; None where there is none."""
    chosen = os.environ.get("RONGCUO_TEST_PGBIN")
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name), reverse=True
    )
    on_path = shutil.which("initdb")
    candidates = [Path(chosen)] if chosen else [*found, *([Path(on_path).parent] if on_path else [])]
    return next((p for p in candidates if (p / "initdb").exists() and (p / "pg_ctl").exists()), None)


@dataclass(frozen=True)
class Cluster:
    """A running cluster. ``url`` fits RONGCUO_DATABASE_URL."""

    folder: Path
    bin: Path

    @property
    def url(self) -> str:
        return f"postgresql://rongcuo@/postgres?host={self.folder}&port=5432"

    @classmethod
    def start(cls) -> Cluster:
        """Make and start a cluster. Raises Unavailable with the cure, or with the server's words."""
        found = binaries()
        if found is None:
            raise Unavailable(MISSING)
        # A short path: a socket's address holds 107 bytes.
        folder = Path(tempfile.mkdtemp(prefix="rcpg-", dir="/tmp"))
        cluster = cls(folder, found)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        options = (
            f"-p 5432 -k {folder} -c listen_addresses='' -c fsync=off -c synchronous_commit=off "
            "-c full_page_writes=off -c max_connections=60"
        )
        try:
            cluster._run("initdb", "-D", folder / "data", "-U", "rongcuo", "-A", "trust", "-E", "UTF8",
                         "--locale=C.UTF-8", "--no-sync")  # fmt: skip
            cluster._run("pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options,
                         "start")  # fmt: skip
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return cluster

    def stop(self) -> None:
        """Stop the server at once and remove every file."""
        self._run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments) -> None:
        # The server refuses to run as root, so root hands it to the account Debian made for it.
        user = pwd.getpwnam("postgres").pw_name if os.geteuid() == 0 else None
        done = subprocess.run(
            [self.bin / program, *map(str, arguments)],
            user=user, group=user, extra_groups=[] if user else None,
            cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        if done.returncode:
            raise Unavailable(f"{program} failed: {done.stdout.strip()}")


if __name__ == "__main__":  # for tools/test: is there a server to test on?
    raise SystemExit(binaries() is None)
