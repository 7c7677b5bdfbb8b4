"""Addresses of the room `akten`, below the town."""

from django.urls import path

from verbundakte.akten.views import (
    akte,
    aktenplan,
    bearbeiten,
    datei,
    dokument,
    entwuerfe,
    favorit,
    notiz,
    upload,
    verlauf,
    vermerk,
    vorgang,
    wiederaufnahme,
    zda_verfuegung,
    zugriff,
    zuordnung,
)

app_name = "akten"

urlpatterns = [
    path("aktenplan/", aktenplan.aktenplan, name="aktenplan"),
    path("akten/neu/", akte.new_akte, name="akte-neu"),
    path("akten/<uuid:akte_id>/", akte.show_akte, name="akte"),
    path("akten/<uuid:akte_id>/bearbeiten/", bearbeiten.akte, name="akte-bearbeiten"),
    path("akten/<uuid:akte_id>/zda-verfuegung/", zda_verfuegung.akte, name="akte-zda-verfuegung"),
    path("akten/<uuid:akte_id>/wiederaufnahme/", wiederaufnahme.akte, name="akte-wiederaufnahme"),
    path("akten/<uuid:akte_id>/zugriff/", zugriff.akte, name="akte-zugriff"),
    path("akten/<uuid:akte_id>/vorgaenge/neu/", vorgang.new_vorgang, name="vorgang-neu"),
    path("vorgaenge/<uuid:vorgang_id>/", vorgang.show_vorgang, name="vorgang"),
    path("vorgaenge/<uuid:vorgang_id>/bearbeiten/", bearbeiten.vorgang, name="vorgang-bearbeiten"),
    path(
        "vorgaenge/<uuid:vorgang_id>/zda-verfuegung/",
        zda_verfuegung.vorgang,
        name="zda-verfuegung",
    ),
    path(
        "vorgaenge/<uuid:vorgang_id>/wiederaufnahme/",
        wiederaufnahme.vorgang,
        name="wiederaufnahme",
    ),
    path("vorgaenge/<uuid:vorgang_id>/zugriff/", zugriff.vorgang, name="vorgang-zugriff"),
    path("vorgaenge/<uuid:vorgang_id>/verlauf/", verlauf.vorgang, name="vorgang-verlauf"),
    path(
        "vorgaenge/<uuid:vorgang_id>/dokumente/",
        upload.add_dokumente,
        name="vorgang-dokumente",
    ),
    path("vorgaenge/<uuid:vorgang_id>/vermerke/neu/", vermerk.new_vermerk, name="vermerk-neu"),
    path("vorgaenge/<uuid:vorgang_id>/angaben/", verlauf.vorgang_angaben, name="vorgang-angaben"),
    path("entwuerfe/", entwuerfe.own_entwuerfe, name="entwuerfe"),
    path("entwuerfe/dateien/", upload.add_entwuerfe, name="entwurf-dateien"),
    path("dokumente/<uuid:dokument_id>/vorlage/", entwuerfe.submit, name="vorlage"),
    path("anmerkungen/", notiz.anmerkungen, name="anmerkungen"),
    path(
        "anmerkungen/<uuid:anmerkung_id>/ruecknahme/",
        notiz.take_back,
        name="anmerkung-ruecknahme",
    ),
    path("anmerkungen/<uuid:anmerkung_id>/geltung/", notiz.let_stand, name="anmerkung-geltung"),
    path("merkzettel/", notiz.merkzettel, name="merkzettel"),
    path("dokumente/", zuordnung.unassigned, name="nicht-zugeordnet"),
    path("dokumente/<uuid:dokument_id>/zuordnung/", zuordnung.assign, name="zuordnung"),
    path("dokumente/<uuid:dokument_id>/", dokument.show_dokument, name="dokument"),
    path("dokumente/<uuid:dokument_id>/zeile/", dokument.row, name="dokument-zeile"),
    path("dokumente/<uuid:dokument_id>/ansicht/", dokument.document_pane, name="dokument-ansicht"),
    path(
        "dokumente/<uuid:dokument_id>/bearbeiten/", bearbeiten.dokument, name="dokument-bearbeiten"
    ),
    path("dokumente/<uuid:dokument_id>/fassungen/", upload.add_fassung, name="fassungen"),
    path("dokumente/<uuid:dokument_id>/verlauf/", verlauf.dokument, name="dokument-verlauf"),
    path("uploads/", upload.uploads, name="uploads"),
    path("uploads/<uuid:upload_id>/", upload.one_upload, name="upload"),
    path("uploads/<uuid:upload_id>/teile/", upload.parts, name="upload-teile"),
    path("uploads/<uuid:upload_id>/abschluss/", upload.complete, name="upload-abschluss"),
    path("dateien/<uuid:datei_id>/original", datei.original, name="original"),
    path("dateien/<uuid:datei_id>/lesefassung", datei.lesefassung, name="lesefassung"),
    path("dateien/<uuid:datei_id>/seiten/<int:page>.webp", datei.page_image, name="seite"),
    path("dateien/<uuid:datei_id>/text", datei.text, name="text"),
    path("dateien/<uuid:datei_id>/woerter/<int:page>", datei.words, name="woerter"),
    path("dateien/<uuid:datei_id>/vorschau", datei.thumbnail, name="vorschau"),
    path("favoriten/", favorit.toggle, name="favoriten"),
]
