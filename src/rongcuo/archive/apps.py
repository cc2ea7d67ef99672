from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "rongcuo.archive"
    label = "archive"

    def ready(self) -> None:
        from rongcuo.archive import sealing  # noqa: F401  (registers what filing and closing prepare)
