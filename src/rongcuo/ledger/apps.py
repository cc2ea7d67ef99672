from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "rongcuo.ledger"
    label = "ledger"
