from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "rongcuo.people"
    label = "people"
