"""Addresses outside of a town: first page, login, choice of town, health, the API by token."""

from django.urls import include, path

from verbundakte.web.views import errors, health, login

urlpatterns = [
    path("", login.front, name="front"),
    path("anmelden/", login.login, name="login"),
    path("abmelden/", login.logout, name="logout"),
    path("stadt/", login.towns, name="towns"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("api/v1/", include("verbundakte.api.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
