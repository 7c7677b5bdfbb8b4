"""Who acts, in the words that stay: name, Stelle, capacity, and for whom in Vertretung."""

from datetime import date
from uuid import UUID

from verbundakte.geschaeftsgang.models import Schritt
from verbundakte.organisation.models import Person, Stellenbesetzung


def _post_of(person: UUID | None, schritt: Schritt | None, on: date):
    """Return the Stelle in which somebody acts: the one addressed, one in the unit addressed, the
    one that leads."""
    rows = Stellenbesetzung.objects.valid_on(on).filter(person=person)
    found = list(rows.select_related("stelle__einheit").order_by("-stelle__is_leitung", "pk"))
    if schritt is not None:
        found.sort(
            key=lambda row: (
                row.stelle_id != schritt.stelle_id,
                row.stelle.einheit_id != schritt.einheit_id,
            )
        )
    return found[0].stelle if found else None


def shown_post(stelle) -> str:
    """Return a Stelle with its unit in words; "" for none."""
    return f"{stelle.bezeichnung}, {stelle.einheit}"[:300] if stelle else ""


def acting(actor, schritt: Schritt | None, *, on: date) -> dict:
    """Return the fields of a Handlung for whoever acts now. Two queries at most."""
    person = getattr(actor, "person_id", None)
    post = _post_of(person, schritt, on) if person else None
    fuer = UUID(actor.on_behalf_of) if actor.on_behalf_of else None
    return {
        "person_id": person,
        "person_name": getattr(actor, "name", "") or "Verbundakte",
        "stelle": shown_post(post),
        "eigenschaft": "Leitung" if post and post.is_leitung else "",
        "vertretung_fuer_id": fuer,
        "vertretung_name": getattr(actor, "on_behalf_name", "") if fuer else "",
    }


def signing_on_paper(person: Person, schritt: Schritt, *, on: date) -> dict:
    """Return the fields of a Handlung for whoever signed in ink."""
    post = _post_of(person.pk, schritt, on)
    return {
        "person_id": person.pk,
        "person_name": person.name,
        "stelle": shown_post(post),
        "eigenschaft": "Leitung" if post and post.is_leitung else "",
    }
