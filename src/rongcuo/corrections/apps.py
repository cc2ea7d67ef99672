from django.apps import AppConfig


class CorrectionsConfig(AppConfig):
    name = "rongcuo.corrections"
    label = "corrections"

    def ready(self) -> None:
        from rongcuo.corrections import (  # noqa: F401  (registers actions, reducers, what follows)
            effect,
            measures,
            opening,
            owed,
            planning,
            reducers,
            referral,
            reminding,
            telling,
        )
