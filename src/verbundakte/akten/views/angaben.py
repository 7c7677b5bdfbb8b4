"""The inspector: details, history and access of the chosen Dokument, or of the Vorgang itself."""

from functools import partial

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html

from verbundakte.akten import queries
from verbundakte.akten.events import Event
from verbundakte.akten.models import (
    Akte,
    Dokument,
    Fassung,
    Medium,
    RenditionKind,
    Vertraulichkeit,
    Vorgang,
)
from verbundakte.akten.permissions import Permission
from verbundakte.akten.views import anzeige
from verbundakte.akten.views.addresses import address_of, here
from verbundakte.akten.views.anmerkungen import notes_of
from verbundakte.akten.views.dateiangaben import (
    facts_of,
    grouped,
    may_try_again,
    notices_of,
)
from verbundakte.akten.views.pdfa import pdfa_facts, recognition_facts
from verbundakte.core.registry import registry
from verbundakte.core.ui.addresses import reverse
from verbundakte.organisation.access import who_may

TABS = (
    ("details", "Details"),
    ("verlauf", "Verlauf"),
    ("zugriff", "Zugriff"),
    ("notizen", "Notizen"),
)
EVENT_ICONS = {
    Event.AKTE_CREATED: "plus",
    Event.AKTE_REQUESTED: "plus",
    Event.AKTE_CONFIRMED: "check",
    Event.AKTE_REFILED: "swap",
    Event.AKTE_REFUSED: "void",
    Event.VORGANG_CREATED: "plus",
    Event.AKTE_CHANGED: "edit",
    Event.VORGANG_CHANGED: "edit",
    Event.DOKUMENT_CHANGED: "edit",
    Event.AKTE_CLOSED: "archive",
    Event.VORGANG_CLOSED: "archive",
    Event.AKTE_REOPENED: "retry",
    Event.VORGANG_REOPENED: "retry",
    Event.DOKUMENT_REGISTERED: "doc",
    Event.DOKUMENT_MOVED: "swap",
    Event.DOKUMENT_LOCKED: "lock",
    Event.DOKUMENT_LOCK_TAKEN: "lock",
    Event.DOKUMENT_UNLOCKED: "unlock",
    Event.DOKUMENT_STAMPED: "stamp",
    Event.DOKUMENT_TRASHED: "trash",
    Event.DOKUMENT_RESTORED: "retry",
    Event.LOESCHSPERRE_SET: "lock",
    Event.LOESCHSPERRE_LIFTED: "unlock",
    Event.LOESCHUNG_REQUESTED: "trash",
    Event.LOESCHUNG_CONFIRMED: "trash",
    Event.LOESCHUNG_DECLINED: "void",
    Event.DOKUMENT_LEFT: "swap",
    Event.DOKUMENT_COPIED: "copy",
    Event.VORGANG_MOVED: "swap",
    Event.VORGANG_LEFT: "swap",
    Event.AKTE_MOVED: "swap",
    Event.FASSUNG_ADDED: "upload",
    Event.FASSUNG_WITHDRAWN: "retry",
    Event.FASSUNG_RESTORED: "retry",
    Event.ANLAGEN_TAKEN_OUT: "branch",
    Event.ENTPACKUNG_ORDERED: "zip",
    Event.ENTPACKUNG_UNDONE: "retry",
    Event.DATEI_INGESTED: "server",
    Event.DATEI_RENDERED: "server",
    Event.DATEI_RECOGNISED: "scan",
    Event.DATEI_STRAIGHTENED: "scan",
    Event.ZUGRIFF_CHANGED: "lock",
    Event.ANMERKUNG_ADDED: "remark",
    Event.ANMERKUNG_CHANGED: "remark",
    Event.ANMERKUNG_SETTLED: "ok",
    Event.ANMERKUNG_REOPENED: "retry",
    Event.ANMERKUNG_WITHDRAWN: "remark",
    Event.ANMERKUNG_RESTORED: "remark",
    Event.ENTWURF_BEGUN: "draft",
    Event.ENTWURF_SUBMITTED: "draft",
}


def tabs(request: HttpRequest, subject: Dokument | Vorgang) -> tuple[str, list[dict]]:
    """Return the chosen tab and all tabs as addresses, those of rooms above at the end."""
    actor = request.actor
    counts = {"notizen": lambda: queries.count_anmerkungen(actor, subject)}
    labels = dict(TABS)
    for tab in registry.tabs_about(subject):
        if tab.label:
            labels[tab.key] = tab.label
        if tab.count is not None:
            counts[tab.key] = partial(tab.count, actor, subject)
    chosen = request.GET.get("ansicht", "details")
    chosen = chosen if chosen in labels else "details"
    shown = [
        {
            "label": label,
            "url": here(request, "#angaben", ansicht="" if key == "details" else key, ab=""),
            "is_current": key == chosen,
            "count": counts[key]() or "" if key in counts else "",
        }
        for key, label in labels.items()
    ]
    return chosen, shown


def _from_above(request: HttpRequest, subject: Dokument | Vorgang, chosen: str, fassung) -> dict:
    """Return what rooms above show: what waits for the person here, and the chosen tab of theirs."""
    shown: dict = {"notices": [], "above": None}
    for tab in registry.tabs_about(subject):
        notice = tab.notice(request, subject, fassung) if tab.notice else None
        if notice:
            shown["notices"].append({"template": tab.notice_template, "part": notice})
        if tab.key == chosen:
            part = tab.load(request, subject, fassung)
            shown["above"] = {"template": tab.template, "part": part}
    return shown


def _given(entry) -> str:
    """What was set where nothing was before: "Betreff: Carport · Datei: plan.pdf"; of an object
    below the one shown only its name is told."""
    changes = entry.changes if entry.about is None else ()
    told = [
        f"{change.label}: {grouped(change.after)}"
        for change in changes
        if change.after and not change.before
    ]
    return " · ".join([*told, *([entry.detail] if entry.detail else [])])


def history_entries(found: queries.Verlauf) -> list[dict]:
    """Return the entries of a history for `_time.html`."""
    return [
        {
            "icon": EVENT_ICONS.get(entry.event, "history"),
            "who": entry.who,
            "text": f"{entry.text}: {entry.about}" if entry.about else entry.text,
            "url": address_of(entry.about) if entry.about else "",
            "at": entry.at,
            "detail": _given(entry),
            "changes": [change for change in entry.changes if change.before],
        }
        for entry in found.entries
    ]


def dokument_facts(dokument: Dokument, author: str) -> list[tuple]:
    """Return label and value of what is known about a Dokument."""
    return [
        ("Nummer", dokument.kennzeichen),
        ("Art", dokument.dokumenttyp.bezeichnung),
        ("Schreiben vom", _day(dokument.datum_des_schreibens)),
        ("Posteingang", _day(dokument.posteingangsdatum)),
        ("Postausgang", _day(dokument.postausgangsdatum)),
        ("Absender", dokument.absender),
        ("Empfänger", dokument.empfaenger),
        ("Fremdes Zeichen", dokument.fremdes_geschaeftszeichen),
        ("Bezug", dokument.bezug),
        ("Bearbeitet von", dokument.bearbeiter),
        *_medium_facts(dokument),
        ("Abgelegt von", author),
        ("Bemerkung", dokument.bemerkung),
    ]


def vorgang_facts(actor, vorgang: Vorgang, author: str) -> list[tuple]:
    """Return label and value of what is known about a Vorgang."""
    return [
        ("Akten|zeichen", vorgang.aktenzeichen),
        ("Frühere Zeichen", ", ".join(queries.former_numbers(actor, vorgang))),
        ("Sach|bearbeitung", vorgang.sachbearbeitung.name if vorgang.sachbearbeitung else ""),
        ("Feder|führung", str(vorgang.federfuehrung)),
        ("Art", vorgang.vorgangstyp.bezeichnung if vorgang.vorgangstyp else ""),
        ("Fremdes Zeichen", vorgang.fremdes_geschaeftszeichen),
        ("Laufzeit von", _day(vorgang.laufzeit_from)),
        ("Laufzeit bis", _day(vorgang.laufzeit_to)),
        *_medium_facts(vorgang),
        ("Angelegt von", author),
        ("Angelegt am", _day(vorgang.created_at)),
        ("Auf|bewahrung", queries.retention_line(actor, vorgang)),
        ("Bemerkung", vorgang.bemerkung),
    ]


def akte_facts(actor, akte: Akte, author: str) -> list[tuple]:
    """Return label and value of what is known about an Akte."""
    return [
        ("Akten|zeichen", akte.aktenzeichen),
        ("Frühere Zeichen", ", ".join(queries.former_numbers(actor, akte))),
        ("Feder|führung", str(akte.federfuehrung)),
        ("Medium", akte.get_medium_display()),
        ("Vertraulich|keit", akte.get_vertraulichkeit_display()),
        ("Laufzeit von", _day(akte.laufzeit_from)),
        ("Laufzeit bis", _day(akte.laufzeit_to)),
        ("Auf|bewahrung", queries.retention_line(actor, akte)),
        ("Aussonderung", akte.get_aussonderungsart_display()),
        ("Angelegt von", author),
        ("Angelegt am", _day(akte.created_at)),
        ("Bemerkung", akte.bemerkung),
    ]


def _medium_facts(subject: Dokument | Vorgang) -> list[tuple]:
    """Return Medium and Vertraulichkeit where they are not the usual ones."""
    is_usual = subject.medium == Medium.ELEKTRONISCH
    is_open = subject.vertraulichkeit == Vertraulichkeit.OFFEN
    return [
        ("Medium", "" if is_usual else subject.get_medium_display()),
        ("Vertraulich|keit", "" if is_open else subject.get_vertraulichkeit_display()),
    ]


def own_facts(angaben: list[queries.Angabe]) -> dict:
    """Return the own fields for the inspector: pairs, links and what is missing."""
    pairs = []
    for angabe in angaben:
        if angabe.is_missing:
            continue
        value = angabe.text
        if angabe.subject is not None:
            label = f"{angabe.subject.aktenzeichen} {angabe.subject.betreff}"
            value = format_html('<a href="{}">{}</a>', address_of(angabe.subject), label)
        pairs.append((angabe.feld.bezeichnung, value))
    missing = [f"„{angabe.feld.bezeichnung}“" for angabe in angaben if angabe.is_missing]
    return {"pairs": pairs, "missing": ", ".join(missing)}


def _day(value) -> str:
    return f"{value:%d.%m.%Y}" if value else ""


def fassung_entries(request: HttpRequest, fassungen: list[Fassung], names: dict) -> list[dict]:
    """Return the Fassungen for `_time.html`; older ones have an address."""
    newest = newest_standing(fassungen)
    shown = chosen_fassung(request, fassungen)
    return [
        {
            "icon": "doc" if fassung == newest else "trash" if fassung.withdrawn_at else "lock",
            "tone": "accent" if shown is not None and fassung.pk == shown.pk else "",
            "text": f"Fassung {fassung.nummer}{', zurückgezogen' if fassung.withdrawn_at else ''}",
            "url": here(request, "#dokument", fassung="" if fassung == newest else fassung.nummer),
            "detail": fassung.withdrawn_because
            or fassung.bemerkung
            or names.get(str(fassung.created_by), ""),
            "at": fassung.created_at,
        }
        for fassung in fassungen
    ]


def chosen_fassung(request: HttpRequest, fassungen: list[Fassung]) -> Fassung | None:
    """Return the Fassung of the address, or the newest that counts."""
    wanted = request.GET.get("fassung", "")
    for fassung in fassungen:
        if str(fassung.nummer) == wanted:
            return fassung
    return newest_standing(fassungen)


def newest_standing(fassungen: list[Fassung]) -> Fassung | None:
    """Return the first that was not withdrawn."""
    return next((fassung for fassung in fassungen if fassung.withdrawn_at is None), None)


def ruecknahme_of(fassung: Fassung | None, fassungen: list[Fassung]) -> dict:
    """Return where the shown Fassung can be withdrawn, or counts again; why it was withdrawn."""
    if fassung is None:
        return {}
    if fassung.withdrawn_at:
        url = reverse("akten:fassung-wiederkehr", args=[fassung.pk])
        return {"restore": url, "reason": fassung.withdrawn_because}
    if sum(one.withdrawn_at is None for one in fassungen) < 2:
        return {}
    return {"withdraw": reverse("akten:fassung-ruecknahme", args=[fassung.pk])}


def file_entries(actor, fassung: Fassung | None, *, is_working: bool) -> list[dict]:
    """Return the files of a Fassung with the addresses of original, Lesefassung and text."""
    found = []
    sure = queries.confidences_of(actor, fassung) if fassung else {}
    for datei in fassung.dateien.all() if fassung else ():
        made = [row for row in datei.renditions.all() if row.kind == RenditionKind.PDF]
        has_made = bool(made and made[0].blob_id)
        found.append(
            {
                "name": datei.file_name,
                "path": datei.source_path if datei.source_path != datei.file_name else "",
                "size": datei.size,
                "modified_at": parse_datetime(datei.properties.get("modified_at", "")),
                "url": reverse("akten:original", args=[datei.pk]),
                "lesefassung": reverse("akten:lesefassung", args=[datei.pk]) + "?laden"
                if has_made
                else "",
                "lesefassung_size": made[0].blob.size if has_made else 0,
                "problem": made[0].problem
                if made and made[0].problem not in datei.hinweise
                else "",
                "text": reverse("akten:text", args=[datei.pk]),
                "notices": notices_of(datei),
                "retry": reverse("akten:verarbeitung", args=[datei.pk])
                if may_try_again(datei) and not is_working
                else "",
                "facts": facts_of(datei),
                "pdfa": pdfa_facts(datei),
                "erkennung": recognition_facts(sure.get(datei.pk, [])),
            }
        )
    return found


def inspector(
    request: HttpRequest, subject: Dokument | Vorgang, fassungen: list, *, is_working: bool = False
) -> dict:
    """Return the context of the inspector for the chosen tab; `is_working`: a job is at its files."""
    chosen, all_tabs = tabs(request, subject)
    fassung = chosen_fassung(request, fassungen)
    context: dict = {
        "tab": chosen,
        "tabs": all_tabs,
        "subject": subject,
        **_from_above(request, subject, chosen, fassung),
    }
    if context["above"]:
        return context
    if chosen == "verlauf":
        found = queries.verlauf(request.actor, subject, before=request.GET.get("ab", ""))
        more = here(request, "#angaben", ab=found.after) if found.after else ""
        return context | {"entries": history_entries(found), "more": more}
    if chosen == "notizen":
        return context | {"notes": notes_of(request, subject, fassung=fassung)}
    if chosen == "zugriff":
        return context | {
            "readers": who_may(subject.zone_id),
            "may_explain": Permission.ZUGRIFF_READ in request.actor.permissions,
        }
    authors = {str(subject.created_by), *(str(row.created_by) for row in fassungen)}
    names = queries.person_names(authors)
    author = names.get(str(subject.created_by), "")
    if not getattr(subject, "erased_at", None):
        context["own"] = own_facts(queries.angaben_of(request.actor, subject))
    if isinstance(subject, Vorgang):
        return context | {"facts": vorgang_facts(request.actor, subject, author)}
    return context | {
        "facts": dokument_facts(subject, author),
        "fassungen": fassung_entries(request, fassungen, names),
        "fassung": fassung,
        "ruecknahme": ruecknahme_of(fassung, fassungen),
        "files": file_entries(request.actor, fassung, is_working=is_working),
        "may_retry": request.actor.may(Permission.DOKUMENT_EDIT, subject),
        **_anlagen(request.actor, subject),
    }


def _anlagen(actor, dokument: Dokument) -> dict:
    """Return the Anlagen of a Dokument, or the Dokument of which this one is an Anlage."""
    if dokument.parent_id is not None:
        whole = queries.dokumente(actor).filter(pk=dokument.parent_id).first()
        return {"whole": whole and {"betreff": whole.betreff, "url": address_of(whole)}}
    rows = queries.anlagen_of(actor, dokument)
    return {
        "anlagen": [anzeige.dokument_row(row, url=address_of(row)) for row in rows],
        "may_add_anlage": not dokument.erased_at,
    }
