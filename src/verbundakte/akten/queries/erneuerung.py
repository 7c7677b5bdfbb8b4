"""Which files were made with older programs than today's: their numbers and keys, no contents."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from verbundakte.akten.models import Datei, PdfaUrteil, Rendition, RenditionKind, Seitentext
from verbundakte.akten.permissions import Permission

KINDS = {
    "pdf": "PDF",
    "office": "Word, Excel, PowerPoint, OpenDocument",
    "image": "Bilder",
    "mail": "E-Mails",
    "html": "Webseiten",
    "text": "Texte und Tabellen als Text",
}
MADE = (
    RenditionKind.PDF,
    RenditionKind.THUMBNAIL,
    RenditionKind.WORDS,
    RenditionKind.PDFA,
)
MAY = {Permission.ERNEUERUNG_RUN, Permission.DOKUMENT_PROCESS}


@dataclass(frozen=True)
class Wanted:
    """Which files are made anew: of which kinds (none: all), and also what is not outdated."""

    kinds: tuple[str, ...] = ()
    everything: bool = False


def wanted_dateien(actor, wanted: Wanted, tools: Collection[str]) -> QuerySet[Datei]:
    """Return the files of the open town that are to be made anew; `tools`: today's stamps.

    Not narrowed to what the actor may read: only keys and numbers are to be taken from it.
    """
    if not MAY & set(actor.permissions):
        raise Http404
    rows = Datei.objects.exclude(ingested_at=None).filter(
        format_name__in=wanted.kinds or list(KINDS)
    )
    if wanted.everything:
        return rows
    mine = {"datei": OuterRef("pk")}
    made = Rendition.objects.filter(**mine, kind__in=MADE).exclude(tool__in=["", *tools])
    text = Seitentext.objects.filter(**mine).exclude(tool__in=["", *tools])
    judged = PdfaUrteil.objects.filter(**mine).exclude(tool__in=tools)
    return rows.filter(Exists(made) | Exists(text) | Exists(judged))
