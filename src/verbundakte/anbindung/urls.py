"""Addresses of the room `anbindung`."""

from django.urls import path

from verbundakte.anbindung.views import abonnement, zustellung

app_name = "anbindung"

urlpatterns = [
    path("meldungen/", abonnement.abonnements, name="abonnements"),
    path("meldungen/neu/", abonnement.new_abonnement, name="abonnement-neu"),
    path("meldungen/<uuid:abonnement_id>/", zustellung.show_abonnement, name="abonnement"),
    path(
        "meldungen/<uuid:abonnement_id>/angaben/",
        abonnement.change_abonnement,
        name="abonnement-angaben",
    ),
    path("meldungen/<uuid:abonnement_id>/ende/", abonnement.end, name="abonnement-ende"),
    path(
        "meldungen/<uuid:abonnement_id>/geheimnis/", abonnement.secret, name="abonnement-geheimnis"
    ),
    path(
        "meldungen/<uuid:abonnement_id>/fortsetzung/",
        zustellung.resume,
        name="abonnement-fortsetzung",
    ),
    path(
        "meldungen/<uuid:abonnement_id>/wiederholung/",
        zustellung.repeat_period,
        name="abonnement-wiederholung",
    ),
    path(
        "meldungen/<uuid:abonnement_id>/<uuid:meldung_id>/wiederholung/",
        zustellung.repeat_meldung,
        name="meldung-wiederholung",
    ),
]
