"""Own fields as columns of lists: offered by type, read at once for a page, sorted and narrowed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, partial
from uuid import UUID

from django.db.models import FilteredRelation, Q

from verbundakte.akten.felder import (
    Feld,
    FeldArt,
    Option,
    Wert,
    WertInvalid,
    decimals_of,
    parse,
    problems,
    typed,
)
from verbundakte.akten.listen.columns import YES_NO, einheit_choices, person_choices
from verbundakte.akten.models import Feldwert, Typ
from verbundakte.akten.models.feldwert import lacks
from verbundakte.akten.queries.felder import (
    FORMER,
    HIDDEN,
    TYP_OF,
    felder_of_typ,
    find_file_by_number,
    names_of,
    typ_of,
    werte_of,
)
from verbundakte.core.db.ready import Ready
from verbundakte.core.lists.columns import (
    PREFIX,
    Cell,
    Choices,
    Column,
    Days,
    Numbers,
    Related,
    Words,
)

PATHS = {FeldArt.ZAHL: "number", FeldArt.GELD: "number", FeldArt.DATUM: "day"}
JOINED = "feldwert"


@dataclass(frozen=True)
class Feldspalte(Column):
    """A column that shows an own field; `typ` is the Kürzel of its type."""

    feld: Feld | None = None
    typ: str = ""


@dataclass(frozen=True)
class Fehlspalte(Column):
    """A column that names the mandatory fields an object lacks; `felder` of each type by its key."""

    felder: dict[UUID, list[Feld]] = field(default_factory=dict)


@dataclass(frozen=True)
class File(Words):
    """The Aktenzeichen of a file; what the person may not see is found as little as what is not."""

    find: Callable[[str], UUID | None] = lambda text: None

    def narrow(self, rows, key: str, given):
        """Return the rows that name this file."""
        found = self.find(given[f"{PREFIX}{key}"][0])
        return rows.filter(**{self.path: found}) if found else rows.none()


def feldspalten(actor, model: type, taken: Iterable[str] = ()) -> tuple[Column, ...]:
    """Return the columns of all own fields of Dokumente or Vorgänge (`model`), type by type; before
    them which mandatory ones are missing.

    A field keeps its newest definition; what a later version left out stays and says so. `taken`
    are labels of other columns: a field of the same name also names its type. One query.
    """
    felder = _felder_by_typ(model)
    counts: dict[str, int] = dict.fromkeys(taken, 1)
    for _, feld, _ in felder:
        counts[feld.bezeichnung] = counts.get(feld.bezeichnung, 0) + 1
    build = _Build(actor, model)
    columns = (
        build.column(typ, feld, is_former, is_clear=counts[feld.bezeichnung] == 1)
        for typ, feld, is_former in felder
    )
    return (*_missing(model, felder), *columns)


def _asked(found: list[tuple]) -> dict[str, tuple[Typ, Feld]]:
    """Return the mandatory fields of `_felder_by_typ` by their id."""
    rows = ((typ, feld) for typ, feld, is_former in found if feld.is_pflicht and not is_former)
    return {str(feld.id): (typ, feld) for typ, feld in rows}


def _lacking(model: type, rows, asked: Iterable[tuple[Typ, Feld]]):
    """Return those of the objects that lack one of these fields."""
    condition = Q(pk__in=[])
    for typ, feld in asked:
        of_typ = Q(**{f"{TYP_OF[model][0]}__key": typ.key})
        condition |= of_typ & lacks(model, feld, felder_of_typ(typ))
    return rows.filter(condition)


def lacking(actor, rows):
    """Return those of these Dokumente or Vorgänge that lack a mandatory field of their type as it
    is now (one query more)."""
    return _lacking(rows.model, rows, _asked(_felder_by_typ(rows.model)).values())


def _missing(model: type, found: list[tuple]) -> list[Fehlspalte]:
    """Return the column of missing mandatory fields; none where nothing is mandatory."""
    asked = _asked(found)
    if not asked:
        return []
    choices = [
        (key, f"{feld.bezeichnung}, {typ.bezeichnung}") for key, (typ, feld) in asked.items()
    ]

    def narrow(rows, values: list[str]):
        return _lacking(model, rows, [asked[value] for value in values if value in asked])

    return [
        Fehlspalte(
            "fehlend",
            "Fehlende Pflichtangaben",
            lambda row: row.missing_shown,
            filter=Choices("pk", lambda actor: choices, apply=narrow, is_id=True),
            is_default=False,
            needs=(f"{TYP_OF[model][0]}__key",),
            felder={typ.key: felder_of_typ(typ) for typ, _ in asked.values()},
        )
    ]


def _versions(model: type[Typ]) -> Ready:
    return Ready(lambda actor: model.objects.order_by("version"))


_VERSIONS = {model: _versions(typ) for model, (_, typ) in TYP_OF.items()}


def _felder_by_typ(model: type) -> list[tuple]:
    """Return (newest version of the type, field, left out now), in the order of types and fields."""
    versions: dict[UUID, list] = {}
    for typ in _VERSIONS[model].all():
        versions.setdefault(typ.key, []).append(typ)
    found = []
    newest_first = sorted(versions.values(), key=lambda rows: (rows[-1].reihenfolge, rows[-1].pk))
    for rows in newest_first:
        felder: dict[UUID, Feld] = {}
        for typ in reversed(rows):
            for feld in felder_of_typ(typ):
                known = felder.setdefault(feld.id, feld)
                felder[feld.id] = replace(known, optionen=_all_optionen(known, feld))
        now = {feld.id for feld in felder_of_typ(rows[-1])}
        found += [(rows[-1], feld, feld.id not in now) for feld in felder.values()]
    return found


def _all_optionen(known: Feld, older: Feld) -> tuple[Option, ...]:
    """Return the choices of a field and those an older version of it had."""
    ids = {option.id for option in known.optionen}
    former = (option for option in older.optionen if option.id not in ids)
    more = (replace(option, bezeichnung=f"{option.bezeichnung} ({FORMER})") for option in former)
    return (*known.optionen, *more)


class _Build:
    """Makes columns; persons and units are read once, and only when a filter offers them."""

    def __init__(self, actor, model: type):
        self.actor, self.model = actor, model
        self.link = model._meta.model_name
        self.persons = cache(lambda: person_choices(actor))
        self.einheiten = cache(lambda: einheit_choices(actor))

    def column(self, typ, feld: Feld, is_former: bool, *, is_clear: bool) -> Feldspalte:
        """Return the column of a field."""
        label = f"{feld.bezeichnung} (EUR)" if feld.art == FeldArt.GELD else feld.bezeichnung
        label = label if is_clear else f"{label}, {typ.bezeichnung}"
        path = PATHS.get(FeldArt(feld.art), "folded")
        is_sorted = feld.art != FeldArt.VERWEIS  # its order would tell of files one may not see
        return Feldspalte(
            f"feld-{feld.id.hex}",
            f"{label} ({FORMER})" if is_former else label,
            partial(_read, feld.id),
            order=f"{JOINED}__{path}" if is_sorted else "",
            filter=Related(
                self._filter(feld),
                partial(Feldwert.objects.filter, feld_id=feld.id),
                self.link,
            ),
            is_default=False,
            join=partial(_joined, feld.id),
            group=typ.bezeichnung,
            needs=(),
            feld=feld,
            typ=typ.kuerzel,
        )

    def _filter(self, feld: Feld):
        match feld.art:
            case FeldArt.ZAHL | FeldArt.GELD:
                return Numbers("number", partial(_number, feld), lambda n: typed(feld, n).text)
            case FeldArt.DATUM:
                return Days("day")
            case FeldArt.AUSWAHL:
                rows = [(str(option.id), option.bezeichnung) for option in feld.optionen]
                return Choices("reference", lambda actor: rows, is_id=True)
            case FeldArt.JA_NEIN:
                return Choices("folded", lambda actor: YES_NO)
            case FeldArt.PERSON:
                return Choices("reference", lambda actor: self.persons(), is_id=True)
            case FeldArt.EINHEIT:
                return Choices("reference", lambda actor: self.einheiten(), is_id=True)
            case FeldArt.VERWEIS:
                return File("reference", find=self._find)
        return Words("folded")

    def _find(self, aktenzeichen: str) -> UUID | None:
        found = find_file_by_number(self.actor, aktenzeichen)
        return found.pk if found else None


def _number(feld: Feld, text: str) -> int:
    wert = parse(feld, text)
    if wert is None or wert.number is None:
        raise WertInvalid("Das ist keine Zahl.")
    return wert.number


def _joined(feld_id: UUID, rows):
    condition = Q(feldwerte__feld_id=feld_id)
    return rows.alias(**{JOINED: FilteredRelation("feldwerte", condition=condition)})


def _read(feld_id: UUID, row) -> Cell:
    return row.felder_shown.get(feld_id)


def read_felder(actor, rows: list, columns: Iterable[Column]) -> list:
    """Put on each row what its own fields show in these columns; return the rows.

    A fixed number of queries: the values, and the names of persons, units and files in them.
    """
    for column in columns:
        if isinstance(column, Fehlspalte):
            _read_missing(actor, rows, column)
    wanted = {
        column.feld.id: column.feld
        for column in columns
        if isinstance(column, Feldspalte) and column.feld
    }
    if not wanted or not rows:
        return rows
    werte = werte_of(actor, rows, felder=wanted)
    names = names_of(actor, wanted, werte)
    for row in rows:
        given = werte.get(row.pk, {})
        row.felder_shown = {key: _cell(wanted[key], wert, names) for key, wert in given.items()}
    return rows


def _read_missing(actor, rows: list, column: Fehlspalte) -> None:
    """Put on each row which mandatory fields of its type it lacks (one query)."""
    werte = werte_of(actor, rows)
    for row in rows:
        typ = typ_of(row)
        felder = column.felder.get(typ.key, []) if typ else []
        missing = problems(felder, werte.get(row.pk, {}))
        row.missing_shown = ", ".join(one.bezeichnung for one in felder if one.id in missing)


def _cell(feld: Feld, wert: Wert, names: dict) -> Cell:
    if feld.is_reference and wert.reference:
        kept = HIDDEN if feld.art == FeldArt.VERWEIS else wert.text
        return str(names.get(wert.reference) or kept)
    if wert.number is not None:
        value = Decimal(wert.number).scaleb(-decimals_of(wert))
        is_plain = not wert.text.endswith(" EUR")
        return int(value) if is_plain and value == int(value) else value
    return wert.day or wert.text
