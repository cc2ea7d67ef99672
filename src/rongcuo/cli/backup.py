"""``rongcuo backup`` and ``rongcuo restore``: a copy of the whole installation, and bringing it back."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from rongcuo.cli import language


def _parsed(verb: str, what: str, argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"rongcuo {verb}", description=what)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="备份所在目录 / the folder of the copy")
    if verb == "restore":
        parser.add_argument(
            "--against", type=Path, metavar="FILE",
            help="另处保存的检查点文件 / a checkpoint file kept elsewhere",
        )
    parser.add_argument("--lang", choices=("zh", "en"), help="语言 / language")
    return parser.parse_args(argv)


def backup(argv: list[str]) -> int:
    """Make a copy in a new folder; 0, or 1 with the reason."""
    from rongcuo.cli.serving import start_django

    arguments = _parsed("backup", "备份整个系统 / copy the whole installation", argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongcuo.settings")
    start_django()
    from django.db import DatabaseError
    from django.utils.translation import gettext as _
    from django.utils.translation import override

    from rongcuo.archive.backup import BackupError, back_up
    from rongcuo.ledger.errors import LedgerError

    with override("en" if language(arguments.lang) == "en" else "zh-hans"):
        try:
            made = back_up(arguments.folder)
        except (BackupError, LedgerError) as error:
            print(error, file=sys.stderr)
            return 1
        except DatabaseError as error:
            print(_("The database cannot be read: %(error)s") % {"error": error}, file=sys.stderr)
            return 1
        print(
            _("Copied: %(entries)s entries up to checkpoint %(checkpoint)s, %(files)s files, %(mb)s MB.")
            % {"entries": made.entries, "checkpoint": made.checkpoint, "files": made.files,
               "mb": f"{made.bytes / 1e6:.1f}"}
        )
        print(_("Take the folder to another machine. The secret key is not in it: keep that apart."))
    return 0


def restore(argv: list[str]) -> int:
    """Bring a copy back, verify the record, sign everybody out; 0, or 1 where something is wrong or missing."""
    from rongcuo.cli import ledger
    from rongcuo.cli.serving import migrate, start_django

    arguments = _parsed("restore", "恢复备份 / bring a copy back", argv)
    lang = language(arguments.lang)
    start_django()
    from django.utils.translation import gettext as _
    from django.utils.translation import override

    from rongcuo.archive.backup import BackupError, sign_everybody_out
    from rongcuo.archive.backup import restore as bring_back

    with override("en" if lang == "en" else "zh-hans"):
        try:
            back = bring_back(arguments.folder)
        except BackupError as error:
            print(error, file=sys.stderr)
            return 1
        migrate()
        sign_everybody_out()
        print(
            _("Brought back: %(entries)s entries up to checkpoint %(checkpoint)s, %(files)s files. Everybody signs "
              "in again.") % {"entries": back.entries, "checkpoint": back.checkpoint, "files": back.files}
        )
        verify = ["verify", "--lang", lang]
        if arguments.against:
            verify += ["--against", str(arguments.against)]
        wrong = ledger.main(verify)
        if wrong and arguments.against:
            print(
                _("What was recorded after the copy is not here. Take those steps again from the papers."),
                file=sys.stderr,
            )
    return wrong
