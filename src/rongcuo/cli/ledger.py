"""``rongcuo ledger``: verify the record, seal it, replay it, list a stream's envelopes.

Prints identifiers, kinds and digests only, never what an entry says: an operator has no access to
matters. Exits 0 where all is well, 1 where something is wrong, 2 for a wrong command line.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from uuid import UUID

from rongcuo.cli import language


def _stream(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        message = f"{text!r}: 应为事项的标识（UUID）/ must be the identifier (UUID) of a matter"
        raise argparse.ArgumentTypeError(message) from None


def parser() -> argparse.ArgumentParser:
    """The arguments of ``rongcuo ledger``."""
    top = argparse.ArgumentParser(prog="rongcuo ledger", description="办理记录 / The record.")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--lang", choices=("zh", "en"), help="语言 / language")
    verbs = top.add_subparsers(dest="verb", required=True)
    verify = verbs.add_parser(
        "verify", parents=[common], help="核验记录是否被改动 / check that nothing was changed"
    )
    verify.add_argument(
        "--against", type=Path, metavar="FILE", help="另处保存的检查点文件 / a checkpoint file kept elsewhere"
    )
    verbs.add_parser("checkpoint", parents=[common], help="写下检查点 / write a checkpoint")
    replay = verbs.add_parser(
        "replay", parents=[common], help="由记录重建各表并比对 / rebuild the tables and compare"
    )
    replay.add_argument(
        "--apply", action="store_true", help="以重建结果恢复各表 / restore the tables from the record"
    )
    show = verbs.add_parser("show", parents=[common], help="列出一事项的记录 / list a stream's envelopes")
    show.add_argument("stream", type=_stream)
    return top


def main(argv: list[str]) -> int:
    """Run the verb; 0, or 1 where something is wrong. Never a trace."""
    arguments = parser().parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongcuo.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError
    from django.utils.translation import gettext, override

    from rongcuo.ledger.errors import LedgerError

    run = {"verify": _verify, "checkpoint": _checkpoint, "replay": _replay, "show": _show}
    try:
        django.setup()
        with override("en" if language(arguments.lang) == "en" else "zh-hans"):
            try:
                return run[arguments.verb](arguments)
            except DatabaseError as error:
                return _fail(gettext("The database cannot be read: %(error)s") % {"error": error})
            except LedgerError as error:
                return _fail(gettext("The ledger refuses: %(error)s") % {"error": error})
            except OSError as error:
                text = gettext("%(file)s cannot be used: %(error)s")
                return _fail(text % {"file": error.filename, "error": error.strerror})
    except ImproperlyConfigured as error:
        return _fail(str(error))


def _fail(message: str) -> int:
    print(" ".join(message.split()), file=sys.stderr)
    return 1


def _verify(arguments: argparse.Namespace) -> int:
    from django.db import connection
    from django.utils.translation import gettext as _

    from rongcuo.clock import ZONE
    from rongcuo.ledger import triggers
    from rongcuo.ledger.verify import verify

    report = verify(arguments.against)
    for note in report.destroyed:
        print(note)
    for problem in report.problems:
        print(problem, file=sys.stderr)
    absent = triggers.missing(connection)
    if absent:
        text = _("The record is unguarded; run “rongcuo setup”. Absent triggers: %(names)s")
        print(text % {"names": ", ".join(absent)}, file=sys.stderr)
    counts = {"entries": report.entries, "streams": report.streams, "n": len(report.problems)}
    if report.problems:
        text = _("%(entries)s entries in %(streams)s streams were read; problems: %(n)s.")
    else:
        text = _("%(entries)s entries in %(streams)s streams were read: nothing was changed.")
    print(text % counts)
    if report.held_until is None:
        print(_("There is no checkpoint outside the database: a removed end would not be found."))
    else:
        text = _("Any change to what was recorded up to %(instant)s would be found (%(file)s).")
        instant = report.held_until.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S %z")
        print(text % {"instant": instant, "file": report.held_in})
        if arguments.against is None:
            print(_("That file lies beside the database: keep a copy on another machine."))
    return 1 if report.problems or absent else 0


def _checkpoint(arguments: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from rongcuo.ledger import checkpoints

    made = checkpoints.checkpoint()
    text = _("Checkpoint %(number)s: %(entries)s entries in %(streams)s streams, root %(root)s.")
    fields = ("number", "entries", "streams", "root")
    print(text % {name: getattr(made, name) for name in fields})
    print(_("Copy %(file)s to another machine.") % {"file": checkpoints.path()})
    return 0


def _replay(arguments: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from rongcuo.ledger.replay import replay

    texts = {
        "missing": _("%(table)s %(pk)s: the row is missing."),
        "unexpected": _("%(table)s %(pk)s: the row does not come from the record."),
        "changed": _("%(table)s %(pk)s: differs from the record in %(columns)s."),
    }
    found = replay(apply=arguments.apply)
    for one in found:
        columns = ", ".join(one.columns)
        line = texts[one.what] % {"table": one.table, "pk": one.pk, "columns": columns}
        print(line, file=sys.stderr)
    if not found:
        print(_("The tables are what the record gives."))
        return 0
    if arguments.apply:
        print(_("%(n)s rows were restored from the record.") % {"n": len(found)})
        return 0
    print(_("%(n)s rows differ. “--apply” restores them.") % {"n": len(found)})
    return 1


def _show(arguments: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from rongcuo.ledger.models import Entry

    entries = list(Entry.objects.filter(stream=arguments.stream).order_by("position"))
    if not entries:
        return _fail(_("The record has no stream %(stream)s.") % {"stream": arguments.stream})
    for entry in entries:
        print(
            f"{entry.position:>5}  {entry.seq:>8}  {entry.recorded_at}  {entry.kind}  "
            f"{entry.actor or '-'}  {entry.digest}"
        )
    return 0
