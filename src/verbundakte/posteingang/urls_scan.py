"""Addresses of scanning."""

from django.urls import path

from verbundakte.posteingang.views import resiscan, scan, scanordner, scanpruefung, trennblatt

app_name = "scannen"

urlpatterns = [
    path("stapel/", scan.stapel_list, name="stapel"),
    path("stapel/neu/", scan.upload, name="hochladen"),
    path("stapel/<uuid:stapel_id>/", scan.show_stapel, name="ein-stapel"),
    path("stapel/<uuid:stapel_id>/original", scan.original, name="original"),
    path("stapel/<uuid:stapel_id>/zaehlung/", scan.count, name="zaehlung"),
    path("stapel/<uuid:stapel_id>/vernichtung/", scan.destroy, name="vernichtung"),
    path("trennblaetter/", trennblatt.trennblaetter, name="trennblaetter"),
    path("deckblatt/<uuid:vorgang_id>/", trennblatt.deckblatt, name="deckblatt"),
    path("ordner/", scanordner.ordner, name="ordner"),
    path("ordner/neu/", scanordner.new_ordner, name="ordner-neu"),
    path("ordner/<uuid:kanal_id>/", scanordner.one_ordner, name="ein-ordner"),
    path("pruefung/", scanpruefung.pruefung, name="pruefung"),
    path("pruefung/klassen/<uuid:klasse_id>/stichprobe/", scanpruefung.draw, name="stichprobe"),
    path(
        "pruefung/stichproben/<uuid:stichprobe_id>/freigabe/",
        scanpruefung.release_sample,
        name="stichprobe-freigabe",
    ),
    path("scans/<uuid:produkt_id>/", scanpruefung.show_scan, name="scan"),
    path("scans/<uuid:produkt_id>/sichtpruefung/", scanpruefung.right, name="sichtpruefung"),
    path("scans/<uuid:produkt_id>/beanstandung/", scanpruefung.wrong, name="beanstandung"),
    path("scans/<uuid:produkt_id>/freigabe/", scanpruefung.release, name="freigabe"),
    path("scans/<uuid:produkt_id>/ersatz/", scanpruefung.replace, name="ersatz"),
    path("scans/<uuid:produkt_id>/klasse/", scanpruefung.classify, name="klasse"),
    path("scans/<uuid:produkt_id>/transfervermerk.xml", resiscan.vermerk_xml, name="vermerk-xml"),
    path("scans/<uuid:produkt_id>/transfervermerk.p7s", resiscan.vermerk_siegel, name="vermerk-siegel"),
    path("scans/<uuid:produkt_id>/transfervermerk.pdf", resiscan.vermerk_pdf, name="vermerk-pdf"),
    path("pruefbericht/", resiscan.bericht, name="pruefbericht"),
    path("verfahren/", resiscan.verfahren, name="verfahren"),
    path("verfahren/<int:nummer>.pdf", resiscan.verfahren_pdf, name="verfahren-pdf"),
]
