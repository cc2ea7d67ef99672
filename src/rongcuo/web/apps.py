from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "rongcuo.web"
    label = "web"
