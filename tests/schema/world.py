"""Two towns for the API's self-test: what one's programs may find, and what they must never name."""

import re
from dataclasses import dataclass, field

from django.db import transaction

from tests.schema.betrieb import in_operation
from verbundakte.akten.tests.factories import make_akte, make_dokument, make_vorgang
from verbundakte.api.tests.test_api import SETUP
from verbundakte.core.models import Upload
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.actions import create_token
from verbundakte.organisation.models import Organisationseinheit, Person

MARKER = "Mkfremd"
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass
class Side:
    """A town: ids by the noun they belong to, and a token."""

    token: str
    ids: dict[str, list[str]] = field(default_factory=dict)

    def pick(self, name: str, number: int) -> str | None:
        """Return an id that fits a parameter (`akte_id`, `vorgang`), None when none does."""
        noun = name.removesuffix("_id")
        found = self.ids.get(noun, [])
        return found[number % len(found)] if found else None

    def all(self) -> set[str]:
        """Return all ids."""
        return {key for keys in self.ids.values() for key in keys}


def fill(town, *, word: str) -> Side:
    """Return a town with things whose names hold a word."""

    def clerk():
        return town.sachbearbeiterin

    with use_tenant(town.tenant.pk), transaction.atomic():
        person = Person.objects.get(pk=town.persons["sachbearbeiterin"])
        side = Side(create_token(SETUP, person, name="Selbsttest"))
        akten = [make_akte(clerk, betreff=f"{word} Akte {number}") for number in range(2)]
        vorgaenge = [make_vorgang(clerk, akte=akte, betreff=f"{word} Vorgang") for akte in akten]
        dokumente = [
            make_dokument(clerk, vorgang=row, betreff=f"{word} Brief") for row in vorgaenge
        ]
        uploads = [
            Upload.objects.create(
                actor_id=str(person.pk), target_id=person.pk, file_name=f"{word}.txt", size=0
            )
            for _ in range(3)
        ]
        dateien = [row.fassungen.get().dateien.get() for row in dokumente]
        rows = {
            "akte": akten,
            "vorgang": vorgaenge,
            "dokument": dokumente,
            "datei": dateien,
            "upload": uploads,
            "person": [person],
            "einheit": list(Organisationseinheit.objects.all()[:2]),
            "subject": [*akten, *vorgaenge, *dokumente],
            **in_operation(town, dokumente[0], word),
        }
        side.ids = {noun: [str(row.pk) for row in found] for noun, found in rows.items()}
        side.ids["planeinheit"] = [str(akten[0].planeinheit.item_id)]
    return side
