"""What a message says, and what was checked of it. Everything from outside is read in the sandbox;
what cannot be read is told and never keeps a message from arriving."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.utils.timezone import get_default_timezone

from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.posteingang.actions.nachricht import Nachweis
from verbundakte.posteingang.behoerdenpost.signaturen import is_broken, signed_proofs
from verbundakte.posteingang.behoerdenpost.teile import Sortiert, Teil, in_order
from verbundakte.posteingang.models import Verschluss
from verbundakte.standards import fitconnect, xjustiz
from verbundakte.standards.herkunft import WITHOUT, Herkunft

ABSENDER, NACHRICHT, PRUEFSUMMEN, IDENTITAET, VOLLSTAENDIG = (
    "absender", "nachricht", "pruefsummen", "identitaet", "vollstaendig",
)  # fmt: skip
BELIEVED = timedelta(days=90)
NO_XML = "Der Nachricht liegt weder ein XJustiz-Datensatz noch eine „metadata.json“ bei."
NAMED = 5
BROKEN = "Die Signatur des Nachweises ist ungültig; was in ihm steht, zählt nicht."


@dataclass
class Gelesen:
    """What a message told: fields of the Ankunft, its files in order, proofs (with their file)."""

    told: dict = field(default_factory=dict)
    inhalt: list[Teil] = field(default_factory=list)
    nachweise: list[tuple[Nachweis, Teil | None]] = field(default_factory=list)
    fehlt: list[str] = field(default_factory=list)
    is_verschlusssache: bool = False


def read(sortiert: Sortiert, at: datetime) -> Gelesen:
    """Return what a message says; a sender nobody confirmed is told as such."""
    gelesen = Gelesen(inhalt=list(sortiert.inhalt))
    if sortiert.nachricht is None:
        gelesen.nachweise.append((Nachweis(NACHRICHT, NO_XML), None))
    else:
        _message(gelesen, sortiert)
    _sender(gelesen, sortiert, at)
    return gelesen


def _message(gelesen: Gelesen, sortiert: Sortiert) -> None:
    teil = sortiert.nachricht
    try:
        told = _asked(teil, sortiert.form)
    except ConversionFailed as failure:
        gelesen.nachweise.append((Nachweis(NACHRICHT, failure.message), teil))
        return
    tell = _xjustiz if sortiert.form == "xjustiz" else _fitconnect
    tell(gelesen, told, teil)
    if gelesen.fehlt:
        shown = ", ".join(gelesen.fehlt[:NAMED]) + (" …" if len(gelesen.fehlt) > NAMED else "")
        gelesen.nachweise.append(
            (Nachweis(VOLLSTAENDIG, f"Genannt, aber nicht dabei: {shown}"), None)
        )


def _asked(teil: Teil, form: str) -> dict:
    return converters().read_message(current_tenant(), teil.path, form, teil.name)


def _xjustiz(gelesen: Gelesen, told: dict, teil: Teil) -> None:
    names = [one["dateiname"] for one in told["dateien"]]
    gelesen.inhalt, gelesen.fehlt = in_order(gelesen.inhalt, names)
    letters = [one for one in told["dateien"] if one["bestandteil"] != xjustiz.SIGNATUR]
    shown = letters[0]["anzeigename"] if letters else ""
    zeichen = told["absender_zeichen"]
    gelesen.told = {
        "absender": told["absender"],
        "betreff": shown or "Nachricht aus dem elektronischen Rechtsverkehr",
        "fremdes_geschaeftszeichen": zeichen[0][:120] if zeichen else "",
        "angaben": _without_empty(
            unser_zeichen=told["unser_zeichen"],
            absender_zeichen=zeichen[1:],
            eilt=told["eilt"],
            nachricht=told["nachrichten_id"],
        ),
    }
    if told["vertraulich"]:
        gelesen.told["verschluss"] = Verschluss.VERTRAULICH
        gelesen.is_verschlusssache = told["vertraulich"] == xjustiz.CLASSIFIED
    ergebnis = f"XJustiz {told['version']}, Übermittlung von Schriftgut, lesbar."
    gelesen.nachweise.append((Nachweis(NACHRICHT, ergebnis, {"xjustiz": told["version"]}), teil))


def _fitconnect(gelesen: Gelesen, told: dict, teil: Teil) -> None:
    digests = {fitconnect.digest_of(_chunks(one.path)): one for one in gelesen.inhalt}
    wanted = [(one["sha512"], one["dateiname"] or one["anlage_id"]) for one in told["anlagen"]]
    purposes = [one["zweck"] for one in told["anlagen"]]
    first = sorted(zip(wanted, purposes, strict=True), key=lambda one: one[1] != "form")
    wanted = [one for one, _ in first]
    if told["sha512"]:
        wanted.append((told["sha512"], "Fachdaten"))
    named = [digests[digest] for digest, _ in wanted if digest in digests]
    gelesen.fehlt = [name for digest, name in wanted if digest not in digests]
    gelesen.inhalt = [*named, *(one for one in gelesen.inhalt if one not in named)]
    gelesen.told = {
        "betreff": f"Antrag: {told['leistung'] or told['leistung_key'] or 'ohne Bezeichnung'}",
        "fremdes_geschaeftszeichen": told["zeichen"][:120],
        "angaben": _without_empty(
            leistung=told["leistung_key"], antwort_an=told["antwort_an"], schema=told["schema"]
        ),
    }
    if told["beantragt_on"]:
        gelesen.told["datum_des_schreibens"] = datetime.fromisoformat(told["beantragt_on"]).date()
    gelesen.nachweise.append((Nachweis(NACHRICHT, "Metadaten von FIT-Connect, lesbar."), teil))
    fit = "Die Prüfsummen aller genannten Dateien stimmen."
    if gelesen.fehlt:
        fit = "Zu mindestens einer genannten Datei passt keine der Dateien, die dabei sind."
    gelesen.nachweise.append((Nachweis(PRUEFSUMMEN, fit), None))
    for nachweis in told["nachweise"]:
        text = f"{nachweis} liegt bei; er ist nicht geprüft."
        gelesen.nachweise.append((Nachweis(IDENTITAET, text), None))


def _sender(gelesen: Gelesen, sortiert: Sortiert, at: datetime) -> None:
    """Tell what the protocol says of the sender, else the vhn.xml, else that nothing proves it."""
    proof, form = (sortiert.protokoll, "protokoll")
    if proof is None:
        proof, form = sortiert.vhn, "vhn"
    told: dict = {}
    herkunft, satz = WITHOUT.herkunft, WITHOUT.satz
    if proof is not None:
        try:
            told = _asked(proof, form)
            herkunft, satz = Herkunft(told["herkunft"]), told["satz"]
        except ConversionFailed as failure:
            herkunft, satz = Herkunft.NICHT_SICHER, f"Prüfprotokoll: {failure.message}"
    signatures = list(signed_proofs(sortiert))
    if any(one is proof and is_broken(nachweis) for nachweis, one in signatures):
        herkunft, satz = Herkunft.FEHLGESCHLAGEN, BROKEN
    if herkunft is not WITHOUT.herkunft or sortiert.form != "fitconnect":
        facts = {name: told[name] for name in ("absender", "nutzer") if told.get(name)}
        angaben = {"herkunft": str(herkunft)} | facts
        nachweis = Nachweis(ABSENDER, f"{herkunft.label}: {satz}"[:300], angaben)
        gelesen.nachweise.append((nachweis, proof))
    gelesen.nachweise += [(nachweis, None) for nachweis, _ in signatures]
    for name in ("absender", "betreff"):
        if told.get(name) and _is_vague(gelesen.told.get(name, "")):
            gelesen.told[name] = told[name]
    if moment := _moment(told.get("eingang"), at):
        gelesen.told["eingegangen_at"] = moment
    rest = [one for one in sortiert.nachweise if one is not proof]
    gelesen.nachweise += [
        (Nachweis("beilage", f"Nachweis „{one.name}“ liegt bei."), one) for one in rest
    ]


def _is_vague(text: str) -> bool:
    """Tell whether the message itself names nothing, or only the code of a court."""
    head, _, code = text.partition(" ")
    return not text or (head in ("Gericht", "Behörde") and code.isalnum() and code.upper() == code)


def _moment(text: str | None, at: datetime) -> datetime | None:
    """Return the local time of a receiving server, unless it cannot be."""
    try:
        found = datetime.fromisoformat(text or "").replace(tzinfo=get_default_timezone())
    except ValueError:
        return None
    return found if at - BELIEVED <= found <= at else None


def _without_empty(**values) -> dict:
    return {name: value for name, value in values.items() if value}


def _chunks(path: Path) -> Iterator[bytes]:
    with open(path, "rb") as file:
        while chunk := file.read(1 << 20):
            yield chunk
