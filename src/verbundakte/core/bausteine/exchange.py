"""One version of a Baustein as one file: written for others, read with all that can be wrong."""

import json
from dataclasses import dataclass
from uuid import UUID

from verbundakte.core.actions import Refusal
from verbundakte.core.bausteine.kinds import BausteinKind
from verbundakte.core.bausteine.spec import SpecInvalid, canonical, digest
from verbundakte.core.models import Baustein, BausteinVersion
from verbundakte.core.registry import registry

FORMAT = "verbundakte.baustein/1"
MOST_BYTES = 8 * 1024 * 1024


class Unreadable(Refusal):
    """A file that is no Baustein, or one that was changed on its way."""


@dataclass(frozen=True)
class Package:
    """What a file holds; its digest was compared with its content."""

    kind: BausteinKind
    key: UUID
    name: str
    number: int
    origin: str
    digest: str
    data: dict


def write(version: BausteinVersion, *, origin: str) -> str:
    """Return the file of a version (JSON); `origin` names the town it comes from."""
    baustein = version.baustein
    package = {
        "format": FORMAT,
        "kind": baustein.kind,
        "key": str(baustein.key),
        "name": baustein.name,
        "version": version.number,
        "valid_from": version.valid_from.isoformat() if version.valid_from else None,
        "origin": baustein.origin or origin,
        "digest": version.digest,
        "content": json.loads(version.content),
    }
    return json.dumps(package, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def file_name(baustein: Baustein, number: int) -> str:
    """Return the name of a version's file."""
    words = "".join(char if char.isalnum() else "-" for char in baustein.name)
    return f"{words.strip('-')[:80] or 'Vorlage'}-Fassung-{number}.json"


def read(content: bytes) -> Package:
    """Return what a file holds. Raises Unreadable with a German sentence."""
    if len(content) > MOST_BYTES:
        raise Unreadable("Die Datei ist größer als 8 MB; so große Vorlagen gibt es nicht.")
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Unreadable(
            "Die Datei ist keine Vorlage. Wählen Sie eine Datei, die aus „Vorlagen und Regeln“"
            " gespeichert wurde."
        ) from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise Unreadable(
            "Die Datei ist keine Vorlage dieser Fassung von Verbundakte. Lassen Sie sie sich noch"
            " einmal geben."
        )
    return _package(found)


def _package(found: dict) -> Package:
    kind = registry.bausteine.get(str(found.get("kind")))
    if kind is None:
        raise Unreadable("Diese Art von Vorlage gibt es hier nicht.")
    try:
        spec = kind.spec.read(found.get("content"))
        key, number = UUID(str(found.get("key"))), int(found.get("version") or 0)
    except SpecInvalid as invalid:
        raise Unreadable(f"Der Inhalt der Datei passt nicht: {invalid}") from invalid
    except (ValueError, TypeError):
        raise Unreadable("In der Datei fehlen Kennung oder Fassung der Vorlage.") from None
    made = digest(kind.kind, canonical(spec))
    if made != found.get("digest"):
        raise Unreadable(
            "Die Prüfsumme stimmt nicht: Der Inhalt wurde nach dem Speichern verändert oder ist"
            " beschädigt. Lassen Sie sich die Datei noch einmal geben."
        )
    origin = str(found.get("origin") or "")[:120]
    return Package(kind, key, spec.title()[:200], number, origin, made, spec.data())
