from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "rongcuo.web"
    label = "web"

    def ready(self) -> None:
        from rongcuo.web.accounts import signals  # noqa: F401  (connects them)
