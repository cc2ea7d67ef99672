from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "rongcuo.people"
    label = "people"

    def ready(self) -> None:
        from rongcuo.people import record  # noqa: F401  (registers the reducers)
