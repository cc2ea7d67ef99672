from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "rongcuo.documents"
    label = "documents"

    def ready(self) -> None:
        from rongcuo.documents import reducers  # noqa: F401  (what entries change)
        from rongcuo.documents.sources import (  # noqa: F401  (what papers are made from)
            analysis,
            application,
            corrections,
            determination,
            filing,
            insights,
            later,
            others,
            verification,
        )
