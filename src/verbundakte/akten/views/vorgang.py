"""/vorgaenge/<id>/ : the Dokumente of a Vorgang, the chosen one to read, what is known about it."""

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe

from verbundakte.akten import actions, queries
from verbundakte.akten.actions.verarbeitung import needs_lesefassung, order_lesefassung
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Dokument, Geheimnisklasse, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.akten.typforms import NewVorgangForm
from verbundakte.akten.views import anzeige
from verbundakte.akten.views.addresses import address_of, here, read_uuid, search_inside
from verbundakte.akten.views.angaben import chosen_fassung, inspector
from verbundakte.akten.views.dokumentenliste import lines, neighbours
from verbundakte.akten.views.entpackung import inside_of
from verbundakte.akten.views.lesen import viewer_of
from verbundakte.akten.views.pages_menu import pages_items
from verbundakte.akten.views.schutz import schutz_of
from verbundakte.akten.views.sperre import lock_context
from verbundakte.akten.views.vorlagen import offer
from verbundakte.akten.views.weitere import head_and_menu, pages_about
from verbundakte.akten.vorlagen import VORGANGSVORLAGE
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now, today
from verbundakte.core.jobs import hasten
from verbundakte.core.search.fold import fold
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.context import MenuItem, read_once
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page

SEEN = "auftrag"  # at which work on it the page stood when it asked again
PART = "Va-Part"
ORDERS = (
    ("-position", "Neueste zuerst"),
    ("position", "Älteste zuerst"),
    ("betreff", "Nach Betreff"),
    ("typ", "Nach Art"),
)


@require_safe
def show_vorgang(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Show the Vorgang: list, document, inspector."""
    actor = request.actor
    vorgang = queries.get_vorgang(actor, vorgang_id)
    words = request.GET.get("filter", "").strip()
    order = request.GET.get("ordnung", "-position")
    wholes = queries.list_dokumente(actor, vorgang, words=fold(words), order=order)
    rows = _with_anlagen(actor, wholes)
    jobs = queries.open_jobs(actor, rows)
    if request.headers.get(PART) != "dokument":
        queries.add_locks(actor, rows)
    chosen = _chosen(request, vorgang, wholes)
    if chosen is not None and chosen.vorgang_id != vorgang.pk:
        return redirect("akten:dokument", dokument_id=chosen.pk)
    note(request, vorgang)
    chosen_parts = {
        **panes(request, chosen or vorgang, jobs),
        **neighbours(request, rows, chosen),
    }
    if request.headers.get(PART) == "dokument":
        parts = {"vorgang": vorgang, "may": {}, **chosen_parts}
        return _uncached(render(request, "akten/_flaechen.html", parts))
    context = {
        "vorgang": vorgang,
        **head(request, vorgang),
        **lines(request, rows, chosen, jobs),
        "missing": queries.missing_dokumente(actor, vorgang),
        "teile": [anzeige.vorgang_row(row) for row in queries.teilvorgaenge_of(actor, vorgang)],
        "filter": words,
        "order": order,
        "orders": _orders(request, order),
        "upload_target": f"vorgang:{vorgang.pk}",
        "main_query": f"?dokument={chosen.pk}" if chosen else "",
        **chosen_parts,
    }
    return _uncached(render_page(request, "akten/vorgang.html", context))


def _uncached(response: HttpResponse) -> HttpResponse:
    """The same address answers with the page or with parts of it."""
    patch_vary_headers(response, [PART])
    return response


def _with_anlagen(actor, wholes: list[Dokument]) -> list[Dokument]:
    """Return Dokumente each followed by its Anlagen."""
    below = queries.anlagen_below(actor, wholes)
    return [row for whole in wholes for row in (whole, *below[whole.pk])]


def note(request: HttpRequest, subject) -> None:
    """Remember for the person's own list that she opened this (at most once a minute), and record
    the reading of what is secret."""
    queries.note_read(request.actor, subject)
    if not queries.was_noted(request.actor, subject, at=now()):
        actions.note_opened(request.actor, subject, at=now())


def _chosen(request: HttpRequest, vorgang: Vorgang, rows: list[Dokument]) -> Dokument | None:
    """Return the Dokument of the address (also one that was moved away), or the first of the list."""
    wanted = request.GET.get("dokument", "")
    if not wanted:
        return rows[0] if rows else None
    key = read_uuid(wanted)
    if key is None:
        raise Http404
    for row in rows:
        if row.pk == key:
            return row
    found = queries.get_dokument(request.actor, key)
    if found.vorgang_id != vorgang.pk and not queries.lay_in(request.actor, found, vorgang):
        raise Http404
    return found


def _orders(request: HttpRequest, order: str) -> list[MenuItem]:
    return [
        MenuItem(
            label,
            here(request, "#liste", ordnung="" if key == "-position" else key),
            is_current=key == order,
        )
        for key, label in ORDERS
    ]


def head(request: HttpRequest, vorgang: Vorgang) -> dict:
    """Return path, facts and what may be done, for the head of the page."""
    actor, akte = request.actor, vorgang.akte
    unit = akte.planeinheit
    steps = []
    if Permission.AKTENPLAN_READ in actor.permissions:
        steps.append((str(unit), f"{reverse('akten:aktenplan')}?einheit={unit.item_id}"))
    if actor.may(Permission.AKTE_READ, akte):
        label = f"Akte {akte.aktenzeichen} {akte.betreff}"
        steps.append((label, reverse("akten:akte", args=[akte.pk])))
    if vorgang.parent_id and (whole := queries.whole_of(actor, vorgang)):
        steps.append((f"Vorgang {whole.aktenzeichen} {whole.betreff}", address_of(whole)))
    is_open = not vorgang.is_closed
    may = {
        "file": is_open and actor.may(Permission.DOKUMENT_CREATE, vorgang),
        "edit": is_open and actor.may(Permission.VORGANG_EDIT, vorgang),
        "close": is_open and actor.may(Permission.VORGANG_CLOSE, vorgang),
        "follow": vorgang.is_closed and actor.may(Permission.VORGANG_CREATE, akte),
        "reopen": vorgang.is_closed and actor.may(Permission.VORGANG_REOPEN, vorgang),
    }
    buttons, more = head_and_menu(actor, vorgang)
    return {
        "steps": steps,
        "head_facts": _facts(vorgang, actor),
        "may": may,
        "more": [*_folded(vorgang, may, buttons), *more, *_menu(vorgang, may, actor)],
        "main_pages": buttons,
        "is_favorit": queries.is_favorit(actor, vorgang, read_once(request, queries.favorit_marks)),
    }


def _folded(vorgang: Vorgang, may: dict, buttons: list[MenuItem]) -> list[MenuItem]:
    """Return the buttons of the head for the menu, where the screen is too narrow for them."""
    items = [replace(one, key="", is_folded=True) for one in buttons]
    told = (("close", "Z. d. A. verfügen", "zda-verfuegung", "archive"),)
    told += (("file", "Vermerk", "vermerk-neu", "remark"),)
    for name, label, url_name, icon in told:
        if may[name]:
            url = reverse(f"akten:{url_name}", args=[vorgang.pk])
            items.append(MenuItem(label, url, icon, is_folded=True))
    return items


def _facts(vorgang: Vorgang, actor) -> list[dict]:
    who = vorgang.sachbearbeitung.name if vorgang.sachbearbeitung else ""
    facts = [
        {"copies": vorgang.aktenzeichen},
        {"chip": anzeige.state_chip(vorgang)},
        {
            "icon": "user",
            "text": f"{who}, {vorgang.federfuehrung.name}" if who else str(vorgang.federfuehrung),
        },
        {
            "icon": "lock",
            "text": f"Zugriff: {queries.access_line(vorgang.zone_id)}",
            "url": reverse("akten:vorgang-zugriff", args=[vorgang.pk])
            if Permission.ZUGRIFF_READ in actor.permissions
            else "",
        },
    ]
    if vorgang.akte.geheimnisklasse:
        facts.append(
            {
                "chip": anzeige.chip(
                    Geheimnisklasse(vorgang.akte.geheimnisklasse).label, "key", "warn"
                )
            }
        )
    return facts


def _menu(vorgang: Vorgang, may: dict, actor) -> list[MenuItem]:
    def at(name: str) -> str:
        return reverse(f"akten:{name}", args=[vorgang.pk])

    items = []
    if may["edit"]:
        items.append(MenuItem("Angaben des Vorgangs ändern", at("vorgang-bearbeiten"), "edit"))
    if may["edit"]:
        items.append(MenuItem("Vorgang verschieben", at("vorgang-verschiebung"), "swap"))
    if Permission.LOESCHSPERRE_EDIT in actor.permissions:
        items.append(MenuItem("Löschsperren", at("vorgang-loeschsperren"), "lock"))
    items.append(MenuItem("Angaben und Notizen", at("vorgang-angaben"), "info"))
    items += [
        MenuItem("In diesem Vorgang suchen", search_inside(vorgang), "search", key="i"),
        MenuItem("Dokumente als Tabelle", at("vorgang-dokumentliste"), "list"),
        MenuItem("Beteiligte", reverse("akten:beteiligte", args=["vorgang", vorgang.pk]), "users"),
        MenuItem("Verweise", reverse("akten:verweise", args=["vorgang", vorgang.pk]), "link"),
        MenuItem("Originale und Wertsachen", at("verwahrung"), "key"),
        MenuItem("Akteneinsicht", at("akteneinsichten"), "eye"),
        MenuItem("Inhalt ausgeben", at("vorgang-ausgabe"), "download"),
        MenuItem("Aktendeckel drucken", at("vorgang-deckel"), "print"),
    ]
    items.append(MenuItem("Verlauf des Vorgangs", at("vorgang-verlauf"), "history"))
    if Permission.ZUGRIFF_READ in actor.permissions:
        items.append(MenuItem("Wer darf was sehen?", at("vorgang-zugriff"), "lock"))
    if actor.may(Permission.VORGANG_CREATE, vorgang.akte):
        url = reverse("akten:vorgang-neu", args=[vorgang.akte_id])
        items.append(MenuItem("Neuer Vorgang in dieser Akte", url, "plus"))
    if may["edit"] and actor.may(Permission.VORGANG_CREATE, vorgang):
        items.append(MenuItem("Teilvorgang anlegen", at("teilvorgang-neu"), "branch"))
    return items


def panes(request: HttpRequest, subject: Dokument | Vorgang, jobs: dict) -> dict:
    """Return the context of the document pane and the inspector."""
    if isinstance(subject, Vorgang):
        empty = {"dokument": None, "viewer": None}
        return empty | {"inspector": inspector(request, subject, [])}
    queries.note_read(request.actor, subject)
    fassungen = queries.files_of(request.actor, subject)
    may_edit = may_edit_now(request.actor, subject)
    shown = document(request, subject, fassungen, jobs)
    is_working = subject.pk in jobs or bool(shown["viewer"] and shown["viewer"]["is_waiting"])
    return {
        **shown,
        "may_edit": may_edit,
        "fassung_target": f"dokument:{subject.pk}",
        "more_dokument": [
            *pages_items(request, subject, fassungen),
            *dokument_menu(request, subject, may_edit),
        ],
        "sperre": lock_context(request, subject) if may_edit else None,
        "schutz": schutz_of(request, subject),
        "inspector": inspector(request, subject, fassungen, is_working=is_working),
    }


def may_edit_now(actor, dokument: Dokument) -> bool:
    """Tell whether the actor may change a Dokument that was read: not when its Vorgang is closed."""
    may = actor.may(Permission.DOKUMENT_EDIT, dokument)
    return may and not dokument.is_vorgang_closed and not dokument.erased_at


def dokument_menu(request: HttpRequest, dokument: Dokument, may_edit: bool) -> list[MenuItem]:
    """Return the rarer things to do with the chosen Dokument."""

    def at(name: str) -> str:
        return reverse(f"akten:{name}", args=[dokument.pk])

    permissions = request.actor.permissions
    about = ["dokument", dokument.pk]
    items = [MenuItem("Verweise", reverse("akten:verweise", args=about), "link")]
    if Permission.KONTAKT_READ in permissions:
        items.insert(0, MenuItem("Beteiligte", reverse("akten:beteiligte", args=about), "users"))
    if may_edit and dokument.is_entwurf:
        items.append(
            MenuItem("In den Papierkorb", at("dokument-papierkorb"), "trash", method="post")
        )
    elif Permission.LOESCHUNG_REQUEST in permissions:
        items.append(MenuItem("Löschung beantragen", at("loeschung"), "trash"))
    if Permission.LOESCHSPERRE_EDIT in permissions:
        items.append(MenuItem("Löschsperren", at("dokument-loeschsperren"), "lock"))
    if dokument.vorgang_id and not dokument.erased_at:
        url = reverse("akten:schutz", args=["dokument", dokument.pk])
        items.append(MenuItem("Einschränkung und Berichtigung", url, "lock"))
    return items + pages_about(request.actor, dokument)


def document(request: HttpRequest, dokument: Dokument, fassungen: list, jobs: dict) -> dict:
    """Return the context of the document pane alone."""
    fassung = chosen_fassung(request, fassungen)
    datei = next(iter(fassung.dateien.all()), None) if fassung else None
    job = jobs.get(dokument.pk, "")
    if datei is not None and not job and needs_lesefassung(datei):
        order_lesefassung(request.actor, dokument, datei, is_awaited=True)
        job = JobKind.RENDER
    elif job and request.GET.get(SEEN) != job:
        hasten(dokument)
    viewer = viewer_of(request, dokument, fassung, datei, job=job) if datei else None
    place = reverse("akten:dokument-ansicht", args=[dokument.pk])
    again = request.GET.copy()
    again[SEEN] = job
    return {
        "dokument": dokument,
        "fassung": fassung,
        "viewer": viewer,
        "inside": inside_of(request.actor, dokument, datei),
        "viewer_live": f"{place}?{again.urlencode()}",
    }


@require_http_methods(["GET", "POST"])
def new_vorgang(request: HttpRequest, akte_id: UUID) -> HttpResponse:
    """Ask for the Betreff, then create the Vorgang."""
    akte = queries.get_akte(request.actor, akte_id)
    offered = offer(request, VORGANGSVORLAGE, akte.planeinheit.kennzeichen)
    preset = {**_following(request), **offered.initial}
    initial = {"sachbearbeitung": request.actor.person_id, **preset}
    form = NewVorgangForm(
        request.POST or None,
        initial=initial,
        actor=request.actor,
        today=today(),
        wanted=request.GET.get("vorgangstyp", offered.kuerzel)[:30],
        preset=offered.vorbelegung.werte,
    )
    if request.method == "POST" and form.is_valid():
        try:
            values = {"at": now(), "felder": form.felder_given(), **form.values()}
            if offered.chosen:
                vorgang = actions.begin_vorgang(
                    request.actor, akte, vorlage=offered.chosen, **values
                )
            else:
                vorgang = actions.create_vorgang(request.actor, akte, **values)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            say(request, offered.said(f"Vorgang {vorgang.aktenzeichen} angelegt."))
            return redirect("akten:vorgang", vorgang_id=vorgang.pk)
    steps = [(f"Akte {akte}", reverse("akten:akte", args=[akte.pk]))]
    context = {
        "akte": akte,
        "back": address_of(akte),
        "steps": steps,
        "form": form,
        "offer": offered,
    }
    return render_page(
        request, "akten/vorgang_neu.html", context, status=422 if form.errors else 200
    )


def _following(request: HttpRequest) -> dict:
    """What a Vorgang takes over from the closed one it follows."""
    key = read_uuid(request.GET.get("folgt_auf", ""))
    if key is None:
        return {}
    before = queries.get_vorgang(request.actor, key)
    return {"betreff": before.betreff, "bemerkung": f"Folgevorgang zu {before.aktenzeichen}"}
