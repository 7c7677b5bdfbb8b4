"""Types of Dokumente and Vorgänge: what follows from the release of their Bausteine."""

from datetime import date
from functools import partial
from uuid import UUID

from verbundakte.akten.actions.vorlage_folgen import templates_not_fitting
from verbundakte.akten.bausteine import DOKUMENTTYP, TypSpec
from verbundakte.akten.felder import sorted_felder
from verbundakte.akten.models import Dokument, Dokumenttyp, Typ, Vorgang, Vorgangstyp
from verbundakte.akten.models.feldwert import lacks
from verbundakte.akten.samples.typen import FALLBACK, standard_dokumenttypen
from verbundakte.core.actions import Refusal
from verbundakte.core.bausteine.actions import install_baustein

STANDARD = "Standard"


class KuerzelTaken(Refusal):
    """Two types cannot have the same Kürzel."""

    def __init__(self, kuerzel: str, bezeichnung: str):
        super().__init__(
            f"Das Kürzel „{kuerzel}“ hat schon „{bezeichnung}“. Geben Sie ein anderes ein."
        )


class KuerzelLasts(Refusal):
    """Addresses, search and API name a type by its Kürzel."""

    def __init__(self, kuerzel: str):
        super().__init__(f"Das Kürzel bleibt „{kuerzel}“: Suche und Schnittstelle nennen es so.")


class FallbackStays(Refusal):
    message = "„Sonstiges“ bleibt: Diese Art bekommt jedes Dokument, für das niemand eine wählt."


def furnish_dokumenttypen(actor, *, on: date) -> None:
    """Give a new town the standard Dokumenttypen."""
    for sample in standard_dokumenttypen():
        install_baustein(
            actor, DOKUMENTTYP, key=sample.key, data=sample.data, on=on, origin=STANDARD
        )


def _project(model: type[Typ], key: UUID, number: int, spec: TypSpec, valid_from: date) -> None:
    data = spec.data()
    names = ("kuerzel", "bezeichnung", "beschreibung", "reihenfolge", "felder")
    values = {name: data[name] for name in (*names, *({"symbol"} & data.keys()))}
    model.objects.create(key=key, version=number, valid_from=valid_from, **values)


def _guard(model: type[Typ], key: UUID, spec: TypSpec | None, on: date) -> None:
    """Refuse a Kürzel that another type has, a changed one, and the end of the fallback."""
    before = model.objects.filter(key=key).order_by("version").first()
    if spec is None:
        if model is Dokumenttyp and before is not None and before.kuerzel == FALLBACK:
            raise FallbackStays
        return
    if before is not None and before.kuerzel != spec.kuerzel:
        raise KuerzelLasts(before.kuerzel)
    other = model.objects.filter(kuerzel=spec.kuerzel).exclude(key=key).first()
    if other is not None:
        raise KuerzelTaken(spec.kuerzel, other.bezeichnung)


def _notes(
    model: type[Dokument | Vorgang], typ: str, words: tuple[str, str], key: UUID, spec: TypSpec
) -> list[str]:
    """Return for each mandatory field how many objects of the type have no value of it yet."""
    felder = sorted_felder(feld.data() for feld in spec.felder)
    rows = model.objects.filter(**{f"{typ}__key": key})
    found = []
    for feld in felder:
        if feld.is_pflicht and (count := rows.filter(lacks(model, feld, felder)).count()):
            shown, verb = f"{count:,}".replace(",", "."), "hat" if count == 1 else "haben"
            found.append(
                f"{shown} {words[count > 1]} {verb} noch keine Angabe „{feld.bezeichnung}“. Sie wird erst beim"
                " nächsten Ändern verlangt; wo sie fehlt, zeigen Registratur und Listen (Filter „Fehlende"
                " Pflichtangaben“)."
            )
    return found


project_dokumenttyp = partial(_project, Dokumenttyp)
project_vorgangstyp = partial(_project, Vorgangstyp)
guard_dokumenttyp = partial(_guard, Dokumenttyp)
guard_vorgangstyp = partial(_guard, Vorgangstyp)
notes_dokumenttyp = partial(_notes, Dokument, "dokumenttyp", ("Dokument", "Dokumente"))
_notes_vorgangstyp = partial(_notes, Vorgang, "vorgangstyp", ("Vorgang", "Vorgänge"))


def notes_vorgangstyp(key: UUID, spec: TypSpec) -> list[str]:
    """Return what a version means for Vorgänge of the type, and for templates that preset it."""
    return [*_notes_vorgangstyp(key, spec), *templates_not_fitting(key, spec)]
