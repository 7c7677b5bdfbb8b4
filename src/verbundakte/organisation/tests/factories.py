"""Makes rows of this room in the open town, without asking for rights."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from verbundakte.organisation.models import (
    Organisationseinheit,
    Person,
    Rollenzuweisung,
    Stelle,
    Stellenbesetzung,
)
from verbundakte.organisation.samples import STANDARD_ROLLEN

LONG_AGO = date(2020, 1, 1)


class EinheitFactory(DjangoModelFactory):
    """A unit at the top of the tree."""

    class Meta:
        model = Organisationseinheit

    kennzeichen = factory.Sequence(lambda n: str(100 + n))
    name = factory.Sequence(lambda n: f"Amt {100 + n}")


class PersonFactory(DjangoModelFactory):
    """A person without Stelle and roles."""

    class Meta:
        model = Person

    vorname = "Paula"
    familienname = factory.Sequence(lambda n: f"Probe{n}")


class StelleFactory(DjangoModelFactory):
    """A Stelle nobody occupies."""

    class Meta:
        model = Stelle

    einheit = factory.SubFactory(EinheitFactory)
    bezeichnung = "Sachbearbeitung"


class StellenbesetzungFactory(DjangoModelFactory):
    """A person on a Stelle since 2020."""

    class Meta:
        model = Stellenbesetzung

    person = factory.SubFactory(PersonFactory)
    stelle = factory.SubFactory(StelleFactory)
    from_on = LONG_AGO


class RollenzuweisungFactory(DjangoModelFactory):
    """A person with the role Sachbearbeitung since 2020."""

    class Meta:
        model = Rollenzuweisung

    person = factory.SubFactory(PersonFactory)
    rolle_key = STANDARD_ROLLEN["sachbearbeitung"].key
    from_on = LONG_AGO
