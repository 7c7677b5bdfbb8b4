"""What goes out, read through the rights of its Dokumente."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404

from verbundakte.akten.models import Datei, Dokument, Vorgang
from verbundakte.akten.queries.listing import PAGE, Page, newest_of_tenant
from verbundakte.core.models import Job
from verbundakte.schriftverkehr.models import (
    Druckauftrag,
    Mailkonto,
    Mailversand,
    Ruecklauf,
    Versand,
    Versandstueck,
    Zustellnachweis,
)
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.versandwege import WEGE

MOST_SHOWN = 100


def require(actor, permission: str) -> None:
    """Raise 404 for whoever has not a permission."""
    if permission not in actor.permissions:
        raise Http404


def versand_seen(actor):
    """Return what went or goes out, as far as the actor may read the Dokumente."""
    require(actor, Permission.VERSAND_READ)
    open_returns = Ruecklauf.objects.filter(versand=OuterRef("pk"), erledigt_at=None)
    proofs = Zustellnachweis.objects.filter(versand=OuterRef("pk"))
    return (
        Versand.objects.visible_to(actor)
        .select_related("dokument", "fassung", "vorgang", "einheit", "druckauftrag", "mail")
        .annotate(is_returned=Exists(open_returns), is_delivered=Exists(proofs))
    )


def newest(actor, *, after: str = "", limit: int = PAGE) -> Page:
    """Return a page of the Postausgangsbuch, the newest first."""
    require(actor, Permission.VERSAND_READ)
    return newest_of_tenant(actor, Versand, versand_seen, after=after, limit=limit)


def get_versand(actor, key: UUID) -> Versand:
    """Return one, or 404."""
    row = versand_seen(actor).select_related("antwort_auf", "kontakt").filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def versand_of_dokument(actor, dokument: Dokument) -> list[Versand]:
    """Return how a Dokument that was read went out, the newest first, at most a hundred."""
    rows = versand_seen(actor).filter(dokument=dokument).order_by("-created_at", "-pk")
    return list(rows[:MOST_SHOWN])


def versand_of_vorgang(actor, vorgang: Vorgang, *, limit: int = MOST_SHOWN) -> list[Versand]:
    """Return what went out of a Vorgang that was read, the newest first."""
    rows = versand_seen(actor).filter(vorgang=vorgang).order_by("-created_at", "-pk")
    return list(rows[:limit])


def unsent_of(actor, vorgang: Vorgang) -> list[Versand]:
    """Return what of a Vorgang waits to go out or has come back."""
    rows = versand_seen(actor).filter(vorgang=vorgang, withdrawn_at=None)
    waiting = rows.filter(versandt_at=None) | rows.filter(is_returned=True)
    return list(waiting.order_by("created_at", "pk")[:MOST_SHOWN])


def waiting(actor, weg: str = "", after: UUID | None = None) -> list[Versand]:
    """Return a page of what waits to go out and is in no print job, the oldest first; one row more
    tells that there is more."""
    rows = versand_seen(actor).filter(versandt_at=None, withdrawn_at=None, druckauftrag=None)
    if weg:
        rows = rows.filter(weg=weg)
    if after is not None:
        rows = rows.filter(pk__gt=after)  # ids rise with the moment (UUIDv7)
    return list(rows.order_by("pk")[: PAGE + 1])


def printable(actor, weg: str, most: int) -> list[Versand]:
    """Return what waits to be printed and is hers to send (on one way, if it is named), the oldest
    first, at most `most`."""
    ways = [weg] if weg else [one for one, way in WEGE.items() if way.is_printed]
    rows = versand_seen(actor).filter(versandt_at=None, withdrawn_at=None, druckauftrag=None)
    found = rows.filter(weg__in=ways).order_by("pk")[:most]
    return [row for row in found if actor.may(Permission.VERSAND_DISPATCH, row)]


def chosen(actor, keys: list[UUID]) -> list[Versand]:
    """Return those of some that the actor sees."""
    return list(versand_seen(actor).filter(pk__in=keys).order_by("pk"))


def stuecke_of(actor, versand: Versand) -> list[Versandstueck]:
    """Return what lies in the envelope of one that was read."""
    rows = versand.stuecke.select_related("datei__fassung__dokument").order_by("position")
    return list(rows)


def ruecklaeufe_of(actor, versand: Versand) -> list[Ruecklauf]:
    """Return what came back of one that was read, the newest first."""
    return list(versand.ruecklaeufe.select_related("dokument").order_by("-at"))


def nachweise_of(actor, versand: Versand) -> list[Zustellnachweis]:
    """Return the proofs of one that was read, the newest first."""
    return list(versand.nachweise.select_related("dokument").order_by("-at"))


def druckauftraege(actor, after: UUID | None = None) -> list[Druckauftrag]:
    """Return a page of print jobs in which the actor sees something, the newest first."""
    require(actor, Permission.VERSAND_DISPATCH)
    seen = Versand.objects.visible_to(actor).filter(druckauftrag=OuterRef("pk"))
    rows = Druckauftrag.objects.filter(Exists(seen))
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return list(rows.order_by("-pk")[: PAGE + 1])


def get_druckauftrag(actor, key: UUID) -> Druckauftrag:
    """Return a print job in which the actor sees something, or 404."""
    require(actor, Permission.VERSAND_DISPATCH)
    row = Druckauftrag.objects.filter(pk=key).first()
    if row is None or not Versand.objects.visible_to(actor).filter(druckauftrag=row).exists():
        raise Http404
    return row


def job_of(actor, auftrag: Druckauftrag) -> Job | None:
    """Return the work on the PDF of a print job that was read."""
    return Job.objects.filter(pk=auftrag.job).first() if auftrag.job else None


def letters_of(actor, auftrag: Druckauftrag) -> list[Versand]:
    """Return the letters of a print job that the actor sees (a job has no more than 500)."""
    return list(versand_seen(actor).filter(druckauftrag=auftrag).order_by("pk"))


def letters_to_print(actor, key: UUID) -> tuple[Druckauftrag, list[tuple[Versand, list]]]:
    """Return a print job and its letters that still go out, with what lies in their envelopes."""
    auftrag = Druckauftrag.objects.get(pk=key)
    stuecke = Versandstueck.objects.select_related("datei__blob").order_by("position")
    rows = versand_seen(actor).filter(druckauftrag=auftrag, withdrawn_at=None)
    found = rows.order_by("pk").prefetch_related(Prefetch("stuecke", stuecke, to_attr="packed"))
    return auftrag, [(row, row.packed) for row in found]


def mail_to_send(actor, key: UUID) -> tuple[Mailversand | None, list[Versandstueck]]:
    """Return a mail that is still to go, with its files; for the job that sends it."""
    rows = Mailversand.objects.select_related("versand__dokument__akte").filter(
        pk=key, versand__versandt_at=None, versand__withdrawn_at=None, stopped_at=None
    )
    row = rows.first()
    if row is None:
        return None, []
    stuecke = row.versand.stuecke.select_related("datei__blob").order_by("position")
    return row, list(stuecke)


def received_mail(actor, key: UUID) -> Datei | None:
    """Return the file of a mail that lies here, with its Dokument; for the job that reads it."""
    rows = Datei.objects.select_related("blob", "fassung__dokument")
    return rows.filter(pk=key, fassung__dokument__erased_at=None).first()


def has_sent_mails(actor) -> bool:
    """Tell whether mails of the town are out."""
    return Mailversand.objects.filter(versand__versandt_at__isnull=False).exists()


def reported(actor, message_ids: list[str]) -> Versand | None:
    """Return what went out with one of these Message-IDs; for the job that reads a report."""
    rows = Versand.objects.filter(mail__message_id__in=message_ids, versandt_at__isnull=False)
    return rows.select_related("vorgang", "dokument").first()


def mailkonten(actor) -> list[Mailkonto]:
    """Return the accounts of the town, the one in use first."""
    require(actor, Permission.MAILKONTO_CONFIGURE)
    return list(Mailkonto.objects.order_by("-is_active", "-created_at"))


def get_mailkonto(actor, key: UUID) -> Mailkonto:
    """Return an account, or 404."""
    require(actor, Permission.MAILKONTO_CONFIGURE)
    row = Mailkonto.objects.filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def stuck_mails(actor) -> list[Versand]:
    """Return a page of e-mails that wait for a person, the oldest first."""
    rows = versand_seen(actor).filter(versandt_at=None, withdrawn_at=None)
    return list(rows.filter(mail__stopped_at__isnull=False).order_by("pk")[:PAGE])


def came_back(actor) -> list[Versand]:
    """Return what came back and is open, the oldest first, at most a hundred."""
    return list(versand_seen(actor).filter(is_returned=True).order_by("pk")[:MOST_SHOWN])
