from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "rongcuo.people"
    label = "people"

    def ready(self) -> None:
        from rongcuo.people import accounts, changes, record  # noqa: F401  (register the reducers)
