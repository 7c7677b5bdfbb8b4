"""Addresses of this room. A state change is a resource of its own, never a verb."""

from django.urls import path

from verbundakte.organisation.views import (
    anmeldedienst,
    austritt,
    einheit,
    einspielung,
    fachverfahren,
    konto,
    person,
    rolle,
    sicherheit,
    stelle,
    ueberleitung,
    vertretung,
    zugang,
)

app_name = "organisation"
EINSPIELUNG = "einspielungen/<uuid:einspielung_id>"
VERFAHREN = "fachverfahren/<uuid:fachverfahren_id>"
VERTRETUNG = "vertretungen/<uuid:vertretung_id>"
EINHEIT, STELLE, PERSON = (
    "einheiten/<uuid:einheit_id>",
    "stellen/<uuid:stelle_id>",
    "personen/<uuid:person_id>",
)
UEBERLEITUNG = f"{EINHEIT}/ueberleitung/<uuid:ueberleitung_id>"

urlpatterns = [
    path("csv/", einspielung.export, name="csv"),
    path("einspielungen/", einspielung.einspielungen, name="einspielungen"),
    path(f"{EINSPIELUNG}/", einspielung.einspielung, name="einspielung"),
    path(f"{EINSPIELUNG}/ausfuehrung/", einspielung.ausfuehrung, name="einspielung-ausfuehrung"),
    path(f"{EINSPIELUNG}/rueckweg/", einspielung.rueckweg, name="einspielung-rueckweg"),
    path("einheiten/", einheit.einheiten, name="einheiten"),
    path("einheiten/neu/", einheit.einheit_new, name="einheit-neu"),
    path(f"{EINHEIT}/", einheit.einheit, name="einheit"),
    path(f"{EINHEIT}/bearbeiten/", einheit.einheit_edit, name="einheit-bearbeiten"),
    path(
        f"{EINHEIT}/planung/<uuid:stand_id>/ruecknahme/",
        einheit.plan_drop,
        name="einheit-planung-ruecknahme",
    ),
    path(f"{EINHEIT}/ueberleitung/", ueberleitung.ueberleitung_new, name="einheit-ueberleitung"),
    path(f"{UEBERLEITUNG}/", ueberleitung.ueberleitung, name="ueberleitung"),
    path(f"{UEBERLEITUNG}/ausfuehrung/", ueberleitung.ausfuehrung, name="ueberleitung-ausfuehrung"),
    path(f"{UEBERLEITUNG}/ruecknahme/", ueberleitung.ruecknahme, name="ueberleitung-ruecknahme"),
    path(f"{EINHEIT}/schliessung/", einheit.schliessung, name="einheit-schliessung"),
    path(f"{EINHEIT}/stellen/neu/", einheit.stelle_new, name="stelle-neu"),
    path(f"{STELLE}/bearbeiten/", stelle.stelle_edit, name="stelle-bearbeiten"),
    path(f"{STELLE}/aufhebung/", stelle.aufhebung, name="stelle-aufhebung"),
    path(f"{STELLE}/besetzungen/neu/", stelle.besetzung_new, name="besetzung-neu"),
    path(
        f"{STELLE}/besetzungen/<uuid:person_id>/ende/", stelle.besetzung_end, name="besetzung-ende"
    ),
    path("personen/", person.personen, name="personen"),
    path("personen/neu/", person.person_new, name="person-neu"),
    path(f"{PERSON}/", person.person, name="person"),
    path(f"{PERSON}/bearbeiten/", person.person_edit, name="person-bearbeiten"),
    path(f"{PERSON}/austritt/", austritt.austritt, name="person-austritt"),
    path(f"{PERSON}/austritt/ruecknahme/", austritt.ruecknahme, name="austritt-ruecknahme"),
    path(f"{PERSON}/uebergabe/", austritt.uebergabe, name="person-uebergabe"),
    path(f"{PERSON}/rollen/neu/", person.rolle_new, name="rolle-zuweisung"),
    path(f"{PERSON}/rollen/<uuid:key>/ende/", person.rolle_end, name="rolle-entzug"),
    path(f"{PERSON}/anmeldung/", konto.anmeldung, name="anmeldung"),
    path(f"{PERSON}/anmeldung/ende/", konto.anmeldung_end, name="anmeldung-ende"),
    path(f"{PERSON}/vertretungen/neu/", vertretung.vertretung_new, name="vertretung-neu"),
    path("vertretungen/", vertretung.vertretungen, name="vertretungen"),
    path("abwesenheiten/neu/", vertretung.abwesenheit_new, name="abwesenheit-neu"),
    path(f"{VERTRETUNG}/ende/", vertretung.vertretung_end, name="vertretung-ende"),
    path(f"{VERTRETUNG}/antritt/", vertretung.antritt, name="vertretung-antritt"),
    path("vertretungen/rueckkehr/", vertretung.rueckkehr, name="vertretung-rueckkehr"),
    path("rollen/", rolle.rollen, name="rollen"),
    path("rollen/<uuid:key>/", rolle.rolle, name="rolle"),
    path("fachverfahren/", fachverfahren.fachverfahren_list, name="fachverfahren-liste"),
    path("fachverfahren/neu/", fachverfahren.fachverfahren_new, name="fachverfahren-neu"),
    path(f"{VERFAHREN}/", fachverfahren.fachverfahren, name="fachverfahren"),
    path(
        f"{VERFAHREN}/bearbeiten/",
        fachverfahren.fachverfahren_edit,
        name="fachverfahren-bearbeiten",
    ),
    path(f"{VERFAHREN}/ende/", fachverfahren.fachverfahren_end, name="fachverfahren-ende"),
    path(f"{VERFAHREN}/geheimnisse/neu/", zugang.geheimnis_new, name="geheimnis-neu"),
    path(
        f"{VERFAHREN}/geheimnisse/<int:secret_id>/ende/",
        zugang.geheimnis_end,
        name="geheimnis-ende",
    ),
    path(f"{VERFAHREN}/schluessel/neu/", zugang.schluessel_new, name="schluessel-neu"),
    path(
        "fachverfahren/schluessel/<int:token_id>/ende/", zugang.zugang_end, name="schluessel-ende"
    ),
    path("zugangsschluessel/", zugang.zugangsschluessel, name="zugangsschluessel"),
    path(
        "zugangsschluessel/<int:token_id>/ende/",
        zugang.zugangsschluessel_end,
        name="zugangsschluessel-ende",
    ),
    path(f"{PERSON}/zweite-faktoren/", konto.faktoren, name="faktoren"),
    path(f"{PERSON}/dienstkonto/", anmeldedienst.dienstkonto, name="dienstkonto"),
    path("anmeldedienst/", anmeldedienst.anmeldedienst, name="anmeldedienst"),
    path("anmeldedienst/saml/", anmeldedienst.saml_dienst, name="saml-dienst"),
    path("sicherheit/", sicherheit.sicherheit, name="sicherheit"),
    path("sicherheit/kennwort/", sicherheit.kennwort, name="kennwort"),
    path("sicherheit/email/", sicherheit.email, name="email"),
    path("sicherheit/app/", sicherheit.app, name="app"),
    path("sicherheit/app/ende/", sicherheit.app_end, name="app-ende"),
    path("sicherheit/passkeys/neu/", sicherheit.passkey_new, name="passkey-neu"),
    path("sicherheit/passkeys/aufgabe/", sicherheit.passkey_options, name="passkey-aufgabe"),
    path(
        "sicherheit/passkeys/<uuid:passkey_id>/ende/", sicherheit.passkey_end, name="passkey-ende"
    ),
    path(
        "sicherheit/wiederherstellungscodes/",
        sicherheit.wiederherstellungscodes,
        name="wiederherstellungscodes",
    ),
    path("sicherheit/geraete/<uuid:session_id>/ende/", sicherheit.geraet_end, name="geraet-ende"),
    path("sicherheit/geraete/ende/", sicherheit.geraete_end, name="geraete-ende"),
]
