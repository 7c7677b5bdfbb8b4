"""What waits for a Gremium, and what was handed over to it."""

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from verbundakte.akten.models import Datei, Dokument, Vorgang
from verbundakte.akten.queries import get_datei, list_dokumente
from verbundakte.core.models import LeseArt
from verbundakte.geschaeftsgang.models import Schritt, SchrittArt, Sitzungsvorlage
from verbundakte.geschaeftsgang.queries.verfuegung import verfuegungen

MOST = 100


def open_beschluesse(actor, *, nummer: str = "") -> list[Schritt]:
    """Return the open steps "Beschluss" the actor may see, by the day of the session, each with what was
    handed over in `vorlagen`, newest first; `nummer`: only those of a Vorlage. Two queries."""
    rows = Schritt.objects.open().filter(art=SchrittArt.BESCHLUSS).exclude(aussen="")
    rows = rows.filter(verfuegung__in=verfuegungen(actor))
    if nummer:
        of_number = Sitzungsvorlage.objects.filter(nummer=" ".join(nummer.split()))
        rows = rows.filter(verfuegung__in=of_number.values("schritt__verfuegung"))
    handed = Prefetch(
        "sitzungsvorlagen", Sitzungsvorlage.objects.order_by("-at"), to_attr="vorlagen"
    )
    found = rows.select_related("verfuegung__vorgang", "verfuegung__dokument", "dokument")
    return list(found.prefetch_related(handed).order_by("rang", "pk")[:MOST])


def vorlagen_of(actor, schritt: Schritt) -> QuerySet[Sitzungsvorlage]:
    """Return what was handed over for a step the actor may see, newest first; also before it was put
    off."""
    rows = Sitzungsvorlage.objects.filter(schritt__verfuegung=schritt.verfuegung_id)
    rows = rows.filter(schritt__aussen=schritt.aussen, schritt__verfuegung__in=verfuegungen(actor))
    return rows.order_by("-at", "-pk")


def get_vorlage_of(actor, schritt: Schritt) -> Sitzungsvorlage:
    """Return what was handed over last for a step. Raises Http404."""
    found = vorlagen_of(actor, schritt).first()
    if found is None:
        raise Http404
    return found


def dokumente_for(actor, vorgang: Vorgang) -> list[Dokument]:
    """Return the Dokumente of a Vorgang that was read and that may be handed over, in their order."""
    rows = list_dokumente(actor, vorgang, order="position")
    return [row for row in rows if not row.is_entwurf and not row.erased_at]


def dateien_of(actor, vorlage: Sitzungsvorlage) -> list[Datei]:
    """Return the files that were handed over, in their order; they leave the house, which is noted for
    those of a Geheimnisklasse. Raises Http404 where the actor may not read one of them any more."""
    rows = Datei.objects.filter(fassung__in=vorlage.fassungen).values_list("fassung_id", "pk")
    order = {key: at for at, key in enumerate(vorlage.fassungen)}
    keys = sorted(rows, key=lambda row: (order[str(row[0])], row[1]))
    return [get_datei(actor, key, art=LeseArt.AUSGABE) for _, key in keys]
