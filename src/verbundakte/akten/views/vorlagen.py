"""The choice of a template on the pages that create an Akte or a Vorgang."""

from dataclasses import dataclass, field

from django.http import Http404, HttpRequest

from verbundakte.akten import queries
from verbundakte.akten.models import Schriftgutvorlage
from verbundakte.akten.queries import Vorbelegung
from verbundakte.akten.views.addresses import here, read_uuid
from verbundakte.akten.vorlagen import VorgangsvorlageSpec, Zugriffsvorgabe, read_vorlage
from verbundakte.core.bausteine.fields import enumerate_german
from verbundakte.core.bausteine.kinds import kind_named
from verbundakte.core.bausteine.places import in_order, list_named
from verbundakte.core.clock import today

PRESET = ("betreff", "medium", "bemerkung")


@dataclass(frozen=True)
class Offer:
    """The templates that fit, and the chosen one."""

    choices: list[dict]
    chosen: Schriftgutvorlage | None
    vorbelegung: Vorbelegung = field(default_factory=Vorbelegung)
    left_out: list[str] = field(default_factory=list)

    @property
    def kuerzel(self) -> str:
        """Return the Kürzel of the preset Vorgangstyp, or ""."""
        return self.vorbelegung.typ.kuerzel if self.vorbelegung.typ else ""

    @property
    def zugriff(self) -> str:
        """Return whom the template lets see it, as a sentence; "" when it says nothing."""
        if self.chosen is None:
            return ""
        spec = read_vorlage(self.chosen.kind, self.chosen.inhalt)
        rows = sorted(spec.genannte, key=lambda row: row.position)
        named = [row.bezeichnung for row in rows]
        if spec.zugriff is Zugriffsvorgabe.NUR:
            return f"Zuerst sehen es nur {enumerate_german(['Sie', *named])}."
        if spec.zugriff is Zugriffsvorgabe.PLUS:
            return f"Zusätzlich sehen es: {enumerate_german(named)}."
        return ""

    def said(self, done: str) -> str:
        """Return what was done, and after it what of the template was left out."""
        return " ".join([done, *(["Ausgelassen:", *self.left_out] if self.left_out else [])])

    @property
    def initial(self) -> dict:
        """Return what the template presets in the form."""
        if self.chosen is None:
            return {}
        preset = {name: self.chosen.inhalt.get(name, "") for name in PRESET}
        if preset["betreff"]:
            preset["betreff"] += " "
        return {name: value for name, value in preset.items() if value}

    @property
    def makes(self) -> list[tuple[str, str]]:
        """Return (what, titles) of everything the template makes or expects."""
        if self.chosen is None:
            return []
        spec, data = kind_named(self.chosen.kind).spec, self.chosen.inhalt
        rows = []
        for name, label in LISTS:
            if data.get(name):
                found = in_order(list_named(spec, name), data[name])
                rows.append((label, ", ".join(row["bezeichnung"] for row in found)))
        return rows


LISTS = (
    ("vorgaenge", "Legt Vorgänge an"),
    ("teilvorgaenge", "Legt Teilvorgänge an"),
    ("dokumente", "Erwartet"),
)


def offer(request: HttpRequest, kind: str, kennzeichen: str) -> Offer:
    """Return the templates for a plan unit and the one of the address (404 when it does not fit)."""
    rows = queries.vorlagen_for(request.actor, kind, kennzeichen, on=today())
    key = read_uuid(request.GET.get("vorlage", ""))
    chosen = next((row for row in rows if row.pk == key), None)
    if request.GET.get("vorlage") and chosen is None:
        raise Http404
    if not rows:
        return Offer([], None)
    ways = [(None, "Ohne Vorlage"), *((row, row.bezeichnung) for row in rows)]
    choices = [
        {
            "label": label,
            "url": here(request, vorlage=row.pk if row else ""),
            "is_current": row == chosen,
        }
        for row, label in ways
    ]
    if chosen is None:
        return Offer(choices, None)
    spec, found = read_vorlage(chosen.kind, chosen.inhalt), Vorbelegung()
    if isinstance(spec, VorgangsvorlageSpec):
        found = queries.vorbelegung_of(request.actor, spec, on=today())
    return Offer(choices, chosen, found, queries.left_out_of(request.actor, chosen, on=today()))
