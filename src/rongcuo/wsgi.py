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


_insist_on_guards()
