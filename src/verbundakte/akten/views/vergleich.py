"""/dokumente/<id>/vergleich/ : two Fassungen of a Dokument, as text and side by side as pictures."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from verbundakte.akten import queries
from verbundakte.akten.models import Datei, Dokument, Fassung
from verbundakte.akten.vergleich import DELETED, EQUAL, Seite, compared, words_of
from verbundakte.akten.views.addresses import address_of, here
from verbundakte.akten.views.angaben import newest_standing
from verbundakte.core.ui.context import MenuItem
from verbundakte.core.ui.formats import counted
from verbundakte.core.ui.shortcuts import render_page

MOST_CHARS = 1_000_000
TOO_LONG = "Die Fassungen sind zu lang für einen Vergleich des Textes. Vergleichen Sie die Seiten."
MOST_SHOWN = 60
MOST_PICTURES = 200
VIEWS = (("text", "Text"), ("bild", "Seiten nebeneinander"))


@dataclass(frozen=True)
class Side:
    """One of the two: the Fassung, its file, the text of its pages."""

    fassung: Fassung
    datei: Datei | None
    texts: list[tuple[int, str]]
    is_recognised: bool


@require_safe
def vergleich(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Show what differs; by default between the newest Fassung and the one before."""
    actor = request.actor
    dokument = queries.get_dokument(actor, dokument_id)
    queries.note_read(actor, dokument)
    fassungen = queries.files_of(actor, dokument)
    chosen = request.GET.get("ansicht", "text")
    chosen = chosen if chosen in dict(VIEWS) else "text"
    context = {
        "dokument": dokument,
        "steps": [(dokument.betreff, address_of(dokument))],
        "back": address_of(dokument),
        "fassungen": fassungen,
        "view": chosen,
        "views": [
            MenuItem(label, here(request, ansicht=key), is_current=key == chosen)
            for key, label in VIEWS
        ],
    }
    if len(fassungen) > 1:
        old, new = _sides(request, dokument, fassungen)
        context |= {"old": old, "new": new}
        context |= _pictures(old, new) if chosen == "bild" else _text(request, old, new)
    return render_page(request, "akten/vergleich.html", context)


def _sides(request: HttpRequest, dokument: Dokument, fassungen: list[Fassung]) -> tuple[Side, Side]:
    """The two that are asked for, the older one first by default."""
    by_number = {str(fassung.nummer): fassung for fassung in fassungen}
    new = by_number.get(request.GET.get("neu", ""), newest_standing(fassungen) or fassungen[0])
    place = min(fassungen.index(new) + 1, len(fassungen) - 1)
    old = by_number.get(request.GET.get("alt", ""), fassungen[place])
    pair = [(one, next(iter(one.dateien.all()), None)) for one in (old, new)]
    texts = queries.texts_of(request.actor, [datei for _, datei in pair if datei])
    sides = []
    for fassung, datei in pair:
        rows = texts.get(datei.pk, []) if datei else []
        pages = [(row.page, row.text) for row in rows]
        sides.append(Side(fassung, datei, pages, any(row.is_recognised for row in rows)))
    return sides[0], sides[1]


def _text(request: HttpRequest, old: Side, new: Side) -> dict:
    """What differs in the text, page by page; `told` is the sentence above it."""
    if not old.texts and not new.texts:
        return {"told": "Von beiden Fassungen ist kein Text bekannt. Vergleichen Sie die Seiten."}
    if sum(len(text) for side in (old, new) for _, text in side.texts) > MOST_CHARS:
        return {"told": TOO_LONG}
    seiten = compared(words_of(old.texts), words_of(new.texts))
    changed = [seite for seite in seiten if seite.changes]
    total = len({piece.number for seite in changed for piece in seite.pieces} - {0})
    if not total:
        return {"told": "Kein Unterschied im Text."}
    begin = _begin(request, len(changed))
    shown = changed[begin : begin + MOST_SHOWN]
    pages = counted(len(changed), "Seite", "Seiten")
    more = begin + MOST_SHOWN
    first = seiten[0].number if not begin else shown[0].number
    end = seiten[-1].number if more >= len(changed) else shown[-1].number
    return {
        "told": f"{counted(total, 'Änderung', 'Änderungen')} auf {pages}.",
        "seiten": _with_equal(shown, first, end),
        "previous": here(request, ab=max(0, begin - MOST_SHOWN) or "") if begin else "",
        "more": here(request, ab=more) if more < len(changed) else "",
    }


def _begin(request: HttpRequest, count: int) -> int:
    wanted = request.GET.get("ab", "")
    number = int(wanted) if wanted.isdigit() and len(wanted) < 7 else 0
    return number if number < count else 0


def _with_equal(shown: list[Seite], first: int, end: int) -> list[dict]:
    """The changed pages, and a line for those between `first` and `end` that are equal."""
    found: list[dict] = []
    last = first - 1
    for seite in shown:
        if seite.number > last + 1:
            found.append({"from": last + 1, "to": seite.number - 1})
        found.append({"seite": seite, "pieces": _pieces(seite)})
        last = seite.number
    if end > last:
        found.append({"from": last + 1, "to": end})
    return found


def _pieces(seite: Seite) -> list[dict]:
    """The words of a page; only the first part of a change bears its number as an anchor."""
    found, told = [], 0
    for piece in seite.pieces:
        is_first = piece.number > told
        told = max(told, piece.number)
        found.append(
            {
                "space": piece.text[:1],
                "text": piece.text[1:],
                "is_equal": piece.kind == EQUAL,
                "is_gone": piece.kind == DELETED,
                "anchor": piece.number if is_first else "",
            }
        )
    return found


def _pictures(old: Side, new: Side) -> dict:
    """Pairs of pages by their number; those whose text is the same are folded."""
    count = max(side.datei.pages or 0 if side.datei else 0 for side in (old, new))
    texts = [dict(side.texts) for side in (old, new)]
    pairs = []
    for number in range(1, min(count, MOST_PICTURES) + 1):
        text, other = (of.get(number, "").split() for of in texts)
        images = [_picture(side, number) for side in (old, new)]
        is_equal = bool(text) and text == other and all(images)
        pairs.append({"no": number, "old": images[0], "new": images[1], "is_equal": is_equal})
    told = "" if count else "Von diesen Fassungen gibt es keine Seiten zu sehen."
    if count > MOST_PICTURES:
        told = f"Gezeigt werden die ersten {MOST_PICTURES} Seiten."
    return {"pairs": pairs, "told": told}


def _picture(side: Side, number: int) -> str:
    if side.datei is None or number > (side.datei.pages or 0):
        return ""
    return reverse("akten:seite", args=[side.datei.pk, number])
