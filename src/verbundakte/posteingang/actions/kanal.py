"""Ways in: set up by an administrator, or made by themselves where there is nothing to set up."""

from datetime import datetime
from uuid import UUID

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action, assign, check_unchanged
from verbundakte.core.secrets import seal
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang.events import Event
from verbundakte.posteingang.models import Eingangskanal, KanalArt
from verbundakte.posteingang.permissions import Permission

PURPOSE = "posteingang.kanal"


class NameTaken(Refusal):
    """Two ways in of a kind with one name cannot be told apart."""

    message = (
        "Einen Eingangskanal dieser Art mit diesem Namen gibt es schon. Wählen Sie einen anderen."
    )


def check_name(art: str, bezeichnung: str, but: UUID | None = None) -> None:
    """Refuse a name that another way in of this kind has. Raises NameTaken."""
    rows = Eingangskanal.objects.filter(art=art, bezeichnung=bezeichnung, is_active=True)
    if rows.exclude(pk=but).exists():
        raise NameTaken


@action(Permission.KANAL_CONFIGURE, Event.KANAL_CREATED, about="result", locks=False)
def create_kanal(
    actor, einheit: Organisationseinheit, *, at: datetime, geheimnis: str = "", **values
) -> Eingangskanal:
    """Set up a way in that brings to a unit. `values`: art, bezeichnung, einstellungen.

    Raises NameTaken.
    """
    check_name(values["art"], values["bezeichnung"])
    kanal = Eingangskanal.objects.create(
        einheit=einheit,
        created_at=at,
        geheimnis=seal(PURPOSE, geheimnis.encode()) if geheimnis else "",
        **values,
    )
    audit.note_change("Bezeichnung", None, kanal.bezeichnung)
    audit.note_change("Geht an", None, einheit)
    return kanal


@action(Permission.KANAL_CONFIGURE, Event.KANAL_CHANGED)
def change_kanal(
    actor, kanal: Eingangskanal, *, seen_revision: int, values: dict, geheimnis: str | None = None
) -> Eingangskanal:
    """Change a way in; `geheimnis` None leaves the secret as it is. Raises Changed, NameTaken."""
    check_unchanged(kanal, seen_revision)
    told = {
        "art": kanal.art,
        "bezeichnung": kanal.bezeichnung,
        "is_active": kanal.is_active,
    } | values
    if told["is_active"]:
        check_name(told["art"], told["bezeichnung"], but=kanal.pk)
    if geheimnis is not None:
        kanal.geheimnis = seal(PURPOSE, geheimnis.encode()) if geheimnis else ""
        audit.note_change("Geheimnis", None, "neu")
        kanal.save(update_fields=["geheimnis"])
    assign(kanal, values)
    return kanal


@action(Permission.KANAL_CONFIGURE, Event.KANAL_CHANGED)
def redirect_kanal(actor, kanal: Eingangskanal, *, einheit: Organisationseinheit) -> Eingangskanal:
    """Let a way in bring to another unit from now on; what needs no setting up ends instead."""
    if kanal.is_standard:
        assign(kanal, {"is_active": False})
    else:
        assign(kanal, {"einheit": einheit})
    return kanal


def kanal_for(art: KanalArt, einheit: Organisationseinheit, at: datetime) -> Eingangskanal:
    """Return the way in of a kind that needs no setting up (upload, paper, API), one for each unit."""
    kanal, _ = Eingangskanal.objects.get_or_create(
        art=art,
        einheit=einheit,
        is_standard=True,
        is_active=True,
        defaults={
            "bezeichnung": f"{KanalArt(art).label}, {einheit}"[:100],
            "created_at": at,
        },
    )
    return kanal
