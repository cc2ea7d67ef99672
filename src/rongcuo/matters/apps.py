from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "rongcuo.matters"
    label = "matters"

    def ready(self) -> None:
        from rongcuo.matters import (  # noqa: F401  (registers actions and reducers)
            acceptance,
            application,
            behalf,
            closing,
            determination,
            feedback,
            filing,
            interpretation,
            later,
            outside,
            publication,
            reducers,
            review,
            revocation,
            rules,
            verification,
        )
