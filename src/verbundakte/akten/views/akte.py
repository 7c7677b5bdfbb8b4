"""/akten/<id>/ : an Akte with its Vorgänge and Teilakten; /akten/neu/ begins one from a word."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from verbundakte.akten import actions, queries
from verbundakte.akten.actions.aktenantrag import request_akte
from verbundakte.akten.forms import NewAkteForm
from verbundakte.akten.models import (
    Akte,
    Aktenantrag,
    Aktenplaneinheit,
    Geheimnisklasse,
    Personalakte,
)
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries import aktenantrag, personalakte
from verbundakte.akten.views import anzeige
from verbundakte.akten.views.addresses import here, read_uuid, search_inside
from verbundakte.akten.views.aktenantrag import antrag_notice
from verbundakte.akten.views.angaben import akte_facts, history_entries
from verbundakte.akten.views.anmerkungen import notes_of
from verbundakte.akten.views.vorgang import note
from verbundakte.akten.views.vorlagen import Offer, offer
from verbundakte.akten.views.weitere import head_and_menu
from verbundakte.akten.vorlagen import AKTENVORLAGE
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now, today
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.context import MenuItem, read_once
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation.models import present_einheit

FEW_UNITS = 12
MOST_HITS = 25


@require_safe
def show_akte(request: HttpRequest, akte_id: UUID) -> HttpResponse:
    """Show the Akte: its Vorgänge, or its history."""
    try:
        akte = queries.get_akte(request.actor, akte_id)
    except Http404:
        ziel = aktenantrag.laid_into(request.actor, akte_id)
        if ziel is None:
            raise
        return redirect("akten:akte", akte_id=ziel.pk)
    note(request, akte)
    view = request.GET.get("ansicht", "")
    view = view if view in ("angaben", "verlauf", "notizen") else ""
    context = {"akte": akte, "view": view, **_head(request, akte), "tabs": _tabs(request, view)}
    if view == "verlauf":
        found = queries.verlauf(request.actor, akte, before=request.GET.get("ab", ""))
        context["entries"] = history_entries(found)
        context["more_entries"] = here(request, ab=found.after) if found.after else ""
    elif view == "notizen":
        context["notes"] = notes_of(request, akte)
    elif view == "angaben":
        names = queries.person_names([str(akte.created_by)])
        author = names.get(str(akte.created_by), "")
        context["facts"] = akte_facts(request.actor, akte, author)
    else:
        page = queries.list_vorgaenge(request.actor, akte, after=request.GET.get("ab", ""))
        context["rows"] = [anzeige.vorgang_row(row) for row in page]
        context["next"] = here(request, ab=page.after) if page.after else ""
        context["teilakten"] = [
            anzeige.akte_row(row) for row in queries.teilakten_of(request.actor, akte)
        ]
    return render_page(request, "akten/akte.html", context)


def _tabs(request: HttpRequest, view: str) -> list[dict]:
    labels = (
        ("", "Vorgänge"),
        ("angaben", "Angaben"),
        ("verlauf", "Verlauf"),
        ("notizen", "Notizen"),
    )
    return [
        {"label": label, "url": here(request, ansicht=key, ab=""), "is_current": key == view}
        for key, label in labels
    ]


def _head(request: HttpRequest, akte: Akte) -> dict:
    actor, steps = request.actor, []
    if Permission.AKTENPLAN_READ in actor.permissions:
        steps.append(("Aktenplan", reverse("akten:aktenplan")))
        unit = akte.planeinheit
        steps.append((str(unit), f"{reverse('akten:aktenplan')}?einheit={unit.item_id}"))
    may_explain = Permission.ZUGRIFF_READ in actor.permissions
    access = reverse("akten:akte-zugriff", args=[akte.pk]) if may_explain else ""
    facts = [
        {"copies": akte.aktenzeichen},
        {"chip": anzeige.state_chip(akte)},
        {"icon": "users", "text": str(akte.federfuehrung)},
        {"icon": "lock", "text": f"Zugriff: {queries.access_line(akte.zone_id)}", "url": access},
    ]
    if klasse := akte.geheimnisklasse:
        facts.append({"chip": anzeige.chip(Geheimnisklasse(klasse).label, "key", "warn")})
    part = personalakte.part_of(actor, akte)
    facts += _personal_facts(actor, akte, part)
    antrag = aktenantrag.antrag_of(actor, akte)
    may = _may(actor, akte, antrag, part)
    buttons, more = head_and_menu(actor, akte)
    return {
        "steps": steps,
        "head_facts": facts,
        "may": may,
        "menu": [*_menu(actor, akte, may, access), *more],
        "main_pages": buttons,
        "antrag": antrag_notice(actor, antrag) if antrag else None,
        "is_favorit": queries.is_favorit(actor, akte, read_once(request, queries.favorit_marks)),
    }


def _may(actor, akte: Akte, antrag: Aktenantrag | None, part: Personalakte | None) -> dict:
    """Return what the person may do with an Akte."""
    is_open = not akte.is_closed
    is_refused = antrag is not None and antrag.decided_at is not None
    return {
        "add": is_open and not is_refused and actor.may(Permission.VORGANG_CREATE, akte),
        "edit": actor.may(Permission.AKTE_EDIT, akte),
        "close": is_open and antrag is None and actor.may(Permission.AKTE_CLOSE, akte),
        "hold": Permission.LOESCHSPERRE_EDIT in actor.permissions,
        "part": part is None
        and is_open
        and akte.parent_id is None
        and actor.may(Permission.AKTE_CREATE, akte),
        "reopen": akte.is_closed and actor.may(Permission.AKTE_REOPEN, akte),
    }


def _personal_facts(actor, akte: Akte, part: Personalakte | None) -> list[dict]:
    """Return which part of whose Personalakte this is, with the way to its own page."""
    if part is None:
        return []
    may = Permission.PERSONALAKTE_EDIT in actor.permissions
    url = reverse("akten:personalakte", args=[akte.parent_id or akte.pk]) if may else ""
    return [{"icon": "user", "text": f"{part.get_teil_display()}: {part.owner}", "url": url}]


def _menu(actor, akte: Akte, may: dict, access: str) -> list[MenuItem]:
    def at(name: str) -> str:
        return reverse(f"akten:{name}", args=[akte.pk])

    items = [
        MenuItem("In dieser Akte suchen", search_inside(akte), "search", key="i"),
        MenuItem("Vorgänge als Tabelle", at("akte-vorgaenge"), "list"),
        MenuItem("Alle Dokumente als Tabelle", at("akte-dokumente"), "list"),
        MenuItem("Beteiligte", reverse("akten:beteiligte", args=["akte", akte.pk]), "users"),
        MenuItem("Verweise", reverse("akten:verweise", args=["akte", akte.pk]), "link"),
        MenuItem("Papier", at("papier"), "archive"),
        MenuItem("Inhalt ausgeben", at("akte-ausgabe"), "download"),
        MenuItem("Aktendeckel drucken", at("akte-deckel"), "print"),
    ]
    if may["add"]:
        url = f"{reverse('akten:ordner-uebernehmen')}?akte={akte.pk}"
        items.append(MenuItem("Ordner übernehmen", url, "folder-up"))
    if may["edit"]:
        items.append(MenuItem("Angaben ändern", at("akte-bearbeiten"), "edit", key="b"))
    if may["edit"] and not akte.is_closed:
        items.append(MenuItem("Akte verschieben", at("akte-verschiebung"), "swap"))
    if may["part"]:
        items.append(MenuItem("Teilakte anlegen", at("teilakte-neu"), "branch"))
    if may["hold"]:
        items.append(MenuItem("Löschsperren", at("akte-loeschsperren"), "lock"))
    if access:
        items.append(MenuItem("Wer darf was sehen?", access, "lock"))
    if may["close"]:
        items.append(
            MenuItem("Zu den Akten verfügen", at("akte-zda-verfuegung"), "archive", key="v")
        )
    return items


@require_http_methods(["GET", "POST"])
def new_akte(request: HttpRequest) -> HttpResponse:
    """Find the plan unit by a word, then ask for the Betreff and create the Akte."""
    actor = request.actor
    unit = queries.unit_for_new_akte(actor, read_uuid(request.GET.get("einheit", "")))
    if unit is not None:
        return _new_under(request, unit)
    words = request.GET.get("wort", "").strip()
    units = queries.units_for_new_akte(actor)
    few = list(units[: FEW_UNITS + 1])
    found = queries.find_units(actor, words, units) if words else few
    found = found if words or len(few) <= FEW_UNITS else []
    context = {
        "words": words,
        "hits": found[:MOST_HITS],
        "has_more": len(found) > MOST_HITS,
        "may": bool(few),
        "asked": bool(words) or bool(found),
    }
    return render_page(request, "akten/akte_neu.html", context)


def _new_under(request: HttpRequest, unit: Aktenplaneinheit) -> HttpResponse:
    offered = offer(request, AKTENVORLAGE, unit.kennzeichen)
    initial = {
        "federfuehrung": present_einheit(unit.federfuehrung, today()),
        "betreff": request.GET.get("betreff", ""),
    }
    initial |= offered.initial
    form = NewAkteForm(request.POST or None, initial=initial, today=today())
    if request.method == "POST" and form.is_valid():
        try:
            akte, said = _begin(request, unit, offered, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            say(request, offered.said(f"Akte {akte.aktenzeichen} {said}"))
            return redirect("akten:akte", akte_id=akte.pk)
    context = {
        "unit": unit,
        "offer": offered,
        "steps": [("Andere Einheit wählen", reverse("akten:akte-neu"))],
        "form": form,
        "line": queries.access_line(unit.zone_id),
        "may_create": request.actor.may(Permission.AKTE_CREATE, unit),
        "may_request": aktenantrag.may_request(request.actor, unit) and offered.chosen is None,
    }
    status = 422 if form.errors else 200
    return render_page(request, "akten/akte_neu_form.html", context, status=status)


def _begin(
    request: HttpRequest, unit: Aktenplaneinheit, offered: Offer, values: dict
) -> tuple[Akte, str]:
    """Create the Akte, or ask the Registratur for it; return it and what to say."""
    actor, hinweis = request.actor, values.pop("hinweis")
    values["at"] = now()
    if "antrag" in request.POST or not actor.may(Permission.AKTE_CREATE, unit):
        akte = request_akte(actor, unit, hinweis=hinweis, **values)
        return akte, "beantragt. Ablegen können Sie schon."
    if offered.chosen:
        return actions.begin_akte(actor, unit, vorlage=offered.chosen, **values), "angelegt."
    return actions.create_akte(actor, unit, **values), "angelegt."
