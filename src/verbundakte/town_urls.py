"""Addresses inside a town. They know no slug: the middleware puts it into SCRIPT_NAME."""

from django.urls import include, path

from verbundakte.web.views import account, errors, jobs, login, status

urlpatterns = [
    path("anmelden/", login.login, name="login"),
    path("abmelden/", login.logout, name="logout"),
    path("konto/ansicht/", account.view_settings, name="view-settings"),
    path("konto/kennwort/", account.password, name="password"),
    path("auftraege/", jobs.list_jobs, name="jobs"),
    path("auftraege/<uuid:job_id>/", jobs.show_job, name="job"),
    path("betrieb/", status.show_status, name="status"),
    path("gestaltung/", include("verbundakte.core.ui.urls")),
    path("organisation/", include("verbundakte.organisation.urls")),
    path("verbund/", include("verbundakte.verbund.urls")),
    path("api/v1/", include("verbundakte.api.urls")),
    path("", include("verbundakte.akten.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
