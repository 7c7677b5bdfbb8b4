"""Templates a person may begin from, and what a Vorgang still lacks."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from verbundakte.akten.felder import Feld, FeldArt, Wert, WertInvalid, search_name
from verbundakte.akten.models import Schriftgutvorlage, Vorgang, Vorgangstyp
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.felder import felder_of_typ, read_wert
from verbundakte.akten.queries.objects import dokumente
from verbundakte.akten.vorlagen import (
    AKTENVORLAGE,
    AktenvorlageSpec,
    VorgangSpec,
    VorgangsvorlageSpec,
    read_vorlage,
)
from verbundakte.core.bausteine import Reference
from verbundakte.core.search.fold import fold
from verbundakte.organisation.models import Stellenbesetzung

MOST = 200
Preset = VorgangSpec | VorgangsvorlageSpec
TYP_GONE = "Den Vorgangstyp der Vorlage gibt es nicht mehr."


@dataclass(frozen=True)
class Vorbelegung:
    """Type and own fields a template presets; `left_out` says in sentences what does not fit."""

    typ: Vorgangstyp | None = None
    werte: dict[UUID, Wert] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Genannte:
    """Who has the Stellen that a template names; `left_out` says which nobody has."""

    persons: list[UUID]
    left_out: tuple[str, ...]


def vorlagen_for(actor, kind: str, kennzeichen: str, *, on: date) -> list[Schriftgutvorlage]:
    """Return the templates that hold for a plan unit, by name; none without the right to create."""
    needed = Permission.AKTE_CREATE if kind == AKTENVORLAGE else Permission.VORGANG_CREATE
    if needed not in actor.permissions:
        return []
    rows = Schriftgutvorlage.objects.valid_on(on).filter(kind=kind).order_by("bezeichnung", "pk")
    return [row for row in rows[:MOST] if _fits(row.inhalt.get("kennzeichen", []), kennzeichen)]


def _fits(wanted: list[str], kennzeichen: str) -> bool:
    return not wanted or any(kennzeichen.startswith(begin) for begin in wanted)


def missing_dokumente(actor, vorgang: Vorgang) -> list[str]:
    """Return which expected Dokumente of a Vorgang are not there yet; a Betreff may say more."""
    if not vorgang.erwartet:
        return []
    rows = dokumente(actor).filter(vorgang=vorgang).values_list("betreff_folded", flat=True)
    present = list(rows)
    return [title for title in vorgang.erwartet if not any(fold(title) in row for row in present)]


def vorbelegung_of(actor, spec: Preset, *, on: date) -> Vorbelegung:
    """Return type and own fields for a Vorgang, read as if the actor had typed them this day."""
    if spec.vorgangstyp is None:
        return Vorbelegung()
    typ = _typ_on(spec.vorgangstyp, on)
    if typ is None:
        return Vorbelegung(left_out=(TYP_GONE,))
    werte, left_out = preset_in(actor, spec, felder_of_typ(typ), typ.bezeichnung, on=on)
    return Vorbelegung(typ, werte, tuple(left_out))


def preset_in(
    actor, spec: Preset, felder: list[Feld], typ: str, *, on: date
) -> tuple[dict[UUID, Wert], list[str]]:
    """Return the values a template presets in the fields of a type, and in sentences what does not
    fit. `actor` None: nobody in particular; then no Verweis is followed."""
    known = {search_name(one.bezeichnung): one for one in felder} | {
        one.name: one for one in felder
    }
    werte: dict[UUID, Wert] = {}
    left_out = []
    for row in sorted(spec.werte, key=lambda row: row.position):
        own = known.get(search_name(row.feld))
        if own is None:
            left_out.append(f"Das Feld „{row.feld}“ hat die Art „{typ}“ nicht.")
            continue
        if actor is None and own.art == FeldArt.VERWEIS:
            continue
        try:
            wert = read_wert(actor, own, row.wert, on=on)
        except WertInvalid as error:
            left_out.append(f"„{own.bezeichnung}“: {error}")
        else:
            werte |= {own.id: wert} if wert else {}
    return werte, left_out


def _typ_on(reference: Reference, on: date) -> Vorgangstyp | None:
    """Return the version that holds; before the first one began, the first."""
    rows = Vorgangstyp.objects.filter(key=reference.key)
    later = rows.filter(valid_from__gt=on).order_by("version")
    return rows.valid_on(on).first() or later.first()


def genannte_of(actor, spec: AktenvorlageSpec | VorgangsvorlageSpec, *, on: date) -> Genannte:
    """Return the persons who have the named Stellen on a day, each once (at most one query)."""
    if not spec.genannte:
        return Genannte([], ())
    keys = [row.stelle.key for row in spec.genannte if row.stelle]
    rows = Stellenbesetzung.objects.valid_on(on).filter(stelle__in=keys, person__is_active=True)
    holders = list(rows.order_by("person__sort_key").values_list("stelle_id", "person_id"))
    taken = {stelle for stelle, _ in holders}
    vacant = [row for row in spec.genannte if row.stelle is None or row.stelle.key not in taken]
    return Genannte(
        list(dict.fromkeys(person for _, person in holders)),
        tuple(f"Die Stelle „{row.bezeichnung}“ hat zurzeit niemand." for row in vacant),
    )


def left_out_of(actor, vorlage: Schriftgutvorlage, *, on: date) -> list[str]:
    """Return in sentences what of a template would be left out today; empty when all fits."""
    return left_out_in(actor, read_vorlage(vorlage.kind, vorlage.inhalt), on=on)


def left_out_in(actor, spec: AktenvorlageSpec | VorgangsvorlageSpec, *, on: date) -> list[str]:
    """Return the same of a template that is not released (yet)."""
    said = list(genannte_of(actor, spec, on=on).left_out)
    if isinstance(spec, VorgangsvorlageSpec):
        return [*said, *vorbelegung_of(actor, spec, on=on).left_out]
    for row in sorted(spec.vorgaenge, key=lambda row: row.position):
        found = vorbelegung_of(actor, row, on=on).left_out
        said += [f"Vorgang „{row.bezeichnung}“: {sentence}" for sentence in found]
    return said
