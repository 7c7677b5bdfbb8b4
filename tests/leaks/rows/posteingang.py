"""The post: the Posteingangsbuch and what is in it."""

from django.utils import timezone

from tests.leaks.row import UNIT, get
from tests.leaks.world import word
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang import actions
from verbundakte.posteingang.models import KanalArt, Verschluss
from verbundakte.posteingang.rules import kennung

READERS = UNIT | {"sachbearbeiter_ordnung"}


def prepare(world):
    """Let a letter arrive that the clerk alone may open."""
    unit, at = Organisationseinheit.objects.get(kennzeichen="63"), timezone.now()
    ankunft = actions.Ankunft(
        kennung=kennung("upload", "leak"),
        eingegangen_at=at,
        absender=word("n", "absender"),
        betreff=word("n", "dokument"),
        verschluss=Verschluss.PERSOENLICH,
        person=world.home.persons["sachbearbeiterin"],
    )
    kanal = actions.kanal_for(KanalArt.UPLOAD, unit, at)
    eingang = actions.record_eingang(world.amira(), kanal, ankunft=ankunft, arrived=None, at=at)
    return {"eingang": eingang.pk}


ROWS = [
    get("posteingang:buch", "posteingang/buch/", READERS),
]
