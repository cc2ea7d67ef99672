"""The addresses of the pages, by topic."""

from allauth.account.views import reauthenticate
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions.views import list_usersessions
from django.urls import path

from rongcuo.web.insight import (
    advances,
    auditing,
    clarifications,
    figures,
    likeness,
    prevention,
    reports,
    warnings,
)
from rongcuo.web.preferences import text_size
from rongcuo.web.styleguide import styleguide
from rongcuo.web.views import (
    account,
    act_records,
    acts,
    administration,
    applying,
    calendar,
    checking,
    classes,
    corrections,
    desk,
    destruction,
    dispatches,
    documents,
    dossiers,
    interpretations,
    matters,
    measures,
    notices,
    own,
    protection,
    queries,
    readings,
    records,
    safeguards,
    sanctions,
    signing,
    steps,
)

# --- coming in, the account. The pages of django-allauth that are not named here do not exist. ----
accounts = [
    path("sign-in/", signing.sign_in, name="account_login"),  # as the library calls it
    path("sign-in/code/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("unlock/", account.unlock, name="unlock"),
    path("still-here/", account.still_here, name="still-here"),
    path("account/", account.account, name="account"),
    path("account/password/", account.change_password, name="account_change_password"),
    path("account/again/", reauthenticate, name="account_reauthenticate"),
    path("account/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/again/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/second-factor/", mfa.index, name="mfa_index"),
    path("account/second-factor/authenticator/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-factor/authenticator/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second-factor/recovery/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second-factor/recovery/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/second-factor/passkeys/", mfa.index, name="mfa_list_webauthn"),
    path("account/second-factor/passkeys/new/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("account/second-factor/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/sessions/", list_usersessions, name="usersessions_list"),
]

administrators = [
    path("administration/people/", administration.people, name="administration-people"),
    path("administration/table/", administration.table, name="administration-table"),
    path("administration/table/template.<slug:kind>", administration.template, name="administration-template"),
    path("administration/units/<uuid:unit>/", administration.unit, name="administration-unit"),
    path("administration/accounts/", administration.account_list, name="administration-accounts"),
    path("administration/record/", administration.record, name="administration-record"),
    path("administration/<slug:change>/<uuid:about>/", administration.change, name="administration-change"),
]

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
    path("acts/<uuid:act>/cannot-apply/<uuid:subject>/", acts.act_behalf, name="act-behalf"),
    path("acts/<uuid:act>/notice/", acts.act_notice, name="act-notice"),
    path("acts/on-paper/", act_records.record_act, name="record-act"),
    path("acts/<uuid:act>/on-paper/<uuid:subject>/", act_records.record_application, name="record-application"),
    path("acts/<uuid:act>/on-paper/told/<uuid:subject>/", act_records.record_deed, name="record-told"),
    path("acts/<uuid:act>/on-paper/notice/", act_records.record_deed, name="record-notice"),
    path("apply/<uuid:act_subject>/", applying.apply, name="apply"),
    path("apply/<uuid:act_subject>/discard/", applying.discard, name="apply-discard"),
    path("apply/<uuid:act_subject>/print/", applying.printed, name="apply-print"),
    path("apply/<uuid:act_subject>/files/<uuid:file>/", applying.file, name="apply-file"),
    path("apply/<uuid:act_subject>/<slug:screen>/", applying.screen, name="apply-screen"),
    path("measures/", measures.measures, name="measures"),
    path("measures/all/", measures.packs, name="packs"),
    path("measures/compare/", measures.compare, name="packs-compare"),
    path("measures/<slug:pack>/<str:version>/", measures.pack, name="pack"),
    path("measures/<slug:pack>/<str:version>/try/", measures.try_out, name="pack-try"),
    path("measures/<slug:pack>/<str:version>/checks/", measures.checks, name="pack-checks"),
    path("readings/", readings.reading_list, name="readings"),
    path("readings/<str:key>/", readings.reading, name="reading"),
    path("interpretations/", interpretations.interpretation_list, name="interpretations"),
    path("interpretations/ask/", interpretations.ask, name="interpretation-ask"),
    path("interpretations/<uuid:pk>/", interpretations.interpretation, name="interpretation"),
    path("calendar/", calendar.calendar, name="calendar"),
]

# --- matters ---------------------------------------------------------------------------------
urlpatterns += [
    path("matters/", matters.matter_list, name="matters"),
    path("matters/<uuid:matter>/", matters.matter_page, name="matter"),
    path("matters/<uuid:matter>/do/<slug:action>/", steps.step, name="act-on"),
    path("matters/<uuid:matter>/<uuid:subject>/do/<slug:action>/", steps.step, name="act-on-subject"),
    path("matters/<uuid:matter>/on-paper/", records.record_list, name="records"),
    path("matters/<uuid:matter>/on-paper/<slug:action>/", records.record_step, name="record-step"),
    path(
        "matters/<uuid:matter>/<uuid:subject>/on-paper/<slug:action>/", records.record_step,
        name="record-subject-step",
    ),
    path("on-paper/<uuid:record>/", records.record, name="record"),
    path("on-paper/<uuid:record>/scan/", records.scan, name="record-scan"),
    path("matters/<uuid:matter>/<uuid:subject>/reasons/", matters.reasons, name="reasons"),
    path("matters/<uuid:matter>/<uuid:subject>/what-if/", matters.what_if, name="what-if"),
    path("matters/<uuid:matter>/papers/<uuid:item>/", matters.paper, name="paper"),
    path("matters/<uuid:matter>/evidence/<uuid:evidence>/", matters.evidence, name="evidence"),
    path("matters/<uuid:matter>/evidence/<uuid:evidence>/aside/", safeguards.aside, name="evidence-aside"),
    path("matters/<uuid:matter>/class/", classes.class_page, name="class"),
    path("matters/<uuid:matter>/class/<slug:about>/<uuid:ref>/", classes.class_page, name="class-of"),
    path("matters/<uuid:matter>/reads/", safeguards.reads, name="reads"),
    path("matters/<uuid:matter>/concern/", safeguards.raise_concern, name="concern-new"),
    path("reads/", safeguards.looked, name="looked"),
    path("samples/", safeguards.samples, name="samples"),
    path("samples/<uuid:pick>/", safeguards.sampled, name="sampled"),
    path("concerns/", safeguards.concerns, name="concerns"),
    path("concerns/<uuid:concern>/", safeguards.concern, name="concern"),
]
urlpatterns += accounts + administrators

# --- dossiers and search ---------------------------------------------------------------------
urlpatterns += [
    path("search/", dossiers.search, name="search"),
    path("matters/<uuid:matter>/dossier/", dossiers.export_dossier, name="dossier-export"),
    path("dossiers/", dossiers.transfer_list, name="transfer"),
    path("dossiers/print/", dossiers.transfer_print, name="transfer-print"),
    path("dossiers/list.xlsx", dossiers.transfer_xlsx, name="transfer-xlsx"),
    path("dossiers/destruction/", destruction.destructions, name="destructions"),
    path("dossiers/destruction/<uuid:list_id>/", destruction.destruction, name="destruction"),
    path("dossiers/imported/", dossiers.imports, name="imports"),
    path("dossiers/imported/<uuid:dossier>/", dossiers.imported, name="imported"),
    path("dossiers/imported/<uuid:dossier>/<path:path>", dossiers.imported_file, name="imported-file"),
]

# --- corrections -----------------------------------------------------------------------------
urlpatterns += [
    path("corrections/", corrections.correction_list, name="corrections"),
    path("corrections/<uuid:plan>/", corrections.correction, name="correction"),
    path("corrections/<uuid:plan>/do/<slug:action>/", corrections.correction_step, name="correction-step"),
    path(
        "corrections/<uuid:plan>/<uuid:measure>/do/<slug:action>/", corrections.correction_step,
        name="correction-measure-step",
    ),
    path("corrections/<uuid:plan>/proof/<uuid:proof>/", corrections.correction_file, name="correction-file"),
    path("matters/<uuid:matter>/correction/", corrections.correction_new, name="correction-new"),
]

# --- effects and protection (A10) ------------------------------------------------------------
urlpatterns += [
    path("mine/", own.mine, name="mine"),
    path("protection/", protection.protection, name="protection"),
    path("protection/register/", protection.register_list, name="register"),
    path("protection/matters/<uuid:matter>/<uuid:subject>/", protection.effects, name="effects"),
    path("protection/matters/<uuid:matter>/<uuid:subject>/change/", protection.effects_change, name="effects-change"),
    path("protection/matters/<uuid:matter>/<uuid:subject>/notice/", notices.notice_new, name="notice-new"),
    path("protection/notices/<uuid:notice>/", notices.notice, name="notice"),
    path("protection/sanctions/", sanctions.sanction_list, name="sanctions"),
    path("protection/sanctions/new/", sanctions.sanction_new, name="sanction-new"),
    path("protection/sanctions/<uuid:line>/", sanctions.sanction, name="sanction"),
    path("protection/influence/", sanctions.influence, name="influence"),
    path("protection/influence/<str:line>/", sanctions.influence_line, name="influence-line"),
    path("protection/consult/", queries.consult, name="consult"),
    path("protection/lists/new/", queries.list_new, name="list-new"),
    path("protection/lists/<uuid:reading_id>/", queries.list_reading, name="list-reading"),
    path("protection/lists/template/", queries.list_template, name="list-template"),
    path("protection/queries/", queries.query_list, name="queries"),
    path("protection/queries/<uuid:query>/", queries.query, name="query"),
    path("protection/queries/<uuid:query>/receipt/", queries.receipt, name="receipt"),
    path("protection/queries/<uuid:query>/file/", queries.receipt_file, name="receipt-file"),
    path("protection/queries/<uuid:query>/answers/", queries.query_sheet, name="query-sheet"),
    path("check/", checking.check, name="check"),
    path("check/offline/", checking.checker, name="checker"),
    path("check/<slug:token>/", checking.check_receipt, name="check-receipt"),
]

# --- official papers -------------------------------------------------------------------------
urlpatterns += [
    path("matters/<uuid:matter>/documents/", documents.documents, name="documents"),
    path(
        "matters/<uuid:matter>/documents/new/<slug:source>/<uuid:record>/<slug:template>/", dispatches.dispatch_new,
        name="dispatch-new",
    ),
    path("matters/<uuid:matter>/documents/<uuid:dispatch>/", dispatches.dispatch, name="dispatch"),
    path("matters/<uuid:matter>/documents/<uuid:dispatch>/paper.pdf", dispatches.dispatch_pdf, name="dispatch-pdf"),
    path("matters/<uuid:matter>/documents/<uuid:dispatch>/paper.docx", dispatches.dispatch_docx, name="dispatch-docx"),
    path(
        "matters/<uuid:matter>/documents/<uuid:dispatch>/public/<uuid:copy>.pdf", dispatches.dispatch_public,
        name="dispatch-public",
    ),
    path("matters/<uuid:matter>/documents/<uuid:dispatch>/do/<slug:action>/", dispatches.dispatch_step, name="dispatch-step"),
    path(
        "papers/new/<slug:source>/<uuid:record>/<slug:template>/", dispatches.dispatch_new, name="office-dispatch-new"
    ),
    path("papers/<uuid:dispatch>/", dispatches.dispatch, name="office-dispatch"),
    path("papers/<uuid:dispatch>/paper.pdf", dispatches.dispatch_pdf, name="office-dispatch-pdf"),
    path("papers/<uuid:dispatch>/paper.docx", dispatches.dispatch_docx, name="office-dispatch-docx"),
    path("papers/<uuid:dispatch>/do/<slug:action>/", dispatches.dispatch_step, name="office-dispatch-step"),
    path("papers/check/", dispatches.paper_check, name="paper-checks"),
    path("papers/check/<slug:code>/", dispatches.paper_check, name="paper-check"),
    path("documents/<slug:source>/<uuid:record>/<slug:template>.pdf", documents.document, name="document"),
    path("documents/<slug:source>/<uuid:record>/<slug:template>.docx", documents.document_docx, name="document-docx"),
]

# --- insight ---------------------------------------------------------------------------------
urlpatterns += [
    path("prevention/", prevention.prevention, name="prevention"),
    path("report/", reports.report_nameless, name="report-nameless"),
    path("report/answer/", reports.report_answer, name="report-answer"),
    path("reports/", reports.report_list, name="reports"),
    path("reports/new/", reports.report_new, name="report-new"),
    path("reports/<uuid:report>/", reports.report, name="report"),
    path("reports/<uuid:report>/do/<slug:action>/", reports.report_step, name="report-step"),
    path("figures/", figures.figures, name="figures"),
    path("figures/xlsx/", figures.figures_xlsx, name="figures-xlsx"),
    path("warnings/", warnings.warnings, name="warnings"),
    path("warnings/new/", warnings.warning_new, name="warning-new"),
    path("warnings/<uuid:caution>/", warnings.caution, name="warning"),
    path("warnings/<uuid:caution>/receive/<uuid:unit>/", warnings.warning_receive, name="warning-receive"),
    path("warnings/<uuid:caution>/again/", warnings.warning_again, name="warning-again"),
    path("advance/", advances.advances, name="advances"),
    path("advance/new/", advances.advance_new, name="advance-new"),
    path("advance/<uuid:advance>/", advances.advance_page, name="advance"),
    path("advance/<uuid:advance>/files/<int:n>/", advances.advance_file, name="advance-file"),
    path("matters/<uuid:matter>/<uuid:subject>/clarify/", clarifications.clarification_new, name="clarification-new"),
    path("clarifications/<uuid:clarification>/", clarifications.clarification, name="clarification"),
    path("matters/<uuid:matter>/<uuid:subject>/like/", likeness.like_cases, name="like-cases"),
    path("self-audit/", auditing.self_audit_now, name="self-audit-now"),
    path("self-audit/<int:year>/", auditing.self_audit, name="self-audit"),
    path("self-audit/<int:year>/xlsx/", auditing.self_audit_xlsx, name="self-audit-xlsx"),
]
