"""The door's own pages inside a town."""

from django.urls import path

from verbundakte.web.views import (
    account,
    desk,
    directory,
    factor,
    jobs,
    login,
    pruefung,
    reset,
    saved_searches,
    search,
    status,
    suggestions,
    words,
)

app_name = "web"

urlpatterns = [
    path("", desk.desk, name="schreibtisch"),
    path("suche/", search.show_search, name="suche"),
    path("suche/gemerkt/", saved_searches.list_searches, name="suchen-gemerkt"),
    path(
        "suche/gemerkt/<uuid:suche_id>/loeschung/",
        saved_searches.drop_search,
        name="suche-gemerkt-loeschung",
    ),
    path("suchwoerter/", words.list_words, name="suchwoerter"),
    path("suchwoerter/<uuid:wort_id>/ausschluss/", words.exclude, name="suchwort-ausschluss"),
    path("suchwoerter/<uuid:wort_id>/aufnahme/", words.readmit, name="suchwort-aufnahme"),
    path("suche/facetten/", search.show_facets, name="suche-facetten"),
    path("suche/vorschlaege/", suggestions.show_suggestions, name="suche-vorschlaege"),
    path("anmelden/", login.login, name="anmelden"),
    path("anmelden/zweiter-faktor/", factor.second_factor, name="zweiter-faktor"),
    path("anmelden/passkey/", factor.passkey, name="passkey"),
    path("anmelden/passkey/aufgabe/", factor.passkey_options, name="passkey-aufgabe"),
    path("anmelden/dienst/", directory.begin, name="dienst"),
    path("anmelden/dienst/rueckkehr/", directory.come_back, name="dienst-rueckkehr"),
    path("anmelden/dienst/antwort/", directory.take_response, name="dienst-antwort"),
    path("anmelden/dienst/metadaten/", directory.show_metadata, name="dienst-metadaten"),
    path("kennwort/", reset.forgotten, name="kennwort-vergessen"),
    path("kennwort/neu/", reset.new_password, name="kennwort-neu"),
    path("abmelden/", login.logout, name="abmelden"),
    path("stadt/", login.towns, name="stadt"),
    path("konto/", account.show_account, name="konto"),
    path("konto/ansicht/", account.change_view, name="ansicht"),
    path("auftraege/", jobs.list_jobs, name="auftraege"),
    path("auftraege/<uuid:job_id>/", jobs.show_job, name="auftrag"),
    path("auftraege/ausgaben/<uuid:ausgabe_id>", jobs.fetch_ausgabe, name="ausgabe"),
    path("betrieb/", status.show_status, name="betrieb"),
    path("betrieb/pruefung/", pruefung.show_pruefung, name="pruefung"),
]
