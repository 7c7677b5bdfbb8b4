"""What a backup or package of a town knows of one Akte: read, and compared with what is here."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from verbundakte.akten.actions.uebernahme import AltEintrag
from verbundakte.core.actions import Refusal
from verbundakte.core.blobs.errors import Stored
from verbundakte.core.paket.excerpt import Rows, excerpt, rows_here, rows_in
from verbundakte.core.registry import registry

AKTE, VORGANG, DOKUMENT = "akten_akte", "akten_vorgang", "akten_dokument"
FASSUNG, DATEI = "akten_fassung", "akten_datei"
# What belongs to an Akte; what is referred to comes first.
PARTS = (
    AKTE, VORGANG, DOKUMENT, FASSUNG, DATEI, "akten_rendition", "akten_seitentext",
    "akten_anlagenquelle", "akten_pdfaurteil", "akten_schwaerzung", "akten_zdaverfuegung",
    "akten_beteiligung", "akten_feldwert", "akten_anmerkung", "akten_akteneinsicht",
    "akten_einsichtdokument", "akten_loeschung", "akten_loeschsperre", "akten_einschraenkung",
    "akten_berichtigungsvermerk", "akten_zugriffsregel", "akten_ausschluss", "akten_personalakte",
    "akten_frueherenummer", "akten_papierteil", "akten_verwahrstueck",
)  # fmt: skip
# What refers to an Akte and does not come back with it.
NOT_RESTORED = {
    "akten_aktenantrag": "die Entscheidung über den Antrag ist gefallen und steht im Verlauf",
    "akten_ordneruebernahme": "der Auftrag einer Übernahme ist keine Angabe der Akte",
    "akten_ordnerziel": "gehört zum Auftrag einer Übernahme",
    "akten_ordnerdatei": "gehört zum Auftrag einer Übernahme",
    "akten_ausleihe": "wo das Papier heute ist, sagt keine Sicherung",
    "akten_aushebung": "wo das Papier heute ist, sagt keine Sicherung",
    "akten_pruefakte": "ein Prüfauftrag gilt für die Zeit, für die er erteilt wurde",
    "akten_seitenauftrag": "ein Auftrag, der erledigt ist oder verfiel",
    "akten_bearbeitungssperre": "gilt nur, solange jemand das Dokument bearbeitet",
    "akten_arbeitsstand": "was ein Programm noch nicht abgelegt hat, gilt nur, solange jemand bearbeitet",
}
COMPARED = {AKTE: "Akten", VORGANG: "Vorgänge", DOKUMENT: "Dokumente", FASSUNG: "Fassungen"}
NOT_COMPARED = frozenset({"zone_id", "revision", "last_position"})
SUBJECTS = (AKTE, VORGANG, DOKUMENT)
SYSTEM = "Verbundakte"


class AkteUnknown(Refusal):
    """No such Akte in the backup."""


@dataclass(frozen=True)
class Stand:
    """An Akte as a backup knows it. `numbers`: Aktenzeichen and numbers by id; `left_out`: Dokumente
    that were deleted for good and stay so."""

    label: str
    root: str
    rows: Rows
    verlauf: list[tuple[str, AltEintrag]]
    verweise: list[dict]
    files: dict[str, Stored]
    left_out: int = 0

    def ids(self, *tables: str) -> list[str]:
        """Return the ids of the objects of these tables."""
        return [key for table in tables for key in self.rows[table]]


@dataclass
class Unterschied:
    """How objects of a kind differ between the backup and the present state; numbers as they are."""

    label: str
    same: int = 0
    changed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)


def read_stand(folder: Path, aktenzeichen: str, label: str, erased: Collection[str]) -> Stand:
    """Read what a package that was unpacked into `folder` knows of an Akte. Raises AkteUnknown."""
    root = next((row for row in rows_in(folder, AKTE) if row["aktenzeichen"] == aktenzeichen), None)
    if root is None:
        raise AkteUnknown(
            f"Eine Akte {aktenzeichen} gibt es in diesem Stand nicht; geben Sie einen anderen"
            " Zeitpunkt oder das Aktenzeichen von damals an."
        )
    rows = excerpt(folder, PARTS, (AKTE, root["id"]), erased)
    gone = {
        row["id"]
        for row in rows_in(folder, DOKUMENT)
        if row["id"] in erased and row["akte_id"] in rows[AKTE]
    }
    named = {row["blob_id"] for table in (DATEI, "akten_rendition") for row in rows[table].values()}
    files = {
        row["id"]: Stored(row["sha256"], row["size"])
        for row in rows_in(folder, "core_blob")
        if row["id"] in named
    }
    subjects = {key for table in SUBJECTS for key in rows[table]}
    ends = ("from_id", "to_id")
    verweise = [
        row
        for row in rows_in(folder, "akten_verweis")
        if any(row[end] in subjects for end in ends) and not any(row[end] in gone for end in ends)
    ]
    verlauf = _read_verlauf(folder, subjects)
    return Stand(label, root["id"], rows, verlauf, verweise, files, len(gone))


def _read_verlauf(folder: Path, subjects: set[str]) -> list[tuple[str, AltEintrag]]:
    """Return the history of the objects; what the log has here is read here: erased stays erased."""
    events = {
        row["id"]: row for row in rows_in(folder, "core_event") if row["subject_id"] in subjects
    }
    here = rows_here("core_event", "id", events.keys())
    names = {
        row["id"]: f"{row['vorname']} {row['familienname']}".strip()
        for row in rows_in(folder, "organisation_person")
    }
    details = [
        row
        for row in rows_in(folder, "core_eventdetail")
        if row["event_id"] in events and row["event_id"] not in here
    ]
    details += rows_here("core_eventdetail", "event_id", here.keys()).values()
    changes: dict[str, list[dict]] = {}
    for row in sorted(details, key=lambda row: row["position"]):
        if row["name"] is not None:
            changes.setdefault(row["event_id"], []).append(row)
    found = []
    for key, event in events.items():
        for change in changes.get(key) or [{"name": "", "old": "", "new": ""}]:
            found.append((event["subject_id"], _entry(event, change, names)))
    return found


def _entry(event: dict, change: dict, names: dict[str, str]) -> AltEintrag:
    sentence = registry.events.get(event["name"], event["name"])
    return AltEintrag(
        at=datetime.fromisoformat(event["at"]),
        who=names.get(event["actor_id"], SYSTEM)[:200],
        action=sentence[:500],
        field=change["name"][:200],
        old=change["old"] or "",
        new=change["new"] or "",
    )


def compare(stand: Stand) -> list[Unterschied]:
    """Return for each kind of object how the backup and the present state of the Akte differ."""
    found = []
    below = {AKTE: "parent_id", VORGANG: "akte_id", DOKUMENT: "akte_id", FASSUNG: "dokument_id"}
    for table, label in COMPARED.items():
        there = stand.rows[table]
        here = rows_here(table, "id", there)
        above = stand.rows[DOKUMENT if table == FASSUNG else AKTE]
        one = Unterschied(label)
        for key, row in there.items():
            if key not in here:
                one.gone.append(_number(table, row, stand))
            elif _known(row) != _known(here[key]):
                one.changed.append(_number(table, row, stand))
            else:
                one.same += 1
        fresh = rows_here(table, below[table], above)
        one.added = [
            _number(table, row, stand)
            for key, row in fresh.items()
            if key not in there and not row.get("erased_at")
        ]
        found.append(one)
    return found


def _known(row: dict) -> dict:
    return {name: value for name, value in row.items() if name not in NOT_COMPARED}


def _number(table: str, row: dict, stand: Stand) -> str:
    if table == FASSUNG:
        dokument = stand.rows[DOKUMENT].get(row["dokument_id"], {})
        return f"{_number(DOKUMENT, dokument, stand)}, Fassung {row['nummer']}"
    if table == DOKUMENT:
        vorgang = stand.rows[VORGANG].get(row.get("vorgang_id") or "", {})
        kind = "Anlage" if row.get("parent_id") else "Nr."
        place = f"{vorgang.get('aktenzeichen', '')} {kind} {row.get('position', '')}"
        return row.get("kennzeichen") or place.strip()
    return row["aktenzeichen"]
