"""Doors of Personalakten: the personnel office keeps them, the employee reads her own."""

from datetime import date, timedelta

from django.utils import timezone

from tests.leaks.row import ALL, AMIRA, get, post, with_values
from verbundakte.akten.actions import personalakte
from verbundakte.akten.tests.factories import make_planeinheit
from verbundakte.organisation.models import Person, Rollenzuweisung
from verbundakte.organisation.samples import STANDARD_ROLLEN

ONE = "akten/{personal}/personalakte/"
DAYS = with_values(from_on=str(date.today()), last_on=str(date.today() + timedelta(days=9)))


def prepare(world):
    """Let the clerk keep the Personalakte of a colleague, who may read it from tomorrow on."""
    rolle, case = STANDARD_ROLLEN["personalstelle"].key, world.cases["s"]
    who = world.amira().person_id
    Rollenzuweisung.objects.create(person_id=who, rolle_key=rolle, from_on="2020-01-01")
    unit = make_planeinheit("023.10", einheit="63.1", geheimnisklasse="personal")
    otto = Person.objects.get(pk=world.home.persons["sachbearbeiter_ordnung"])
    akte = personalakte.create_personalakte(
        world.amira(), unit, owner=otto, teile=(), circle=[], at=timezone.now()
    )
    tomorrow = date.today() + timedelta(days=1)
    freigabe = personalakte.grant_einsicht(
        world.amira(), akte, beihilfen=[], from_on=tomorrow, last_on=tomorrow, at=timezone.now()
    )[0]
    case.objects["personal"] = akte
    case.secrets += [akte.aktenzeichen, "Personalakte Ordnung"]
    return {"personal_place": unit.pk, "personal_otto": otto.pk, "freigabe": freigabe.pk,
            "personal_other": world.home.persons["leitung"]}  # fmt: skip


def _new(world, case):
    prepared = world.prepared
    return {"person": prepared["personal_other"], "planeinheit": prepared["personal_place"]}


ROWS = [
    get("akten:personalakten", "personalakten/", AMIRA, other=403),
    get("akten:personalakte-neu", "personalakten/neu/", AMIRA, other=403),
    post("akten:personalakte-neu", "personalakten/neu/", AMIRA, _new, other=403),
    get("akten:meine-personalakte", "meine-personalakte/", ALL, own=True),
    get("akten:personalakte", ONE, AMIRA, cases="s"),
    get("akten:personalteil-neu", f"{ONE}teile/neu/", AMIRA, cases="s"),
    post("akten:personalteil-neu", f"{ONE}teile/neu/", AMIRA,
         with_values(teil="teilakte", betreff="Neu"), cases="s"),
    get("akten:personaleinsicht-neu", f"{ONE}einsichten/neu/", AMIRA, cases="s"),
    post("akten:personaleinsicht-neu", f"{ONE}einsichten/neu/", AMIRA, DAYS, cases="s"),
    post("akten:personaleinsicht-ende", f"{ONE}einsichten/{{freigabe}}/ende/", AMIRA, cases="s"),
]  # fmt: skip
