"""Addresses outside of a town: first page, login, choice of town, health, the API by token."""

from django.urls import include, path

from verbundakte.web.views import errors, factor, health, login, metrics, reset

door = (
    [
        path("", login.front, name="front"),
        path("anmelden/", login.login, name="anmelden"),
        path("anmelden/zweiter-faktor/", factor.second_factor, name="zweiter-faktor"),
        path("anmelden/passkey/", factor.passkey, name="passkey"),
        path("anmelden/passkey/aufgabe/", factor.passkey_options, name="passkey-aufgabe"),
        path("kennwort/", reset.forgotten, name="kennwort-vergessen"),
        path("abmelden/", login.logout, name="abmelden"),
        path("stadt/", login.towns, name="stadt"),
        path("healthz", health.healthz, name="healthz"),
        path("readyz", health.readyz, name="readyz"),
        path("metrics", metrics.show_metrics, name="metrics"),
    ],
    "web",
)

urlpatterns = [
    path("", include(door)),
    path("api/v1/", include("verbundakte.api.urls")),
    path("", include("verbundakte.dav.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
