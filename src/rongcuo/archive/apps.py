from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "rongcuo.archive"
    label = "archive"

    def ready(self) -> None:
        # Registers what filing and closing prepare, and reducers.
        from rongcuo.archive import reducers, remains, sealing  # noqa: F401
        from rongcuo.archive.searching import index  # noqa: F401  (follows the tables)

        remains.register_redactions()
