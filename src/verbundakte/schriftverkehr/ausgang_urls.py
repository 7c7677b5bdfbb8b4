"""Addresses of what leaves the house, below `postausgang/`."""

from django.urls import path

from verbundakte.schriftverkehr.views import ausgang, ausgang_dokument, druckauftrag, mailkonto

app_name = "postausgang"

urlpatterns = [
    path("", ausgang.postausgang, name="postausgang"),
    path("buch/", ausgang.buch, name="postausgangsbuch"),
    path("antwort/<uuid:dokument_id>/", ausgang_dokument.antwort, name="antwort"),
    path("dokument/<uuid:dokument_id>/", ausgang_dokument.dokument, name="versand-dokument"),
    path("vorgang/<uuid:vorgang_id>/", ausgang.vorgang, name="versand-vorgang"),
    path("druckauftraege/", druckauftrag.druckauftraege, name="druckauftraege"),
    path("druckauftraege/<uuid:auftrag_id>/", druckauftrag.druckauftrag, name="druckauftrag"),
    path(
        "druckauftraege/<uuid:auftrag_id>/aufgabe/",
        druckauftrag.aufgabe,
        name="druckauftrag-aufgabe",
    ),
    path("druckauftraege/<uuid:auftrag_id>/druck/", druckauftrag.druck, name="druckauftrag-druck"),
    path(
        "druckauftraege/<uuid:auftrag_id>/entnahme/<uuid:versand_id>/",
        druckauftrag.entnahme,
        name="druckauftrag-entnahme",
    ),
    path("mailkonto/", mailkonto.mailkonto, name="mailkonto"),
    path("mailkonto/neu/", mailkonto.new_mailkonto, name="mailkonto-neu"),
    path(
        "mailkonto/<uuid:konto_id>/angaben/", mailkonto.change_mailkonto, name="mailkonto-angaben"
    ),
    path("mailkonto/<uuid:konto_id>/pause/", mailkonto.pause, name="mailkonto-pause"),
    path("mailkonto/<uuid:konto_id>/probe/", mailkonto.probe, name="mailkonto-probe"),
    path(
        "mailkonto/<uuid:konto_id>/wiederaufnahme/",
        mailkonto.resume,
        name="mailkonto-wiederaufnahme",
    ),
    path("<uuid:versand_id>/", ausgang.versand, name="versand"),
    path("<uuid:versand_id>/aufgabe/", ausgang.aufgabe, name="versand-aufgabe"),
    path("<uuid:versand_id>/erledigung/", ausgang.erledigung, name="versand-erledigung"),
    path("<uuid:versand_id>/ruecklauf/", ausgang.ruecklauf, name="versand-ruecklauf"),
    path("<uuid:versand_id>/ruecknahme/", ausgang.ruecknahme, name="versand-ruecknahme"),
    path("<uuid:versand_id>/versuch/", ausgang.versuch, name="versand-versuch"),
    path("<uuid:versand_id>/zustellung/", ausgang.zustellung, name="versand-zustellung"),
]
