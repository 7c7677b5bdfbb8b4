"""Types with own fields for tests, made and released through the product's own actions."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from verbundakte.akten.bausteine import DOKUMENTTYP
from verbundakte.akten.models import Dokumenttyp, Vorgangstyp
from verbundakte.core.actor import SystemActor
from verbundakte.core.bausteine.actions import change_draft, create_baustein, create_draft, release
from verbundakte.core.models import Baustein, BausteinVersion
from verbundakte.core.permissions import Permission as CorePermission
from verbundakte.organisation.tests.factories import LONG_AGO

SETUP = SystemActor(
    id="setup",
    permissions=frozenset({CorePermission.BAUSTEIN_EDIT, CorePermission.BAUSTEIN_RELEASE}),
)


def feld_id(number: int) -> UUID:
    """Return a lasting id."""
    return UUID(int=number)


def feld(number: int, bezeichnung: str, art: str, **more) -> dict:
    """Return a FeldSpec as JSON."""
    return {
        "id": str(feld_id(number)),
        "bezeichnung": bezeichnung,
        "art": art,
        "reihenfolge": number,
        **more,
    }


def option(number: int, bezeichnung: str) -> dict:
    """Return an OptionSpec as JSON."""
    return {"id": str(feld_id(number)), "bezeichnung": bezeichnung, "reihenfolge": number}


FELDER = (
    feld(1, "Flurstück", "text", is_pflicht=True, muster="{Ziffern}[/{Ziffern}]", beispiel="123/4"),
    feld(2, "Baukosten", "geld"),
    feld(3, "Frist bis", "datum"),
    feld(4, "Vorhaben", "auswahl", optionen=[option(41, "Neubau"), option(42, "Umbau")]),
    feld(5, "Wohnungen", "zahl", is_pflicht=True, nur_wenn_feld="Vorhaben", nur_wenn_wert="Neubau"),
    feld(6, "Prüferin", "person"),
    feld(7, "Fachstelle", "einheit"),
    feld(8, "Bauakte", "verweis"),
    feld(10, "Eilig", "ja_nein"),
    feld(9, "Anmerkung", "text", vorgabe="keine"),
)


def make_typ(kuerzel="bauantrag", *, kind=DOKUMENTTYP, felder=FELDER, bezeichnung="Bauantrag"):
    """Return the released first version of a type, valid from long ago."""
    data = {"kuerzel": kuerzel, "bezeichnung": bezeichnung, "felder": list(felder)}
    baustein = create_baustein(SETUP, kind, data=data)
    release(SETUP, BausteinVersion.objects.get(baustein=baustein), valid_from=LONG_AGO)
    return newest(kuerzel, kind)


def newest(kuerzel: str, kind=DOKUMENTTYP):
    """Return the newest released version of a type."""
    model = Dokumenttyp if kind == DOKUMENTTYP else Vorgangstyp
    return model.objects.filter(kuerzel=kuerzel).order_by("-version").first()


def draft_next(typ, felder, *, kind=DOKUMENTTYP, **more) -> BausteinVersion:
    """Return a draft of the next version of a type with these fields."""
    baustein = Baustein.objects.get(key=typ.key)
    draft = create_draft(SETUP, baustein)
    data = {"kuerzel": typ.kuerzel, "bezeichnung": typ.bezeichnung, "felder": list(felder)}
    return change_draft(SETUP, draft, data=data | more, seen=draft.revision)


def release_next(typ, felder, *, kind=DOKUMENTTYP, on: date | None = None, **more):
    """Release the next version of a type with these fields and return its row."""
    draft = draft_next(typ, felder, kind=kind, **more)
    release(SETUP, draft, valid_from=on or timezone.localdate())
    return newest(more.get("kuerzel", typ.kuerzel), kind)
