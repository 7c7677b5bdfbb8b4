"""Addresses about rights: what somebody may do, what would change."""

from django.urls import path

from verbundakte.akten.views import pruefauftrag, rechte, wechsel

PERSON, EINHEIT = "rechte/personen/<uuid:person_id>", "rechte/einheiten/<uuid:einheit_id>"
AUFTRAG = "pruefauftraege/<uuid:auftrag_id>"

urlpatterns = [
    path("pruefauftraege/", pruefauftrag.pruefauftraege, name="pruefauftraege"),
    path("pruefauftraege/neu/", pruefauftrag.new_pruefauftrag, name="pruefauftrag-neu"),
    path(f"{AUFTRAG}/", pruefauftrag.show_pruefauftrag, name="pruefauftrag"),
    path(f"{AUFTRAG}/ende/", pruefauftrag.end, name="pruefauftrag-ende"),
    path(f"{PERSON}/", rechte.person, name="rechte-person"),
    path(f"{PERSON}/csv/", rechte.person_csv, name="rechte-person-csv"),
    path(f"{PERSON}/wechsel/", wechsel.wechsel, name="rechte-wechsel"),
    path(f"{EINHEIT}/", rechte.einheit, name="rechte-einheit"),
    path(f"{EINHEIT}/csv/", rechte.einheit_csv, name="rechte-einheit-csv"),
]
