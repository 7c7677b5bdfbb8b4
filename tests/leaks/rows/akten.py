"""Doors of the room `akten`."""

from tests.leaks.row import (
    ALL,
    AMIRA,
    BETREFF,
    CLOSE,
    FILE,
    FILES,
    REASON,
    UNIT,
    WRITERS,
    Row,
    edit,
    get,
    job,
    json_upload,
    post,
    with_values,
)

ROWS = [
    get("akten:akte-neu", "akten/neu/?wort=Wohn", ALL),
    post("akten:akte-neu", "akten/neu/?einheit={plan}", WRITERS, lambda world, case: {
        "betreff": "Neu", "federfuehrung": world.cases["o"].plan.federfuehrung_id, "medium": "001",
    }, other=200),
    get("akten:akte", "akten/{akte}/", UNIT, cases="osc"),
    get("akten:akte", "akten/{akte}/?ansicht=verlauf", UNIT, cases="os"),
    get("akten:akte", "akten/{akte}/?ansicht=angaben", UNIT, cases="os"),
    get("akten:akte-bearbeiten", "akten/{akte}/bearbeiten/", UNIT, cases="os"),
    post("akten:akte-bearbeiten", "akten/{akte}/bearbeiten/", WRITERS, edit("akte"), cases="os"),
    get("akten:akte-zda-verfuegung", "akten/{akte}/zda-verfuegung/", UNIT, cases="os"),
    post("akten:akte-zda-verfuegung", "akten/{akte}/zda-verfuegung/", WRITERS, CLOSE, status=422,
         cases="os"),
    get("akten:akte-wiederaufnahme", "akten/{akte}/wiederaufnahme/", UNIT, cases="cs"),
    post("akten:akte-wiederaufnahme", "akten/{akte}/wiederaufnahme/",
         frozenset({"registratur"}), REASON, cases="cs"),
    get("akten:akte-zugriff", "akten/{akte}/zugriff/", WRITERS, cases="os"),
    post("akten:akte-zugriff", "akten/{akte}/zugriff/", WRITERS, with_values(choice="sachgebiet"),
         cases="os", quiet="os"),
    get("akten:vorgang-neu", "akten/{akte}/vorgaenge/neu/", UNIT, cases="os"),
    post("akten:vorgang-neu", "akten/{akte}/vorgaenge/neu/", WRITERS, BETREFF, cases="os"),
    get("akten:vorgang", "vorgaenge/{vorgang}/", UNIT, cases="onsc"),
    get("akten:vorgang", "vorgaenge/{vorgang}/?dokument={dokument}", UNIT, cases="ons"),
    get("akten:vorgang", "vorgaenge/{vorgang}/?ansicht=verlauf", UNIT, cases="ons"),
    get("akten:vorgang", "vorgaenge/{vorgang}/?ansicht=zugriff", UNIT, cases="ons"),
    get("akten:vorgang-bearbeiten", "vorgaenge/{vorgang}/bearbeiten/", UNIT, cases="ons"),
    post("akten:vorgang-bearbeiten", "vorgaenge/{vorgang}/bearbeiten/", WRITERS,
         edit("vorgang"), cases="ons"),
    get("akten:zda-verfuegung", "vorgaenge/{vorgang}/zda-verfuegung/", UNIT, cases="ons"),
    post("akten:zda-verfuegung", "vorgaenge/{vorgang}/zda-verfuegung/", WRITERS, CLOSE, status=422,
         cases="ons"),  # an original that is kept safe holds each of them open
    get("akten:wiederaufnahme", "vorgaenge/{vorgang}/wiederaufnahme/", UNIT, cases="c"),
    post("akten:wiederaufnahme", "vorgaenge/{vorgang}/wiederaufnahme/", WRITERS, REASON, cases="c",
         status=422),  # its Akte is closed too and comes first
    get("akten:vorgang-zugriff", "vorgaenge/{vorgang}/zugriff/", WRITERS, cases="ons"),
    post("akten:vorgang-zugriff", "vorgaenge/{vorgang}/zugriff/", WRITERS,
         with_values(choice="sachgebiet"), cases="ons", quiet="os"),
    get("akten:vorgang-verlauf", "vorgaenge/{vorgang}/verlauf/", UNIT, cases="ons"),
    post("akten:vorgang-dokumente", "vorgaenge/{vorgang}/dokumente/", UNIT, FILE, cases="ons"),
    get("akten:nicht-zugeordnet", "dokumente/", FILES),
    get("akten:zuordnung", "dokumente/{dokument}/zuordnung/", UNIT, cases="u"),
    post("akten:zuordnung", "dokumente/{dokument}/zuordnung/", WRITERS, lambda world, case: {
        "aktenzeichen": world.cases["o"].vorgang.aktenzeichen}, cases="u"),
    post("akten:zuordnung", "dokumente/{dokument}/zuordnung/", AMIRA, lambda world, case: {
        "aktenzeichen": world.cases["n"].vorgang.aktenzeichen}, cases="u", seen=422),
    get("akten:dokument", "dokumente/{dokument}/", UNIT, status=302, cases="ons"),
    get("akten:dokument", "dokumente/{dokument}/", UNIT, cases="u"),
    get("akten:dokument-zeile", "dokumente/{dokument}/zeile/", UNIT, cases="onsu"),
    get("akten:dokument-ansicht", "dokumente/{dokument}/ansicht/", UNIT, cases="onsu"),
    get("akten:dokument-bearbeiten", "dokumente/{dokument}/bearbeiten/", UNIT, cases="onsu"),
    post("akten:dokument-bearbeiten", "dokumente/{dokument}/bearbeiten/", WRITERS,
         edit("dokument"), cases="onsu"),
    post("akten:fassungen", "dokumente/{dokument}/fassungen/", WRITERS, FILE, cases="onsu"),
    get("akten:dokument-verlauf", "dokumente/{dokument}/verlauf/", UNIT, cases="onsu"),
    post("akten:uploads", "uploads/", UNIT, json_upload, status=201, cases="ons"),
    Row("akten:upload", "DELETE", "uploads/{upload}/", AMIRA, status=204),
    get("akten:upload-teile", "uploads/{upload}/teile/", AMIRA),
    Row("akten:upload-teile", "PUT", "uploads/{upload}/teile/", AMIRA,
        body=lambda world, case: b"abcd"),
    post("akten:upload-abschluss", "uploads/{empty_upload}/abschluss/", AMIRA, status=201),
    get("akten:original", "dateien/{datei}/original", UNIT, cases="onsu"),
    get("akten:lesefassung", "dateien/{datei}/lesefassung", UNIT, cases="onsu"),
    get("akten:seite", "dateien/{datei}/seiten/1.webp", UNIT, cases="onsu"),
    get("akten:text", "dateien/{datei}/text", UNIT, cases="onsu"),
    get("akten:woerter", "dateien/{datei}/woerter/1", UNIT, cases="onsu"),
    get("akten:vorschau", "dateien/{datei}/vorschau", UNIT, cases="onsu"),
    *(
        post("akten:favoriten", "favoriten/", UNIT, lambda world, case, kind=kind: {
            "kind": kind, "id": case.objects[kind].pk}, cases="os")
        for kind in ("akte", "vorgang", "dokument")
    ),
    post("akten:favoriten", "favoriten/", UNIT, lambda world, case: {
        "kind": "vorgang", "id": case.vorgang.pk}, cases="n"),
]  # fmt: skip

PROCESS = "akten.dokument:process"


def _datei(world, **more):
    return {"datei": str(world.cases["o"].datei.pk), **more}


JOBS = {
    "akten.datei.ingest": job(PROCESS, args=_datei),
    "akten.datei.render": job(PROCESS, args=_datei),
    "akten.datei.recognise": job(PROCESS, args=lambda world: _datei(world, pages=[1])),
}
