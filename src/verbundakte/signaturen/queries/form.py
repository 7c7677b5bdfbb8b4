"""Which form a Dokument needs, and which its Fassung has."""

from verbundakte.akten.models import Dokument, Fassung
from verbundakte.core.clock import today
from verbundakte.signaturen.form import Form, Schritt
from verbundakte.signaturen.models import Signatur, Signaturkonzept, Signaturpruefung, Urteil

BEFORE = {
    Schritt.SCHLUSSZEICHNUNG: (Schritt.SCHLUSSZEICHNUNG,),
    Schritt.VERSAND: (Schritt.VERSAND, Schritt.SCHLUSSZEICHNUNG),
}
MOST_SIGNED = 20


def vorgaben_for(actor, dokument: Dokument, *, schritt: Schritt) -> list[Signaturkonzept]:
    """Return what must be kept before a step; what an earlier step demands holds later, too."""
    steps = BEFORE[Schritt(schritt)]
    rows = Signaturkonzept.objects.valid_on(today()).filter(
        dokumenttyp=dokument.dokumenttyp.kuerzel, schritt__in=steps
    )
    return sorted(rows, key=lambda row: (steps.index(row.schritt), row.bezeichnung, row.pk))


def form_for(
    actor, dokument: Dokument, *, schritt: Schritt = Schritt.VERSAND
) -> Signaturkonzept | None:
    """Return the form that a Dokument which was read needs before a step, None without a rule."""
    return next(iter(vorgaben_for(actor, dokument, schritt=schritt)), None)


def forms_of(actor, fassung: Fassung) -> list[Form]:
    """Return the form of each signature on a Fassung: what we made, and foreign ones found valid."""
    own = _own(fassung)
    known = {row.zertifikat.sha256 for row in own}
    return [*(Form(row.form) for row in own), *_foreign(fassung, known)]


def _own(fassung: Fassung) -> list[Signatur]:
    """Signatures we made on the way to this Fassung: one may sign what another has signed."""
    rows = Signatur.objects.filter(dokument=fassung.dokument_id).select_related("zertifikat")
    by_fassung = {row.fassung_id: row for row in rows.order_by("-at", "-pk")[:MOST_SIGNED]}
    found, at = [], fassung.pk
    while at in by_fassung:
        row = by_fassung.pop(at)
        found.append(row)
        at = row.quelle_id
    return found


def _foreign(fassung: Fassung, known: set[str]) -> list[Form]:
    rows = Signaturpruefung.objects.filter(datei__fassung=fassung).order_by("-created_at", "-pk")
    newest = rows.first()
    found = newest.signaturen if newest is not None else []
    return [
        Form(one["form"])
        for one in found
        if one["urteil"] == Urteil.GUELTIG and one["zertifikat"] not in known
    ]
