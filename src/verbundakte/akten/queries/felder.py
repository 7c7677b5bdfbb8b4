"""Reading types and own fields. Values are read with objects that were read through the rights."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404

from verbundakte.akten.felder import (
    Feld,
    FeldArt,
    Wert,
    WertInvalid,
    is_active,
    parse,
    search_name,
    sorted_felder,
)
from verbundakte.akten.models import (
    Akte,
    Dokument,
    Dokumenttyp,
    Feldwert,
    Typ,
    Vorgang,
    Vorgangstyp,
)
from verbundakte.akten.queries.objects import akten, vorgaenge
from verbundakte.core.db.ready import Ready
from verbundakte.core.registry import registry
from verbundakte.organisation.models import Organisationseinheit, Person

TYP_OF: dict[type, tuple[str, type[Typ]]] = {
    Dokument: ("dokumenttyp", Dokumenttyp),
    Vorgang: ("vorgangstyp", Vorgangstyp),
}
REFERENCE_KINDS = {FeldArt.PERSON: "organisation.person", FeldArt.EINHEIT: "organisation.einheit"}
HIDDEN, FORMER = "nicht sichtbar", "nicht mehr vorgesehen"
SHARED_LIST = ("reihenfolge", "bezeichnung", "pk")


@dataclass(frozen=True)
class Angabe:
    """A field of an object as pages show it. `subject` is the file a Verweis leads to."""

    feld: Feld
    text: str
    wert: Wert | None = None
    subject: Akte | Vorgang | None = None
    is_missing: bool = False
    is_former: bool = False


def typen(actor, model: type, *, on: date) -> list[Typ]:
    """Return the types for Dokumente or Vorgänge (`model`) that hold on a day, in their order."""
    rows = TYP_OF[model][1].objects.valid_on(on)
    return list(rows.order_by(*SHARED_LIST))


def typ_names(actor, model: type, kuerzel: Iterable[str]) -> dict[str, str]:
    """Return {Kürzel: name} of types, also of those that hold no longer."""
    rows = TYP_OF[model][1].objects.filter(kuerzel__in=list(kuerzel)).order_by("version")
    return dict(rows.values_list("kuerzel", "bezeichnung"))


def felder_of_typ(typ: Typ | None) -> list[Feld]:
    """Return the fields a version of a type prescribes, in their order."""
    return sorted_felder(typ.felder) if typ else []


def read_wert(
    actor, feld: Feld, raw: str, kept: Wert | None = None, *, on: date | None = None
) -> Wert | None:
    """Return the value of what was typed or sent; None for nothing.

    A reference is named by its id or its number: a person (Kennung), a unit (Kennzeichen), a file
    (Aktenzeichen) the actor may see. What it was before (`kept`) may stay although it could not be
    chosen anew. Raises akten.felder.WertInvalid.
    """
    text = raw.strip()
    if kept and text and _is_kept(feld, text, kept):
        return kept
    if not text or not feld.is_reference:
        return parse(feld, raw)
    row = READERS[FeldArt(feld.art)](actor, text, on)
    if row is None:
        raise WertInvalid(UNKNOWN[FeldArt(feld.art)])
    shown = {FeldArt.PERSON: "name", FeldArt.VERWEIS: "aktenzeichen"}.get(FeldArt(feld.art))
    return Wert(getattr(row, shown) if shown else str(row), reference=row.pk)


def _is_kept(feld: Feld, text: str, kept: Wert) -> bool:
    if feld.art == FeldArt.VERWEIS:  # its number would tell whether a hidden file is meant
        return text == HIDDEN
    if feld.art == FeldArt.JA_NEIN:  # the field was of another kind once
        return text == kept.text
    may_last = feld.is_reference or feld.art == FeldArt.AUSWAHL
    return may_last and text in (kept.text, str(kept.reference)) and not feld.option(text)


def _read_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _person(actor, text: str, on: date | None) -> Person | None:
    rows, key = Person.objects.active(), _read_uuid(text)
    return rows.filter(**({"pk": key} if key else {"kennung": text})).first()


def _einheit(actor, text: str, on: date | None) -> Organisationseinheit | None:
    rows, key = Organisationseinheit.objects.all(), _read_uuid(text)
    rows = rows.valid_on(on) if on else rows
    return rows.filter(**({"pk": key} if key else {"kennzeichen": text})).first()


def _file(actor, text: str, on: date | None) -> Akte | Vorgang | None:
    key = _read_uuid(text)
    return visible_files(actor, [key]).get(key) if key else find_file_by_number(actor, text)


READERS = {FeldArt.PERSON: _person, FeldArt.EINHEIT: _einheit, FeldArt.VERWEIS: _file}
UNKNOWN = {
    FeldArt.PERSON: "Diese Person arbeitet hier nicht.",
    FeldArt.EINHEIT: "Diese Einheit gibt es nicht.",
    FeldArt.VERWEIS: "Diese Akte oder diesen Vorgang gibt es nicht, oder Sie dürfen sie nicht"
    " sehen. Prüfen Sie das Aktenzeichen.",
}


def read_werte(
    actor, typ: Typ | None, raws: Mapping[str, str], kept: Mapping[UUID, Wert], *, on: date
) -> dict[UUID, Wert | None]:
    """Return the values of all fields of a type: those of `raws` ({name: what was sent}) anew, the
    others as they are kept.

    Raises akten.felder.WertInvalid with a sentence for each field that is not right.
    """
    felder = felder_of_typ(typ)
    given = {search_name(name): raw for name, raw in raws.items()}
    werte: dict[UUID, Wert | None] = {feld.id: kept.get(feld.id) for feld in felder}
    problems = []
    if unknown := given.keys() - {feld.name for feld in felder}:
        known = ", ".join(feld.name for feld in felder)
        names = ", ".join(sorted(unknown))
        problems.append(f"Diese Felder hat die Art nicht: {names}. Sie hat: {known or 'keine'}.")
    for feld in felder:
        if feld.name in given:
            try:
                werte[feld.id] = read_wert(actor, feld, given[feld.name], kept.get(feld.id), on=on)
            except WertInvalid as error:
                problems.append(f"„{feld.bezeichnung}“: {error}")
    if problems:
        raise WertInvalid(" ".join(problems))
    return werte


def typ_of(subject: Dokument | Vorgang) -> Typ | None:
    """Return the version of the type the object has."""
    return getattr(subject, TYP_OF[type(subject)][0])


def typ_field(model: type[Typ]) -> str:
    """Return under which name an object holds a type of this kind."""
    return next(name for name, typ in TYP_OF.values() if typ is model)


def vorgaben_of(typ: Typ | None) -> dict[UUID, Wert]:
    """Return the values with which the fields of a type begin."""
    presets = {feld.id: parse(feld, feld.vorgabe) for feld in felder_of_typ(typ)}
    return {key: wert for key, wert in presets.items() if wert is not None}


def field_names() -> frozenset[str]:
    """Return the names of all own fields of the open town, as the search knows them."""
    rows = [
        felder
        for model in (Dokumenttyp, Vorgangstyp)
        for felder in model.objects.exclude(felder=[]).values_list("felder", flat=True)
    ]
    return frozenset(Feld.of(row).name for felder in rows for row in felder) | {"vorgangstyp"}


def werte_of(
    actor, subjects: list, *, felder: Iterable[UUID] | None = None
) -> dict[UUID, dict[UUID, Wert]]:
    """Return {object: {field: value}} of Dokumente or Vorgänge that were read (one query).

    `felder`: only these fields.
    """
    found: dict[UUID, dict[UUID, Wert]] = defaultdict(dict)
    if not subjects:
        return found
    name = subjects[0]._meta.model_name
    ids = [row.pk for row in subjects]
    all_of, some_of = _WERTE[name]
    for row in all_of.all(ids=ids) if felder is None else some_of.all(ids=ids, felder=[*felder]):
        wert = Wert(row.text, row.number, row.day, row.reference)
        found[getattr(row, f"{name}_id")][row.feld_id] = wert
    return found


def _werte_at(kind: str) -> tuple[Ready, Ready]:
    def rows(actor, ids: list[UUID]):
        return Feldwert.objects.filter(**{f"{kind}__in": ids})

    def some(actor, ids: list[UUID], felder: list[UUID]):
        return rows(actor, ids).filter(feld_id__any=felder)

    return Ready(rows, ids=list), Ready(some, ids=list, felder=list)


_WERTE = {model._meta.model_name: _werte_at(model._meta.model_name) for model in TYP_OF}


def with_angaben(actor, subjects: list) -> dict[UUID, list[Angabe]]:
    """Return {object: its fields as shown}; a Verweis only names what the actor may see.

    A fixed number of queries, whatever the number of objects: values, names, files, types.
    """
    werte = werte_of(actor, subjects)
    own = {row.pk: felder_of_typ(typ_of(row)) for row in subjects}
    known = {feld.id: feld for felder in own.values() for feld in felder}
    lost = {key for one in werte.values() for key in one} - known.keys()
    known |= _former(subjects, lost) if lost else {}
    names = names_of(actor, known, werte)
    return {row.pk: _angaben(own[row.pk], werte.get(row.pk, {}), known, names) for row in subjects}


def angaben_of(actor, subject: Dokument | Vorgang) -> list[Angabe]:
    """Return the fields of one object as its page shows them."""
    return with_angaben(actor, [subject])[subject.pk]


def _former(subjects: list, lost: set[UUID]) -> dict[UUID, Feld]:
    """Return fields that only other versions of the types know, the newest of each."""
    keys = {typ.key for typ in map(typ_of, subjects) if typ}
    rows = TYP_OF[type(subjects[0])][1].objects.filter(key__in=keys).order_by("version")
    felder = [feld for row in rows for feld in felder_of_typ(row)]
    return {feld.id: feld for feld in felder if feld.id in lost}


def _angaben(felder: list[Feld], werte: dict, known: dict, names: dict) -> list[Angabe]:
    own = {feld.id for feld in felder}
    shown = []
    for feld in felder:
        wert, active = werte.get(feld.id), is_active(feld, felder, werte)
        if wert is not None:
            shown.append(_angabe(feld, wert, names))
        elif feld.is_pflicht and active:
            shown.append(Angabe(feld, "", is_missing=True))
    former = [key for key in werte if key not in own and key in known]
    return shown + [_angabe(known[key], werte[key], names, is_former=True) for key in former]


def _angabe(feld: Feld, wert: Wert, names: dict, *, is_former: bool = False) -> Angabe:
    if feld.art != FeldArt.VERWEIS:
        text = names.get(wert.reference, "") if feld.is_reference else ""
        return Angabe(feld, text or wert.text, wert, is_former=is_former)
    subject = names.get(wert.reference)
    return Angabe(feld, str(subject or HIDDEN), wert, subject=subject, is_former=is_former)


def names_of(actor, known: dict[UUID, Feld], werte: dict) -> dict:
    """Return the present names of persons and units and the visible files, by their id."""
    wanted = defaultdict(set)
    for one in werte.values():
        for key, wert in one.items():
            if key in known and wert.reference:
                wanted[known[key].art].add(wert.reference)
    names: dict = {}
    for art, kind in REFERENCE_KINDS.items():
        if wanted[art]:
            names |= registry.references[kind].names(wanted[art])
    return names | visible_files(actor, wanted[FeldArt.VERWEIS])


def visible_files(actor, ids: Iterable[UUID]) -> dict[UUID, Akte | Vorgang]:
    """Return those Akten and Vorgänge among `ids` that the actor may see."""
    ids, found = list(ids), {}
    for reader in (akten, vorgaenge) if ids else ():
        try:
            found.update({row.pk: row for row in reader(actor).filter(pk__in=ids)})
        except Http404:
            continue
    return found


def find_file_by_number(actor, aktenzeichen: str) -> Akte | Vorgang | None:
    """Return the visible Akte or Vorgang with exactly this Aktenzeichen, or None."""
    for reader in (vorgaenge, akten):
        try:
            found = reader(actor).filter(aktenzeichen=aktenzeichen.strip()).first()
        except Http404:
            continue
        if found is not None:
            return found
    return None
