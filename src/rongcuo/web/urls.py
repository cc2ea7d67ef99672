"""The addresses of the pages, by topic."""

from django.urls import path

from rongcuo.web.preferences import text_size
from rongcuo.web.styleguide import styleguide
from rongcuo.web.views import (
    acts,
    applying,
    calendar,
    desk,
    matters,
    measures,
    readings,
    signing,
    steps,
)

# --- common, acts, application, measures -----------------------------------------------------
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("sign-in/", signing.sign_in, name="sign-in"),
    path("sign-out/", signing.sign_out, name="sign-out"),
    path("text-size/", text_size, name="text-size"),
    path("styleguide/", styleguide, name="styleguide"),
    path("acts/", acts.act_list, name="acts"),
    path("acts/new/", acts.act_new, name="act-new"),
    path("acts/<uuid:act>/", acts.act_page, name="act"),
    path("acts/<uuid:act>/told/<uuid:subject>/", acts.act_told, name="act-told"),
    path("acts/<uuid:act>/notice/", acts.act_notice, name="act-notice"),
    path("apply/<uuid:act_subject>/", applying.apply, name="apply"),
    path("apply/<uuid:act_subject>/discard/", applying.discard, name="apply-discard"),
    path("apply/<uuid:act_subject>/print/", applying.printed, name="apply-print"),
    path("apply/<uuid:act_subject>/files/<uuid:file>/", applying.file, name="apply-file"),
    path("apply/<uuid:act_subject>/<slug:screen>/", applying.screen, name="apply-screen"),
    path("measures/", measures.measures, name="measures"),
    path("readings/", readings.reading_list, name="readings"),
    path("readings/<str:key>/", readings.reading, name="reading"),
    path("calendar/", calendar.calendar, name="calendar"),
]

# --- matters ---------------------------------------------------------------------------------
urlpatterns += [
    path("matters/", matters.matter_list, name="matters"),
    path("matters/<uuid:matter>/", matters.matter_page, name="matter"),
    path("matters/<uuid:matter>/do/<slug:action>/", steps.step, name="act-on"),
    path("matters/<uuid:matter>/<uuid:subject>/do/<slug:action>/", steps.step, name="act-on-subject"),
    path("matters/<uuid:matter>/<uuid:subject>/reasons/", matters.reasons, name="reasons"),
    path("matters/<uuid:matter>/papers/<uuid:item>/", matters.paper, name="paper"),
    path("matters/<uuid:matter>/evidence/<uuid:evidence>/", matters.evidence, name="evidence"),
]
