"""The WSGI entry point. A server does not start on a record whose guards are missing."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongcuo.settings")
application = get_wsgi_application()


def _insist_on_guards() -> None:
    from django.db import connection

    from rongcuo.ledger import triggers

    triggers.insist(connection)
    connection.close()


def _settle() -> None:
    """What was loaded once stays: the collector need not look at it again in the middle of a request (an eighth of a
    second each time). What a page leaves behind is collected when its answer has been sent, not while one waits."""
    import gc

    from django.core.signals import request_finished
    from django.urls import get_resolver

    _loaded = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    request_finished.connect(_tidy, dispatch_uid="tidy")


def _tidy(**_signal) -> None:
    import gc

    gc.collect(1)


_insist_on_guards()
_settle()
