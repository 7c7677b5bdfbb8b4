"""Where something may be moved to, what that would change, and under which number it once stood."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import localdate

from verbundakte.akten import rules
from verbundakte.akten.actions.zonen import above, grants_at
from verbundakte.akten.models import Akte, Aktenplaneinheit, Dokument, FruehereNummer, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.listing import Count, capped_count
from verbundakte.akten.queries.objects import akten, vorgaenge
from verbundakte.akten.queries.plan import units_for_new_akte
from verbundakte.akten.queries.zugriff import access_line
from verbundakte.core.search.fold import fold
from verbundakte.organisation.access import who_may, who_would

MOST_NAMES = 30
MOST_FORMER = 50


def with_number(actor, kind: str, number: str) -> Q:
    """Return the condition for Akten or Vorgänge that have this number now or had it before."""
    former = FruehereNummer.objects.filter(aktenzeichen_folded=fold(number.strip()))
    ids = former.exclude(**{kind: None}).values_list(f"{kind}_id", flat=True)[:MOST_FORMER]
    return Q(aktenzeichen=number.strip()) | Q(pk__in=list(ids))


def formerly_beginning(actor, kind: str, folded: str, limit: int) -> list[UUID]:
    """Return ids of Akten or Vorgänge that once had a number that begins so (not yet narrowed)."""
    rows = FruehereNummer.objects.filter(aktenzeichen_folded__begins=folded)
    return list(rows.exclude(**{kind: None}).values_list(f"{kind}_id", flat=True)[:limit])


def find_vorgang_by_number(actor, aktenzeichen: str) -> Vorgang | None:
    """Return the visible Vorgang that has or had this Aktenzeichen, or None."""
    return vorgaenge(actor).filter(with_number(actor, "vorgang", aktenzeichen)).first()


def find_akte_by_number(actor, aktenzeichen: str) -> Akte | None:
    """Return the visible Akte that has or had this Aktenzeichen, or None."""
    return akten(actor).filter(with_number(actor, "akte", aktenzeichen)).first()


def find_planeinheit(actor, kennzeichen: str) -> Aktenplaneinheit | None:
    """Return the plan unit of this Kennzeichen under which the actor may make Akten, or None."""
    if Permission.AKTE_CREATE not in actor.permissions:
        return None
    wanted = kennzeichen.strip().split(" ")[0]
    return units_for_new_akte(actor).filter(kennzeichen=wanted).first()


def lay_in(actor, dokument: Dokument, vorgang: Vorgang) -> bool:
    """Tell whether a Dokument that was read lay in this Vorgang before."""
    return FruehereNummer.objects.filter(dokument=dokument, place_id=vorgang.pk).exists()


def former_numbers(actor, subject: Akte | Vorgang) -> list[str]:
    """Return the numbers an object that was read had before, newest first."""
    rows = subject.fruehere_nummern.order_by("-moved_at")
    return list(rows.values_list("aktenzeichen", flat=True)[:MOST_FORMER])


@dataclass(frozen=True)
class Line:
    """One thing that changes, or stays as it is."""

    label: str
    before: str
    after: str

    @property
    def is_same(self) -> bool:
        """Nothing changes here."""
        return self.before == self.after


@dataclass(frozen=True)
class Preview:
    """What a move would change; names only for who may ask for the access."""

    lines: list[Line]
    gains: list[str] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)
    hidden: tuple[int, int] = (0, 0)
    along: str = ""


def preview_move(actor, subject: Akte | Vorgang | Dokument, to) -> Preview:
    """Return what changes when an object that was read moves to a place that was read."""
    grants = grants_at(subject, to)
    would = who_would(grants, like=to.zone_id)
    before = {reader.person: reader.name for reader in who_may(subject.zone_id)}
    after = {reader.person: reader.name for reader in would}
    gains = [name for key, name in after.items() if key not in before]
    losses = [name for key, name in before.items() if key not in after]
    lines = [*_lines(subject, to), _access_line(subject, to, len(after))]
    if Permission.ZUGRIFF_READ not in actor.permissions:
        return Preview(lines, hidden=(len(gains), len(losses)), along=_along(subject))
    return Preview(lines, gains[:MOST_NAMES], losses[:MOST_NAMES], along=_along(subject))


def _access_line(subject, to, readers: int) -> Line:
    before = access_line(subject.zone_id)
    if subject.zone_id == above(subject).zone_id:
        return Line("Zugriff", before, access_line(to.zone_id))
    people = f"{readers} {'Person' if readers == 1 else 'Personen'}"
    return Line("Zugriff", before, f"eigens festgelegt ({people})")


def _lines(subject, to) -> list[Line]:
    if isinstance(subject, Dokument):
        place = Line("Vorgang", str(subject.vorgang), str(to))
        number = Line("Nummer", str(subject.position), f"die nächste in {to.aktenzeichen}")
        return [place, number, *_retention(subject.akte, to.akte)]
    if isinstance(subject, Vorgang):
        place = Line("Akte", str(subject.akte), str(to))
        number = Line("Aktenzeichen", subject.aktenzeichen, f"das nächste in {to.aktenzeichen}")
        return [place, number, *_retention(subject.akte, to)]
    place = Line("Einheit", str(subject.planeinheit), str(to))
    number = Line(
        "Aktenzeichen",
        subject.aktenzeichen,
        f"das nächste unter {to.kennzeichen} ({localdate().year})",
    )
    return [place, number, *_retention(subject, to)]


def _retention(before, after) -> list[Line]:
    return [
        Line(
            "Aufbewahrung",
            rules.years_text(before.aufbewahrungsdauer),
            rules.years_text(after.aufbewahrungsdauer),
        ),
        Line(
            "Aussonderung",
            before.get_aussonderungsart_display(),
            after.get_aussonderungsart_display(),
        ),
    ]


def _counted(count: Count, one: str, many: str) -> str:
    return f"{count} {one if str(count) == '1' else many}"


def _along(subject) -> str:
    if isinstance(subject, Dokument):
        count = capped_count(Dokument.objects.filter(parent=subject))
        return _counted(count, "Anlage", "Anlagen") if count.number else ""
    field_name = "vorgang" if isinstance(subject, Vorgang) else "akte"
    dokumente = capped_count(Dokument.objects.filter(**{field_name: subject}))
    told = _counted(dokumente, "Dokument", "Dokumente")
    if isinstance(subject, Vorgang):
        return told if dokumente.number else ""
    vorgaenge_below = capped_count(Vorgang.objects.filter(akte=subject))
    return f"{_counted(vorgaenge_below, 'Vorgang', 'Vorgänge')} und {told}"
