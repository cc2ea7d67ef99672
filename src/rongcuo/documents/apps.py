from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "rongcuo.documents"
    label = "documents"

    def ready(self) -> None:
        from rongcuo.documents.sources import items, others  # noqa: F401  (register what papers are made from)
