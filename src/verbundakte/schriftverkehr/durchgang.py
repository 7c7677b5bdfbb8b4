"""One pass over the lines of a Briefserie: each in a transaction of its own, what refuses is told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from verbundakte.akten.actions import Arrived
from verbundakte.akten.pages import REFUSED
from verbundakte.core.blobs import store
from verbundakte.core.clock import now
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.schriftverkehr.brief import html_of
from verbundakte.schriftverkehr.brief.brief import Brief
from verbundakte.schriftverkehr.herstellen import file_name
from verbundakte.schriftverkehr.models import Serienposten
from verbundakte.schriftverkehr.queries.satz import Satz

Bereit = tuple[Serienposten, Any, Satz]
"""A line that may be laid out, and what it is about."""
Fertig = tuple[Serienposten, Any, Satz, Arrived]


@dataclass(frozen=True)
class Durchgang:
    """Who goes through them, where it is told, `note(posten, problem)` what keeps it, and the sentence for a
    right that is gone."""

    who: Any
    progress: Any
    note: Callable[[Serienposten, str], None]
    no_right: str

    def each(self, one: Serienposten, perform: Callable, **more) -> None:
        """Do something for one line."""
        try:
            with transaction.atomic():
                perform(self.who, one, at=now(), **more)
        except PermissionDenied:
            self.refuse(one, self.no_right)
        except REFUSED as error:
            self.refuse(one, error.message)
        else:
            self.progress.step()

    def refuse(self, one: Serienposten, problem: str) -> None:
        """Tell and keep why one line was left out."""
        with transaction.atomic():
            self.note(one, problem)
        self.progress.step(error=problem, item=f"Zeile {one.position}")

    def lay_out(self, ready: list[Bereit], shown: Callable[[Brief], Brief]) -> list[Fertig]:
        """Return the lines with their letters laid out in one go, their bytes in the store.

        Where that fails, each is laid out alone: what is wrong with one, or took too long for all, keeps
        nobody else from her letter.
        """
        try:
            return _laid_out(ready, shown)
        except ConversionFailed as failure:
            if len(ready) > 1:
                return [made for one in ready for made in self.lay_out([one], shown)]
            self.refuse(ready[0][0], failure.message)
            return []


def _laid_out(ready: list[Bereit], shown: Callable[[Brief], Brief]) -> list[Fertig]:
    pages = [html_of(shown(satz.brief)) for _, _, satz in ready]
    pdfs = converters().letters(current_tenant(), pages) if pages else []
    made = []
    for (one, about, satz), pdf in zip(ready, pdfs, strict=True):
        name = f"{file_name(satz.verfasst.betreff)}.pdf"
        stored = store.put_bytes(current_tenant(), pdf.data)
        made.append((one, about, satz, Arrived(stored, name)))
    return made
