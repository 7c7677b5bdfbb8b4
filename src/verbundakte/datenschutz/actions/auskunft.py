"""Auskunft nach Art. 15 DSGVO: begin, collect, let each unit decide, finish and forget the list."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Count

from verbundakte.akten.actions import Arrived, register_dokument
from verbundakte.akten.models import Vorgang
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.ausgaben import order_ausgabe
from verbundakte.core.blobs.store import Stored
from verbundakte.core.jobs import AWAITED, start
from verbundakte.core.models import Ausgabe
from verbundakte.core.registry import Finding
from verbundakte.datenschutz.events import Event
from verbundakte.datenschutz.kinds import JobKind
from verbundakte.datenschutz.models import Auskunft, AuskunftTeil, Entscheidung, Fundstelle
from verbundakte.datenschutz.permissions import Permission
from verbundakte.datenschutz.rules import one_month_after


class ReasonMissing(Refusal):
    """What is left out is left out for a reason, which stands in the Auskunft."""

    message = "Nennen Sie für jede ausgenommene Fundstelle den Grund."


class TeilReleased(Refusal):
    """The unit has released its part."""

    message = "Dieser Teil ist schon freigegeben."


class Undecided(Refusal):
    """Something was not looked at yet."""


class PartsMissing(Refusal):
    """Units have not released their parts."""

    message = (
        "Noch nicht alle Einheiten haben ihren Teil freigegeben. Warten Sie, oder nennen Sie den"
        " Grund, warum die Auskunft ohne diese Teile hinausgeht."
    )


class StillCollecting(Refusal):
    """The files are still searched."""

    message = "Die Fundstellen werden noch gesammelt."


class AuskunftClosed(Refusal):
    """Closed already."""

    message = "Diese Auskunft ist schon abgeschlossen."


@action(Permission.AUSKUNFT_CREATE, Event.AUSKUNFT_STARTED, locks=False)
def start_auskunft(actor, vorgang: Vorgang, *, values: dict, on: date, at: datetime) -> Auskunft:
    """Begin an Auskunft from a Vorgang and let all files be searched (`values`: kontakt, name, vorname,
    geboren_on, anschrift). Art. 12 Abs. 3 DSGVO: the answer is due within a month."""
    auskunft = Auskunft.objects.create(
        vorgang=vorgang,
        antwort_until=one_month_after(on),
        started_at=at,
        started_by=actor.person_id,
        **values,
    )
    audit.note_change("Über", None, str(auskunft))
    label = f"Auskunft {vorgang.aktenzeichen}"
    start(actor, JobKind.COLLECT, label=label, priority=AWAITED, auskunft=auskunft.pk)
    return auskunft


@action(Permission.AUSKUNFT_CREATE, Event.AUSKUNFT_COLLECTED)
def take_findings(
    actor, auskunft: Auskunft, *, source: tuple[str, str], error: str,
    found: Iterable[tuple[Finding, UUID, int | None]],
) -> int:  # fmt: skip
    """Write what a source (its id and name) found: (finding, unit, zone when it is hidden); return
    how many are not hidden. May run again."""
    key, label = source
    teile: dict[tuple[UUID, int | None], AuskunftTeil] = {}
    shown = set()
    for finding, einheit, zone in found:
        place = (einheit, zone)
        if place not in teile:
            teile[place], _ = AuskunftTeil.objects.get_or_create(
                auskunft=auskunft, einheit_id=einheit, is_verborgen=zone is not None, zone_id=zone
            )
        _write(teile[place], key, finding)
        if zone is None:
            shown.add(finding.id)
    told = {"label": label, "count": len(shown), "error": error}
    auskunft.sources = [row for row in auskunft.sources if row["label"] != label] + [told]
    auskunft.save(update_fields=["sources"])
    audit.note_change(label, None, error or len(shown))
    return len(shown)


def _write(teil: AuskunftTeil, source: str, finding: Finding) -> None:
    row, is_new = Fundstelle.objects.get_or_create(
        teil=teil,
        object_id=finding.id,
        defaults={"source": source, "kind": finding.kind, "why": finding.why[:300]},
    )
    if not is_new and finding.why not in row.why:
        row.why = f"{row.why}; {finding.why}"[:300]
        row.save(update_fields=["why"])


@action(Permission.AUSKUNFT_CREATE, Event.AUSKUNFT_COLLECTED)
def end_collecting(actor, auskunft: Auskunft, *, at: datetime) -> None:
    """Count what each unit has to look at, and put it on the desks."""
    for teil in auskunft.teile.annotate(number=Count("fundstellen")):
        AuskunftTeil.objects.filter(pk=teil.pk).update(count=teil.number)
    auskunft.collected_at = at
    auskunft.save(update_fields=["collected_at"])


def _check_own(actor, teil: AuskunftTeil) -> None:
    if teil.einheit_id not in actor.einheiten:
        raise PermissionDenied(Permission.AUSKUNFT_DECIDE)
    if teil.released_at is not None:
        raise TeilReleased


@action(Permission.AUSKUNFT_DECIDE, Event.AUSKUNFT_DECIDED)
def decide(
    actor, teil: AuskunftTeil, *, decisions: dict[UUID, tuple[str, str]],
    lines: dict[UUID, dict], at: datetime,
) -> int:  # fmt: skip
    """Say for each object that was seen (`lines`: what it tells) whether it belongs to the Auskunft:
    {object: (Entscheidung, reason)}; return how many were decided.

    Raises ReasonMissing, TeilReleased.
    """
    _check_own(actor, teil)
    rows = Fundstelle.objects.filter(teil=teil, object_id__in=decisions.keys() & lines.keys())
    for row in rows:
        row.entscheidung, row.reason = decisions[row.object_id]
        row.reason = row.reason.strip()[:300]
        if row.entscheidung == Entscheidung.AUSGENOMMEN and not row.reason:
            raise ReasonMissing
        belongs = row.entscheidung == Entscheidung.GEHOERT
        row.line = lines[row.object_id] if belongs else None
        row.decided_at, row.decided_by = at, actor.person_id
        row.save()
    audit.note_change("Geprüft", None, len(rows))
    return len(rows)


@action(Permission.AUSKUNFT_DECIDE, Event.TEIL_RELEASED)
def release_teil(actor, teil: AuskunftTeil, *, at: datetime) -> Ausgabe | None:
    """Release the part of a unit. A hidden part goes to whoever releases it, as a file of her own,
    and to nobody else. Raises Undecided, TeilReleased."""
    _check_own(actor, teil)
    waiting = teil.fundstellen.filter(entscheidung=Entscheidung.OFFEN).count()
    if waiting:
        raise Undecided(
            f"Noch nicht geprüft: {waiting}. Entscheiden Sie zuerst über jede Fundstelle."
        )
    teil.released_at, teil.released_by = at, actor.person_id
    teil.save()
    audit.note_change("Fundstellen", None, teil.count)
    if not teil.is_verborgen:
        return None
    ausgabe = order_ausgabe(actor, {"auskunftteil": str(teil.pk)}, at=at)
    label = "Eigener Teil einer Auskunft"
    start(actor, JobKind.FINISH_TEIL, label=label, priority=AWAITED, ausgabe=ausgabe.pk)
    return ausgabe


@action(Permission.AUSKUNFT_CREATE, Event.AUSKUNFT_CLOSING)
def close_auskunft(actor, auskunft: Auskunft, *, reason: str, at: datetime) -> Auskunft:
    """Let the Auskunft be written into the Vorgang; then its list is deleted.

    Raises StillCollecting, AuskunftClosed, PartsMissing.
    """
    if not actor.may(Permission.AUSKUNFT_CREATE, auskunft.vorgang):
        raise PermissionDenied(Permission.AUSKUNFT_CREATE)
    if auskunft.closed_at is not None:
        raise AuskunftClosed
    if auskunft.collected_at is None:
        raise StillCollecting
    missing = auskunft.teile.filter(is_verborgen=False, released_at=None)
    if missing.exists() and not reason:
        raise PartsMissing
    auskunft.missing_reason = reason if missing.exists() else ""
    auskunft.closing_at, auskunft.closed_by = at, actor.person_id
    auskunft.save()
    audit.note_change("Warum Teile fehlen", None, auskunft.missing_reason)
    label = f"Auskunft {auskunft.vorgang.aktenzeichen} ablegen"
    start(actor, JobKind.FINISH, label=label, priority=AWAITED, auskunft=auskunft.pk)
    return auskunft


@action(Permission.AUSKUNFT_CREATE, Event.AUSKUNFT_FINISHED)
def finish_auskunft(
    actor, auskunft: Auskunft, *, files: list[tuple[str, Stored]], at: datetime
) -> int:
    """File the Auskunft in its Vorgang, and delete its Fundstellen; return how many were deleted.

    Hidden parts that are not released stay with their units. Raises VorgangClosed.
    """
    if auskunft.closed_at is not None:
        return 0
    for name, stored in files:
        register_dokument(
            actor,
            auskunft.vorgang,
            arrived=Arrived(stored, name),
            at=at,
            betreff=f"{name.rpartition('.')[0]}: {auskunft}"[:500],
        )
    auskunft.closed_at = at
    auskunft.save(update_fields=["closed_at"])
    rows = Fundstelle.objects.filter(teil__auskunft=auskunft)
    count, _ = rows.exclude(teil__is_verborgen=True, teil__released_at=None).delete()
    audit.note_change("Gelöschte Fundstellen", None, count)
    return count


@action(Permission.AUSKUNFT_DECIDE, Event.AUSKUNFT_FINISHED)
def forget_teil(actor, teil: AuskunftTeil) -> int:
    """Delete the Fundstellen of a hidden part whose file was made; return how many."""
    count, _ = Fundstelle.objects.filter(teil=teil).delete()
    audit.note_change("Gelöschte Fundstellen", None, count)
    return count
