"""/geschaeftsgang/ : what waits for the person, one step after the other, each beside its document."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.views.decorators.http import require_POST, require_safe

from verbundakte.akten.pages import address_of, dokument_context, here, read_uuid, safe_next
from verbundakte.akten.queries import get_dokument
from verbundakte.core.clock import now, today
from verbundakte.core.desk import DeskCount, DeskPlace, DeskRange
from verbundakte.core.ui import formats
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.context import MenuItem
from verbundakte.core.ui.formats import counted
from verbundakte.core.ui.messages import say, warn
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.geschaeftsgang import actions, desk
from verbundakte.geschaeftsgang.desk import WEIGHT
from verbundakte.geschaeftsgang.models import Schritt, SchrittArt
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.geschaeftsgang.queries import KINDS, get_schritt, get_verfuegung, waiting_counts
from verbundakte.geschaeftsgang.queries.warten import BEARBEITUNG, KENNTNIS, ZEICHNUNG
from verbundakte.geschaeftsgang.views.antwort import ask
from verbundakte.geschaeftsgang.views.anzeige import (
    ICONS,
    dokument_of,
    line_of,
    subject_of,
    title_of,
)

PART = "Va-Part"
PAGE = 50
MOST = 10**9
ALL = "alles"
LABELS = {ALL: "Alles", **KINDS}
SHORT = {ALL: "Alles", ZEICHNUNG: "Zeichnen", BEARBEITUNG: "Bearbeiten", KENNTNIS: "Kenntnis"}
EMPTY = {
    "title": "Nichts zu zeichnen",
    "text": "Hier steht, was Sie mitzeichnen, schlusszeichnen, zur Kenntnis nehmen oder bearbeiten"
    " sollen, sobald eine Verfügung bei Ihnen angekommen ist.",
}


@require_safe
def schritte(request: HttpRequest) -> HttpResponse:
    """Show the queue: steps, document, what is asked; with "Va-Part: dokument" the last two alone."""
    actor = request.actor
    if Permission.VERFUEGUNG_READ not in actor.permissions:
        raise Http404
    kind = request.GET.get("art", ZEICHNUNG)
    kind = kind if kind in LABELS else ZEICHNUNG
    counts = waiting_counts(actor, on=today())
    rows, more = _page(request, kind)
    chosen = _chosen(request, rows)
    context = panes(request, chosen, neighbours(request, rows, chosen))
    if request.headers.get(PART) == "dokument":
        return _uncached(render(request, "geschaeftsgang/_flaechen.html", context))
    context |= {
        "title": "Mitzeichnung" if kind == ZEICHNUNG else LABELS[kind],
        "count": _count(counts, kind),
        "seg": _seg(counts, kind),
        "rows": [_row(request, row, chosen) for row in rows],
        "next": here(request, ab=more, schritt="") if more else "",
        "empty": EMPTY,
        "batch": reverse("geschaeftsgang:kenntnisnahmen")
        if any(row.art == SchrittArt.KENNTNIS for row in rows)
        else "",
        "more": _menu(actor),
    }
    return _uncached(render_page(request, "geschaeftsgang/schlange.html", context))


def _uncached(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, [PART])
    return response


def _page(request: HttpRequest, kind: str) -> tuple[list[Schritt], str]:
    kinds = tuple(KINDS) if kind == ALL else (kind,)
    rows = desk.schritte(request.actor, DeskRange(kinds, _place(request)), PAGE + 1)
    more = f"{rows[PAGE - 1].rang}.{rows[PAGE - 1].pk.hex}" if len(rows) > PAGE else ""
    return rows[:PAGE], more


def _place(request: HttpRequest) -> DeskPlace | None:
    """Return the place after which the page begins; what cannot be read is the beginning."""
    try:
        rang, key = request.GET.get("ab", "").split(".")
        return DeskPlace(max(min(int(rang), MOST), -MOST), WEIGHT, UUID(key))
    except ValueError:
        return None


def _count(counts: dict[str, DeskCount], kind: str) -> int | None:
    """Return how many of a kind wait, None where only a part was counted."""
    keys = KINDS if kind == ALL else (kind,)
    found = sum((counts[key] for key in keys if key in counts), DeskCount())
    return None if found.is_part else found.waiting


def _seg(counts: dict, kind: str) -> list[dict]:
    return [
        {
            "label": label,
            "url": f"?art={key}",
            "count": _count(counts, key),
            "is_current": key == kind,
        }
        for key, label in SHORT.items()
    ]


def _chosen(request: HttpRequest, rows: list[Schritt]) -> Schritt | None:
    """Return the step of the address, also one that does not wait any more, or the first."""
    wanted = request.GET.get("schritt", "")
    if not wanted:
        return rows[0] if rows else None
    key = read_uuid(wanted)
    if key is None:
        raise Http404
    return next((row for row in rows if row.pk == key), None) or get_schritt(request.actor, key)


def neighbours(request: HttpRequest, rows: list[Schritt], chosen: Schritt | None) -> dict:
    """Return the addresses of the steps above and below the chosen one, and where to go on."""
    keys = [row.pk for row in rows]
    at = keys.index(chosen.pk) if chosen is not None and chosen.pk in keys else None

    def address(index: int | None) -> str:
        if index is None or not 0 <= index < len(keys):
            return ""
        return here(request, "#dokument", schritt=keys[index], seite="")

    above = address(None if at is None else at - 1)
    below = address(0 if at is None and keys else None if at is None else at + 1)
    rest = here(request, schritt="", seite="")
    bare = request.path if rest.startswith("/") else f"{request.path}{rest}"
    return {
        "above": above,
        "below": below,
        "onward": f"{request.path}{below or above}" if below or above else bare,
    }


def panes(request: HttpRequest, schritt: Schritt | None, around: dict) -> dict:
    """Return the context of `_flaechen.html`: the document of a step and what is asked of it."""
    if schritt is None:
        return {"schritt": None, "viewer": None, **around}
    verfuegung = schritt.verfuegung
    shown: dict = {"viewer": None, "fassung": None}
    dokument = dokument_of(schritt)
    if dokument is not None:
        dokument = get_dokument(request.actor, dokument.pk)
        shown |= dokument_context(request, dokument)
    address = here(request, schritt=schritt.pk, seite="")
    if shown["viewer"]:
        shown["viewer"] |= {"address": address, "is_ahead": True}
    others = get_verfuegung(request.actor, verfuegung.pk).schritte.all()
    part = ask(
        request.actor,
        schritt,
        fassung=shown["fassung"],
        onward=around["onward"],
        is_onward=True,
    )
    return {
        **shown,
        **around,
        "schritt": schritt,
        "address": address,
        "heading": title_of(verfuegung),
        "vorgang_url": address_of(verfuegung.vorgang),
        "vorgang_label": str(verfuegung.vorgang),
        "part": part,
        "others": [_other(row) for row in others if row.pk != schritt.pk],
        "mappe": reverse("geschaeftsgang:mappe", args=[schritt.pk]),
    }


def _other(row: Schritt) -> dict:
    """Return another step of the same Verfügung for `_time.html`."""
    line = line_of(row)
    return {
        "icon": line["chip"]["icon"],
        "tone": line["chip"]["tone"],
        "who": line["what"],
        "text": f"{line['verb']}: {line['chip']['label'].lower()}",
        "detail": line["quote"] or " · ".join(line["told"]),
    }


def _row(request: HttpRequest, row: Schritt, chosen: Schritt | None) -> dict:
    late = row.frist_on is not None and row.frist_on <= today()
    return {
        "icon": ICONS[SchrittArt(row.art)],
        "title": subject_of(row.verfuegung),
        "sub": f"{row.get_art_display()} · {row.verfuegung.urheber_name}",
        "time": formats.due(row.frist_on, today()) if row.frist_on and not late else "",
        "chip": {"label": formats.due(row.frist_on, today()), "icon": "clock", "tone": "warn"}
        if late
        else None,
        "url": here(request, "#dokument", schritt=row.pk, seite=""),
        "is_here": chosen is not None and row.pk == chosen.pk,
        "pick": str(row.pk) if row.art == SchrittArt.KENNTNIS else "",
        "form": "stapel",
    }


def _menu(actor) -> list[MenuItem]:
    items = [MenuItem("Offene Beschlüsse", reverse("geschaeftsgang:beschluesse"), "users")]
    if Permission.RUECKSTAND_READ in actor.permissions:
        team = reverse("geschaeftsgang:team")
        items.append(MenuItem("Offen in meinen Einheiten", team, "chart"))
    return items


@require_POST
def kenntnisnahmen(request: HttpRequest) -> HttpResponse:
    """Take note of the chosen steps, each with its own Namenszeichen; what does not go is told."""
    actor = request.actor
    if Permission.SCHRITT_DO not in actor.permissions:
        raise Http404
    keys = {key for text in request.POST.getlist("auswahl")[:PAGE] if (key := read_uuid(text))}
    schritte = [get_schritt(actor, key) for key in sorted(keys)]
    stand = _moment(request.POST.get("stand", ""))
    shown = [(row, _shown_fassung(row, stand)) for row in schritte]
    done, refused = actions.acknowledge_all(actor, shown, at=now())
    if done:
        say(request, f"{counted(len(done), 'Sache', 'Sachen')} zur Kenntnis genommen.")
    for row, problem in refused:
        warn(request, f"{subject_of(row.verfuegung)}: {problem}")
    if not keys:
        warn(request, "Wählen Sie zuerst aus, was Sie zur Kenntnis nehmen.")
    return redirect(safe_next(request, reverse("geschaeftsgang:schritte")))


def _moment(text: str) -> datetime | None:
    """Return when the list was shown, None for what cannot be read."""
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def _shown_fassung(schritt: Schritt, stand: datetime | None) -> UUID | None:
    """Return the Fassung that counted when the list was shown, None where another one counts now."""
    dokument = dokument_of(schritt)
    fassung = dokument and dokument.fassungen.standing().first()
    is_shown = fassung and stand and is_aware(stand) and fassung.created_at <= stand
    return fassung.pk if is_shown else None


@require_safe
def mappe(request: HttpRequest, schritt_id: UUID) -> HttpResponse:
    """Show one document at a time over the whole screen, with two buttons (Unterschriftsmappe)."""
    actor = request.actor
    schritt = get_schritt(actor, schritt_id)
    rows = desk.schritte(actor, DeskRange((ZEICHNUNG,)), PAGE)
    keys = [row.pk for row in rows]
    at = keys.index(schritt.pk) if schritt.pk in keys else None
    following = list(keys[(-1 if at is None else at) + 1 :]) or [
        key for key in keys if key != schritt.pk
    ]
    back = reverse("geschaeftsgang:schritte")
    onward = reverse("geschaeftsgang:mappe", args=[following[0]]) if following else back
    context = panes(request, schritt, {"above": "", "below": "", "onward": onward})
    context |= {
        "at": 1 if at is None else at + 1,
        "count": max(len(keys), 1),
        "back": back,
        "later": onward if following else "",
    }
    return render_page(request, "geschaeftsgang/mappe.html", context)
