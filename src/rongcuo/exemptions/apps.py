from django.apps import AppConfig


class ExemptionsConfig(AppConfig):
    name = "rongcuo.exemptions"
    label = "exemptions"

    def ready(self) -> None:
        from rongcuo.exemptions import (  # noqa: F401  (registers reducers, what follows, obligations)
            owing,
            reducers,
            register,
        )
