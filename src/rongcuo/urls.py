"""All addresses of the site."""

from django.urls import include, path

urlpatterns = [
    path("language/", include("django.conf.urls.i18n")),
    path("", include("rongcuo.web.urls")),
]

handler400 = "rongcuo.web.views.errors.bad_request"
handler403 = "rongcuo.web.views.errors.permission_denied"
handler404 = "rongcuo.web.views.errors.page_not_found"
handler500 = "rongcuo.web.views.errors.server_error"
