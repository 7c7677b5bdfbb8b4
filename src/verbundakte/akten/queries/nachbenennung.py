"""Files that only named persons see, of somebody who leaves: for the Leitung, by number only."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404

from verbundakte.akten.models import Choice, Nachbenennung, Zugriffsregel
from verbundakte.akten.permissions import Permission
from verbundakte.core.db.ready import Ready
from verbundakte.core.models import PrincipalKind
from verbundakte.organisation.models import Organisationseinheit

LEADS = ("akte__federfuehrung", "vorgang__federfuehrung", "dokument__vorgang__federfuehrung")
UNFILED = "dokument__federfuehrung"


def rules_naming(person_id: UUID, einheit_id: UUID | None = None):
    """Return the rules "nur Genannte" that name a person (in what a unit is in charge of)."""
    rows = Zugriffsregel.objects.filter(choice=Choice.NUR, persons__contains=[person_id])
    if einheit_id is None:
        return rows
    filed = Q(**{LEADS[0]: einheit_id}) | Q(**{LEADS[1]: einheit_id}) | Q(**{LEADS[2]: einheit_id})
    return rows.filter(filed | Q(dokument__vorgang=None, **{UNFILED: einheit_id}))


def units_naming(person_id: UUID) -> list[Organisationseinheit]:
    """Return the units in charge of files that only named persons see, this person among them."""
    rows = rules_naming(person_id).values_list(*LEADS, UNFILED)
    ids = {next((key for key in row if key), None) for row in rows} - {None}
    return list(Organisationseinheit.objects.filter(pk__in=ids).order_by("sort_key", "pk"))


def leads(actor, einheit_id: UUID) -> bool:
    """Tell whether the actor is the Leitung of a unit, or above it, in her own name."""
    is_herself = not getattr(actor, "on_behalf_of", "")
    return is_herself and (str(PrincipalKind.LEITUNG), einheit_id) in getattr(
        actor, "principals", ()
    )


def _led(actor) -> list[UUID]:
    if not actor.may(Permission.ZUGRIFF_EDIT, None):
        return []
    return [key for _, key in getattr(actor, "principals", ()) if leads(actor, key)]


def open_nachbenennungen(actor) -> list[Nachbenennung]:
    """Return what waits for the actor's decision as Leitung, the oldest first."""
    led = _led(actor)
    return _OPEN.all(led=led) if led else []


def _open(actor, led: list[UUID]):
    rows = Nachbenennung.objects.filter(einheit__in=led, decided_at=None)
    return rows.select_related("person", "einheit", "vorschlag").order_by("created_at", "pk")


_OPEN = Ready(_open, led=list)


def get_nachbenennung(actor, key: UUID) -> Nachbenennung:
    """Return one the actor may decide (or decided). Raises Http404."""
    rows = Nachbenennung.objects.filter(einheit__in=_led(actor))
    found = rows.select_related("person", "einheit", "vorschlag", "nachfolge").filter(pk=key)
    if not found:
        raise Http404
    return found[0]


def numbers_of(actor, nachbenennung: Nachbenennung) -> list[str]:
    """Return the Aktenzeichen of the files it is about: their Betreff stays with the named."""
    rules = rules_naming(nachbenennung.person_id, nachbenennung.einheit_id).select_related(
        "akte", "vorgang", "dokument__vorgang"
    )
    return sorted(_number(rule) for rule in rules)


def _number(rule: Zugriffsregel) -> str:
    if rule.akte:
        return f"Akte {rule.akte.aktenzeichen}"
    if rule.vorgang:
        return f"Vorgang {rule.vorgang.aktenzeichen}"
    vorgang = rule.dokument.vorgang
    return f"Dokument in {vorgang.aktenzeichen}" if vorgang else "Dokument ohne Vorgang"
