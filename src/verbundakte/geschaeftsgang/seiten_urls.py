"""Addresses of the pages about Verfügungen and their steps."""

from django.urls import path

from verbundakte.geschaeftsgang.views import (
    aenderung,
    nachweis,
    neu,
    redaktion,
    schlange,
    schritt,
    sitzung,
    team,
    verfuegung,
)

VORGANG = "vorgaenge/<uuid:vorgang_id>/"
VERFUEGUNG = "verfuegungen/<uuid:verfuegung_id>/"
SCHRITT = "schritte/<uuid:schritt_id>/"

urlpatterns = [
    path("", schlange.schritte, name="schritte"),
    path("kenntnisnahmen/", schlange.kenntnisnahmen, name="kenntnisnahmen"),
    path("beschluesse/", sitzung.beschluesse, name="beschluesse"),
    path("team/", team.team, name="team"),
    path("team/verwaist/", team.verwaist, name="verwaist"),
    path("team/<uuid:platz>/", team.umverteilung, name="umverteilung"),
    path("dokumente/<uuid:dokument_id>/nachweis", nachweis.nachweis, name="nachweis"),
    path("dokumente/<uuid:dokument_id>/redaktion/", redaktion.redaktion, name="redaktion"),
    path("dokumente/<uuid:dokument_id>/widerspruch/", redaktion.widerspruch, name="widerspruch"),
    path(f"{VORGANG}verfuegungen/neu/", neu.verfuegung_neu, name="verfuegung-neu"),
    path(f"{VORGANG}verfuegungen/", neu.verfuegung_aus_vorlage, name="verfuegung-aus-vorlage"),
    path(f"{VORGANG}zeilen/", neu.zeilen, name="zeilen"),
    path(VERFUEGUNG, verfuegung.verfuegung, name="verfuegung"),
    path(f"{VERFUEGUNG}laufblatt", verfuegung.laufblatt, name="laufblatt"),
    path(f"{VERFUEGUNG}xdomea", verfuegung.xdomea, name="xdomea"),
    path(f"{VERFUEGUNG}rueckruf/", aenderung.verfuegung_rueckruf, name="verfuegung-rueckruf"),
    path(f"{VERFUEGUNG}schritte/neu/", aenderung.schritt_neu, name="schritt-neu"),
    path(f"{SCHRITT}mappe/", schlange.mappe, name="mappe"),
    path(f"{SCHRITT}bearbeiten/", aenderung.schritt_bearbeiten, name="schritt-bearbeiten"),
    path(f"{SCHRITT}erledigung/", schritt.erledigung, name="erledigung"),
    path(f"{SCHRITT}aussenantwort/", schritt.aussenantwort, name="aussenantwort"),
    path(f"{SCHRITT}sitzungsvorlage/", sitzung.sitzungsvorlage, name="sitzungsvorlage"),
    path(f"{SCHRITT}sitzungspaket", sitzung.sitzungspaket, name="sitzungspaket"),
    path(f"{SCHRITT}papier/", schritt.papier, name="papier"),
    path(f"{SCHRITT}rueckgabe/", schritt.rueckgabe, name="rueckgabe"),
    path(f"{SCHRITT}rueckruf/", schritt.rueckruf, name="rueckruf"),
    path(f"{SCHRITT}uebergehung/", schritt.uebergehung, name="uebergehung"),
]
