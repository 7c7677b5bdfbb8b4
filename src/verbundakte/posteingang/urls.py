"""Addresses of the room `posteingang`."""

from django.urls import path

from verbundakte.posteingang import laufweg_urls, mail_urls
from verbundakte.posteingang.views import (
    ablage,
    beleg,
    buch,
    erfassung,
    frist,
    nachweis,
    neuer_vorgang,
    postmappe,
    quarantaene,
    regel,
    rueckstand,
    schlange,
    stapel,
    trennung,
    weg,
)

app_name = "posteingang"

urlpatterns = [
    path("", schlange.eingaenge, name="eingaenge"),
    path("buch/", buch.buch, name="buch"),
    path("quarantaene/", quarantaene.quarantaene, name="quarantaene"),
    path("rueckstand/", rueckstand.rueckstand, name="rueckstand"),
    path("regeln/", regel.regeln, name="regeln"),
    path("regeln/<uuid:key>/probe/", regel.probe, name="regel-probe"),
    path("stapel/", stapel.stapel, name="stapel"),
    path("neu/", erfassung.record, name="erfassung"),
    path("dateien/", erfassung.add_dateien, name="dateien"),
    path("uploads/", erfassung.uploads, name="uploads"),
    path("uploads/<uuid:upload_id>/abschluss/", erfassung.complete, name="upload-abschluss"),
    path("<uuid:eingang_id>/", schlange.eingang, name="eingang"),
    path("<uuid:eingang_id>/ablage/", ablage.ablage, name="ablage"),
    path("<uuid:eingang_id>/ablage/ruecknahme/", ablage.ablage_ende, name="ablage-ende"),
    path("<uuid:eingang_id>/annahme/", weg.annahme, name="annahme"),
    path("<uuid:eingang_id>/berichtigung/", weg.berichtigung, name="berichtigung"),
    path("<uuid:eingang_id>/kontakt/", weg.kontakt, name="eingang-kontakt"),
    path("<uuid:eingang_id>/fristen/", frist.frist, name="frist"),
    path(
        "<uuid:eingang_id>/fristen/<uuid:frist_id>/erledigung/",
        frist.erledigung,
        name="frist-erledigung",
    ),
    path("<uuid:eingang_id>/nachweise/<uuid:nachweis_id>", nachweis.nachweis, name="nachweis"),
    path(
        "<uuid:eingang_id>/quarantaene/<uuid:held_id>/freigabe/",
        quarantaene.freigabe,
        name="freigabe",
    ),
    path(
        "<uuid:eingang_id>/quarantaene/<uuid:held_id>/rueckfrage/",
        quarantaene.rueckfrage,
        name="rueckfrage",
    ),
    path("<uuid:eingang_id>/sichtvermerk/", postmappe.sichtvermerk, name="sichtvermerk"),
    path("<uuid:eingang_id>/vorgang/", neuer_vorgang.neuer_vorgang, name="neuer-vorgang"),
    path(
        "<uuid:eingang_id>/zusammenlegung/ruecknahme/",
        neuer_vorgang.zusammenlegung_ende,
        name="zusammenlegung-ende",
    ),
    path("<uuid:eingang_id>/oeffnung/", weg.oeffnung, name="oeffnung"),
    path("<uuid:eingang_id>/regel/", regel.regel_neu, name="regel-neu"),
    path("<uuid:eingang_id>/rueckgabe/", weg.rueckgabe, name="rueckgabe"),
    path("<uuid:eingang_id>/trennung/", trennung.trennung, name="trennung"),
    path("<uuid:eingang_id>/verschluss/", weg.verschluss, name="verschluss"),
    path("<uuid:eingang_id>/vertretung/", weg.vertretung, name="vertretung"),
    path("<uuid:eingang_id>/zuleitung/", weg.zuleitung, name="zuleitung"),
    path(
        "<uuid:eingang_id>/eingangsbestaetigung",
        beleg.eingangsbestaetigung,
        name="eingangsbestaetigung",
    ),
    path("<uuid:eingang_id>/eingangsstempel", beleg.eingangsstempel, name="eingangsstempel"),
    *laufweg_urls.urlpatterns,
    *mail_urls.urlpatterns,
]
