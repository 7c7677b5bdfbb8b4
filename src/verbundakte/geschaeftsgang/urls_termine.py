"""Addresses of Fristen, Wiedervorlagen and Aufgaben."""

from django.urls import path

from verbundakte.geschaeftsgang.views import frist, kalender, termine

SUBJECT = "termine/von/<slug:kind>/<uuid:key>"
ONE = "termine/<slug:art>/<uuid:key>"

urlpatterns = [
    *(
        path(
            f"termine/von/{kind}/<uuid:key>/",
            termine.termine_von,
            {"kind": kind},
            name=f"termine-{kind}",
        )
        for kind in ("akte", "vorgang", "dokument")
    ),
    path("aufgaben/ruecknahme/", termine.aufgaben_ruecknahme, name="aufgaben-ruecknahme"),
    path("termine/", termine.termine, name="termine"),
    path("kalender/", kalender.abo, name="kalenderabo"),
    path("kalender/mail/", kalender.mail, name="mailabo"),
    path("kalender/mail/ende/", kalender.mail_ende, name="mailabo-ende"),
    path("kalender/ende/", kalender.ende, name="kalenderabo-ende"),
    path("kalenderfeed/<slug:token>.ics", kalender.feed, name="feed"),
    path("fristenrechner/", frist.rechner, name="rechner"),
    path(f"{SUBJECT}/aufgaben/neu/", termine.aufgabe_neu, name="aufgabe-neu"),
    path(f"{SUBJECT}/fristen/neu/", frist.frist_neu, name="frist-neu"),
    path(f"{ONE}/", termine.termin, name="termin"),
    path(f"{ONE}/erledigung/", termine.erledigung, name="termin-erledigung"),
    path(f"{ONE}/oeffnung/", termine.oeffnung, name="termin-oeffnung"),
    path(f"{ONE}/uebernahme/", termine.uebernahme, name="termin-uebernahme"),
    path(f"{ONE}/verschiebung/", termine.verschiebung, name="termin-verschiebung"),
    path(f"{ONE}/ruecknahme/", termine.ruecknahme, name="termin-ruecknahme"),
]
