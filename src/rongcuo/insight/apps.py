from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "rongcuo.insight"
    label = "insight"

    def ready(self) -> None:
        from rongcuo.insight import (  # noqa: F401  (registers reducers, and what the opinion asks)
            advance,
            clarifying,
            likeness,
            publication,
            reducers,
            reporting,
            warning,
        )
