from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class LedgerConfig(AppConfig):
    name = "rongcuo.ledger"
    label = "ledger"

    def ready(self) -> None:
        from . import checks, destruction, triggers  # noqa: F401  (registers checks, a reducer)

        pre_migrate.connect(triggers.before_migrate, sender=self, dispatch_uid="ledger.guards")
        post_migrate.connect(triggers.after_migrate, sender=self, dispatch_uid="ledger.guards")
