from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "rongcuo.matters"
    label = "matters"
