"""The mapping file: which column of the old system is which field here (JSON)."""

import json
from dataclasses import dataclass, field

from verbundakte.standards.uebernahme.felder import FIELDS, path


class AbbildungInvalid(Exception):
    """The mapping cannot be used; `message` is one German sentence."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Tabelle:
    """One table: its file, {field: column}, fixed values, {field: {old value: new value}}."""

    file: str
    columns: dict[str, str]
    fixed: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Abbildung:
    """The whole mapping. `source` names the old system; charset and separator are found if empty."""

    source: str
    tables: dict[str, Tabelle]
    charset: str = ""
    separator: str = ""


def read_abbildung(text: str) -> Abbildung:
    """Return the mapping in a JSON text. Raises AbbildungInvalid."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise AbbildungInvalid(f"Die Abbildung ist kein gültiges JSON ({error}).") from error
    if not isinstance(data, dict):
        raise AbbildungInvalid("Die Abbildung muss ein Objekt mit den Tabellen sein.")
    known = {"quelle", "zeichensatz", "trennzeichen", *FIELDS}
    for name in data:
        if name not in known:
            raise AbbildungInvalid(
                f"Die Abbildung kennt „{name}“ nicht. Möglich sind: {', '.join(sorted(known))}."
            )
    source = data.get("quelle")
    if not isinstance(source, str) or not source.strip():
        raise AbbildungInvalid("In der Abbildung fehlt „quelle“: der Name des alten Systems.")
    tables = {kind: _table(kind, data[kind]) for kind in FIELDS if kind in data}
    if not tables:
        raise AbbildungInvalid("Die Abbildung nennt keine Tabelle (akten, vorgaenge, dokumente).")
    return Abbildung(
        source.strip()[:100],
        tables,
        str(data.get("zeichensatz", "")),
        str(data.get("trennzeichen", "")),
    )


def _table(kind: str, data: object) -> Tabelle:
    if not isinstance(data, dict) or not isinstance(data.get("tabelle"), str):
        raise AbbildungInvalid(f"Bei „{kind}“ fehlt „tabelle“: der Name der Datei.")
    try:
        file = path(data["tabelle"])
    except ValueError as error:
        raise AbbildungInvalid(f"Bei „{kind}“: „tabelle“ {error}.") from error
    parts = {name: data.get(name, {}) for name in ("felder", "fest", "werte")}
    for name, part in parts.items():
        if not isinstance(part, dict):
            raise AbbildungInvalid(f"Bei „{kind}“ muss „{name}“ Felder und Werte nennen.")
        for each in part:
            if each not in FIELDS[kind]:
                fields = ", ".join(FIELDS[kind])
                raise AbbildungInvalid(
                    f"Bei „{kind}“ gibt es das Feld „{each}“ nicht. Möglich sind: {fields}."
                )
    columns, fixed = parts["felder"], parts["fest"]
    for name, spec in FIELDS[kind].items():
        if spec.is_required and name not in columns and name not in fixed:
            raise AbbildungInvalid(f"Bei „{kind}“ ist „{name}“ keiner Spalte zugeordnet.")
    return Tabelle(
        file,
        {name: str(column) for name, column in columns.items()},
        {name: str(value) for name, value in fixed.items()},
        {
            name: {str(old): str(new) for old, new in _mapping(kind, name, values).items()}
            for name, values in parts["werte"].items()
        },
    )


def _mapping(kind: str, name: str, values: object) -> dict:
    if not isinstance(values, dict):
        raise AbbildungInvalid(
            f"Bei „{kind}“ muss „werte“ für „{name}“ alte und neue Werte nennen."
        )
    return values
