"""Fachverfahren, their keys, and where they fetch short tokens."""

from tests.leaks.row import ADMIN, ALL, form, get, nothing, post
from verbundakte.core.clock import today
from verbundakte.core.models import ApiToken, ClientSecret
from verbundakte.organisation.actions import create_fachverfahren, create_secret, create_token
from verbundakte.organisation.rules import standard_rolle_key

START = "organisation/fachverfahren/"
ONE = START + "{fachverfahren}"
ROLLE = standard_rolle_key("sachbearbeitung")
WORD = "Mkofachverfahren"


def prepare(world) -> dict:
    """Connect a Fachverfahren with a secret and a token."""
    admin = world.home.fachadministration
    row = create_fachverfahren(
        admin, world.unit, rolle_key=ROLLE, on=today(), bezeichnung=WORD, zweck=WORD
    )
    create_secret(admin, row)
    create_token(admin, row.person, name="Verfahren")
    return {
        "fachverfahren": row.pk,
        "geheimnis": ClientSecret.objects.get(membership__person_id=row.person_id).pk,
        "schluessel": ApiToken.objects.get(name="Verfahren").pk,
    }


def values(world, case):
    """Return what is entered about a Fachverfahren."""
    return {"bezeichnung": "Neu", "einheit": world.unit.pk, "rolle": ROLLE, "revision": 1}


def days(world, case):
    """Return what is entered about a key."""
    return {"name": "Neu", "days": 5}


ROWS = [
    get("organisation:fachverfahren-liste", START, ADMIN),
    *form("organisation:fachverfahren-neu", f"{START}neu/", ADMIN, values),
    get("organisation:fachverfahren", f"{ONE}/", ADMIN),
    *form("organisation:fachverfahren-bearbeiten", f"{ONE}/bearbeiten/", ADMIN, values),
    *form("organisation:fachverfahren-ende", f"{ONE}/ende/", ADMIN, nothing),
    *form("organisation:geheimnis-neu", f"{ONE}/geheimnisse/neu/", ADMIN, days, status=200),
    *form("organisation:geheimnis-ende", ONE + "/geheimnisse/{geheimnis}/ende/", ADMIN, nothing),
    *form("organisation:schluessel-neu", f"{ONE}/schluessel/neu/", ADMIN, days, status=200),
    *form("organisation:schluessel-ende", START + "schluessel/{schluessel}/ende/", ADMIN, nothing),
    post("api:create_oauth_token", "api/v1/oauth/token", ALL, nothing, status=400, anonymous=400,
         public=True),
]  # fmt: skip
