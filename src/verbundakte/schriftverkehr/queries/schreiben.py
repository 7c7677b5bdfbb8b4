"""Letters, read through the rights of their Dokumente."""

from uuid import UUID

from django.http import Http404

from verbundakte.akten.models import Dokument, Vorgang
from verbundakte.akten.queries import dokumente, get_vorgang
from verbundakte.geschaeftsgang.models import Zeichnung
from verbundakte.schriftverkehr.models import Empfaenger, Exemplar, Reinschrift, Schreiben
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.queries.satz import Blatt

MOST_OFFERED = 100


def schreiben_seen(actor):
    """Return the Schreiben the actor may see: those whose Dokument she may read, none in the bin."""
    if Permission.SCHREIBEN_READ not in actor.permissions:
        raise Http404
    seen = Dokument.objects.visible_to(actor).filter(trashed_at=None)
    rows = Schreiben.objects.filter(dokument__in=seen)
    return rows.select_related(
        "dokument__vorgang", "vorlage", "briefkopf", "person", "stelle__einheit", "bezug"
    )


def get_schreiben(actor, key: UUID) -> Schreiben:
    """Return a Schreiben, or 404."""
    row = schreiben_seen(actor).filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def schreiben_of(actor, dokument: Dokument) -> Schreiben | None:
    """Return the Schreiben a Dokument that was read is, if it is one (one query)."""
    if Permission.SCHREIBEN_READ not in actor.permissions:
        return None
    return Schreiben.objects.filter(dokument=dokument).first()


def schreiben_in(actor, vorgang: Vorgang, *, with_series: bool = True) -> list[Schreiben]:
    """Return the letters of a Vorgang that was read, the newest first, with their Reinschrift;
    without those of Briefserien, if so asked."""
    rows = schreiben_seen(actor).filter(dokument__vorgang=vorgang)
    if not with_series:
        rows = rows.filter(serie=None)
    found = list(rows.order_by("-created_at", "-pk")[:MOST_OFFERED])
    final = Reinschrift.objects.filter(schreiben__in=found, withdrawn_at=None)
    by_letter = {row.schreiben_id: row for row in final}
    for row in found:
        row.reinschrift = by_letter.get(row.pk)
    return found


def empfaenger_of(actor, schreiben: Schreiben) -> list[Empfaenger]:
    """Return to whom a Schreiben that was read goes, with what is enclosed (two queries)."""
    rows = schreiben.empfaenger.select_related("kontakt").prefetch_related("beilagen__dokument")
    return list(rows.order_by("position"))


def reinschrift_of(actor, schreiben: Schreiben) -> Reinschrift | None:
    """Return the Reinschrift of a Schreiben that was read, if it stands."""
    rows = Reinschrift.objects.filter(schreiben=schreiben, withdrawn_at=None)
    return rows.select_related("fassung").first()


def signed_digest(actor, schreiben: Schreiben) -> str:
    """Return the SHA-256 of the file of the Fassung that counts, if somebody has signed it
    (Mitzeichnung), else ""."""
    fassung = schreiben.dokument.fassungen.standing().first()
    signed = Zeichnung.objects.standing().filter(fassung=fassung, is_schluss=False)
    if fassung is None or not signed.exists():
        return ""
    return fassung.dateien.values_list("blob__sha256", flat=True).first() or ""


def exemplare_of(actor, reinschrift: Reinschrift) -> dict[UUID, Exemplar]:
    """Return {id of the Empfaenger: her letter} of a Reinschrift of a letter that was read."""
    rows = Exemplar.objects.filter(reinschrift=reinschrift).select_related("dokument")
    return {row.empfaenger_id: row for row in rows if row.empfaenger_id}


def blatt_of(actor, schreiben: Schreiben) -> Blatt:
    """Return for what a Schreiben that was read is written; 404 where its Vorgang is not seen."""
    if schreiben.dokument.vorgang_id is None or schreiben.vorlage is None:
        raise Http404
    alle = empfaenger_of(actor, schreiben)
    return Blatt(
        get_vorgang(actor, schreiben.dokument.vorgang_id),
        schreiben.vorlage,
        schreiben.dokument.datum_des_schreibens,
        schreiben.person,
        schreiben.stelle,
        schreiben.bezug,
        alle,
        {
            one.position: [(row.dokument, row.papier) for row in _sorted(one.beilagen.all())]
            for one in alle
        },
        schreiben.angaben,
        schreiben.inhalt,
        schreiben.dokument.betreff,
        schreiben.revision,
    )


def _sorted(rows) -> list:
    return sorted(rows, key=lambda row: row.position)


def enclosable(actor, vorgang: Vorgang, *, but: UUID | None = None) -> list[Dokument]:
    """Return the Dokumente of a Vorgang that was read that can go along, as far as she sees them."""
    rows = dokumente(actor).filter(vorgang=vorgang, parent=None, erased_at=None).exclude(pk=but)
    return list(rows.order_by("position")[:MOST_OFFERED])
