"""What is asked of the person by a Schritt, and in which ways she can answer (`_schritt.html`)."""

from dataclasses import dataclass

from verbundakte.akten.models import Dokument, Fassung, Vorgang
from verbundakte.core.clock import today
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.context import MenuItem
from verbundakte.geschaeftsgang.models import Ergebnis, Schritt, SchrittArt, Sitzungsvorlage
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.geschaeftsgang.queries.schlange import first_waiting
from verbundakte.geschaeftsgang.queries.seiten import voided_before
from verbundakte.geschaeftsgang.queries.sitzung import vorlagen_of
from verbundakte.geschaeftsgang.views.anzeige import dokument_of, moment
from verbundakte.geschaeftsgang.views.nachweis import compare_address


@dataclass(frozen=True)
class Way:
    """One answer: its name in addresses, what it means, what its button says; `field` asks for the
    words that belong to it."""

    name: str
    value: Ergebnis
    label: str
    icon: str
    key: str = ""
    field: str = ""
    needs_text: bool = False


OBJECT = "Widersprechen"
REASON = "Grund (steht im Nachweis)"
NOTED = Way("bemerkung", Ergebnis.KENNTNIS, "Mit Bemerkung", "remark", "r", "Bemerkung")
REMARKED = Way("bemerkung", Ergebnis.BEMERKUNG, "Mit Bemerkung", "remark", "r", "Bemerkung", True)
DONE = (
    Way("ja", Ergebnis.ERLEDIGT, "Erledigt", "check"),
    Way("bemerkung", Ergebnis.ERLEDIGT, "Mit Vermerk", "remark", "r", "Vermerk", True),
)
ANSWERS: dict[str, tuple[Way, ...]] = {
    SchrittArt.MITZEICHNUNG: (
        Way("ja", Ergebnis.ZUGESTIMMT, "Mitzeichnen", "sign"),
        REMARKED,
        Way("nein", Ergebnis.ABGELEHNT, "Nicht mitzeichnen", "dissent", "N", REASON, True),
    ),
    SchrittArt.SCHLUSSZEICHNUNG: (
        Way("ja", Ergebnis.ZUGESTIMMT, "Schlusszeichnen", "stamp"),
        REMARKED,
    ),
    SchrittArt.KENNTNIS: (Way("ja", Ergebnis.KENNTNIS, "Zur Kenntnis genommen", "eye"), NOTED),
    SchrittArt.STELLUNGNAHME: (
        Way("ja", Ergebnis.ERLEDIGT, "Keine Anmerkungen", "check"),
        Way("text", Ergebnis.ERLEDIGT, "Stellung nehmen", "remark", "r", "Stellungnahme", True),
    ),
    SchrittArt.EINVERNEHMEN: (
        Way("ja", Ergebnis.HERGESTELLT, "Einvernehmen hergestellt", "ok"),
        Way("nein", Ergebnis.VERSAGT, "Einvernehmen versagt", "dissent", "N", "Grund", True),
    ),
    SchrittArt.BESCHLUSS: (
        Way("ja", Ergebnis.BESCHLOSSEN, "Beschlossen", "ok"),
        Way("nein", Ergebnis.VERWORFEN, "Abgelehnt", "dissent", "N", "Bemerkung"),
        Way("vertagt", Ergebnis.VERTAGT, "Vertagt", "pending", "", "Bemerkung"),
    ),
    SchrittArt.BENEHMEN: (
        Way("ja", Ergebnis.HERGESTELLT, "Benehmen hergestellt", "ok"),
        Way("bemerkung", Ergebnis.HERGESTELLT, "Mit Bemerkung", "remark", "r", "Bemerkung", True),
    ),
}


def ways_of(schritt: Schritt) -> tuple[Way, ...]:
    """Return the answers to a step, the usual one first."""
    return ANSWERS.get(schritt.art, DONE)


def way_named(schritt: Schritt, name: str) -> Way | None:
    """Return the answer of this name, None where a step has no such answer."""
    return next((way for way in ways_of(schritt) if way.name == name), None)


def waiting_in(actor, subject: Dokument | Vorgang) -> Schritt | None:
    """Return the first step about a Dokument or Vorgang that waits for the actor."""
    if Permission.VERFUEGUNG_READ not in actor.permissions:
        return None
    return first_waiting(actor, subject, on=today())


def ask(
    actor, schritt: Schritt, *, fassung: Fassung | None, onward: str, is_onward: bool = False
) -> dict:
    """Return what `_schritt.html` shows; `fassung` is the one that is open beside it."""
    usual, *more = ways_of(schritt)
    url = _at("erledigung", schritt)
    handed = _handed(actor, schritt)
    why_not = _outside(schritt, handed) or why_not_now(schritt, fassung)
    seen = fassung.pk if fassung else ""
    no = next((way for way in more if way.name == "nein"), None)
    no_label, no_url = (no.label, f"{url}?antwort=nein&fassung={seen}") if no else _no(schritt)
    return {
        "title": f"{schritt.get_art_display()} erbeten",
        "key": schritt.pk,
        "due": schritt.frist_on,
        "text": schritt.text,
        "asked": _asked(schritt),
        "for_other": actor.on_behalf_name if actor.on_behalf_of else "",
        "verfuegung": reverse("geschaeftsgang:verfuegung", args=[schritt.verfuegung_id]),
        "void": _void(schritt, fassung),
        "why_not": why_not,
        "may_answer": why_not is None,
        "url": url,
        "fassung": seen,
        "next": onward,
        "is_onward": is_onward,
        "yes": usual,
        "no_label": no_label,
        "no_url": no_url,
        "ways": [_way(schritt, way, url, at) for at, way in enumerate(more)],
        "more": _menu(schritt, handed),
    }


def _no(schritt: Schritt) -> tuple[str, str]:
    """Return how to say no to what is not signed, and where: an objection, else giving it back."""
    dokument = dokument_of(schritt)
    if tells_of_redaktion(schritt) and dokument is not None:
        url = reverse("geschaeftsgang:widerspruch", args=[dokument.pk])
        return OBJECT, url
    return "Zurückgeben", _at("rueckgabe", schritt)


def tells_of_redaktion(schritt: Schritt) -> bool:
    """Tell whether a Kenntnisnahme says that what somebody signed was changed editorially."""
    before = schritt.vorgaenger if schritt.art == SchrittArt.KENNTNIS else None
    return before is not None and before.is_signed


def _at(name: str, schritt: Schritt) -> str:
    return reverse(f"geschaeftsgang:{name}", args=[schritt.pk])


def _handed(actor, schritt: Schritt) -> Sitzungsvorlage | None:
    """Return what was handed over to a Gremium last (one query where one is asked)."""
    is_gremium = schritt.art == SchrittArt.BESCHLUSS and schritt.aussen
    return vorlagen_of(actor, schritt).first() if is_gremium else None


def _outside(schritt: Schritt, handed: Sitzungsvorlage | None) -> dict | None:
    """Return that another authority answers, and where its answer is booked."""
    if not schritt.aussen:
        return None
    is_gremium = schritt.art == SchrittArt.BESCHLUSS
    told = f"Vorlage {handed.nummer}, übergeben {moment(handed.at)}. " if handed else ""
    what = "Der Beschluss wird mit seinem" if is_gremium else "Die Antwort wird mit ihrem"
    return {
        "title": f"{schritt.aussen} {'beschließt' if is_gremium else 'antwortet'}",
        "text": f"{told}{what} Tag erfasst.",
        "url": _at("aussenantwort", schritt),
        "link": "Beschluss erfassen" if is_gremium else "Antwort erfassen",
    }


def why_not_now(schritt: Schritt, fassung: Fassung | None) -> dict | None:
    """Return why a step cannot be answered from here: only what lies open is signed or noted."""
    dokument = dokument_of(schritt)
    if not schritt.is_signed and (schritt.art != SchrittArt.KENNTNIS or dokument is None):
        return None
    if dokument is None:
        text = "Zu diesem Schritt gehört kein Dokument. Geben Sie ihn zurück."
        return {"title": "Nichts zu zeichnen", "text": text}
    standing = dokument.fassungen.standing().first()
    if standing is None:
        text = "Das Dokument hat noch keinen Inhalt. Geben Sie den Schritt zurück."
        return {"title": "Nichts zu zeichnen", "text": text}
    if fassung is None:
        return {
            "title": "Erst lesen, dann zeichnen",
            "text": "Gezeichnet wird, was vor Ihnen liegt.",
            "url": f"{reverse('geschaeftsgang:schritte')}?art=alles&schritt={schritt.pk}",
            "link": "Dokument öffnen",
        }
    if fassung.pk != standing.pk:
        return {
            "title": f"Es gilt Fassung {standing.nummer}",
            "text": f"Offen ist Fassung {fassung.nummer}. Gezeichnet wird die geltende.",
            "url": compare_address(dokument, fassung.nummer, standing),
            "link": "Unterschied ansehen",
        }
    return None


def _way(schritt: Schritt, way: Way, url: str, at: int) -> dict:
    return {
        "name": way.name,
        "label": way.label,
        "button": way.label,
        "icon": way.icon,
        "key": way.key,
        "field": way.field,
        "url": url,
        "id": f"bemerkung-{at}-{schritt.position}",
    }


def _asked(schritt: Schritt) -> str:
    since = f", seit {moment(schritt.begun_at)}" if schritt.begun_at else ""
    return f"Schritt {schritt.position}, verfügt von {schritt.verfuegung.urheber_name}{since}."


def _void(schritt: Schritt, fassung: Fassung | None) -> dict | None:
    """Return that the step asks again because what was signed has changed."""
    hinfall = voided_before(schritt)
    dokument = dokument_of(schritt)
    if hinfall is None or dokument is None:
        return None
    signed, after = hinfall.zeichnung.fassung, hinfall.fassung or fassung
    changed = f"Fassung {after.nummer} ändert das Dokument" if after else "Es wurde geändert"
    text = f"Gezeichnet war Fassung {signed.nummer}. {changed}, deshalb werden Sie neu gefragt."
    return {"text": text, "url": compare_address(dokument, signed.nummer, after)}


def _menu(schritt: Schritt, handed: Sitzungsvorlage | None) -> list[MenuItem]:
    """Return the rarer ways: give it back (or object), hand it to a Gremium, put something after it."""
    add = reverse("geschaeftsgang:schritt-neu", args=[schritt.verfuegung_id])
    after = MenuItem("Nach mir hinzufügen", f"{add}?nach={schritt.pk}", "plus")
    if schritt.art == SchrittArt.BESCHLUSS and schritt.aussen:
        items = [MenuItem("Vorlage übergeben", _at("sitzungsvorlage", schritt), "out")]
        if handed is not None:
            paket = _at("sitzungspaket", schritt)
            items.append(MenuItem("Paket herunterladen", paket, "download"))
        return [*items, after]
    label, url = _no(schritt)
    return [MenuItem(label, url, "dissent" if label == OBJECT else "back"), after]
