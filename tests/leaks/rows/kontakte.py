"""Doors of Kontakte and of those who take part."""

from django.utils import timezone

from tests.leaks.row import FILES, UNIT, WRITERS, get, post, with_values
from verbundakte.akten.actions import kontakt as steps

NAMES = {"art": "natuerlich", "name": "Neu", "revision": 1}
KINDS = ("akte", "vorgang", "dokument")


def prepare(world):
    """Make a Kontakt at each case, so that it is seen by whoever sees the case."""
    names = {}
    for key in "ons":
        case = world.cases[key]
        values = {"art": "natuerlich", "name": f"Mk{key}kontakt"}
        actor, at = world.amira(), timezone.now()
        kontakt = steps.create_kontakt_at(actor, case.vorgang, values=values, at=at)
        case.objects["kontakt"] = kontakt
        case.objects["beteiligung"] = steps.add_beteiligung(
            actor, case.vorgang, kontakt=kontakt, rolle="nachbar", at=at
        )
        case.objects["anschrift"] = steps.add_anschrift(
            actor, kontakt, values={"ort": f"Mk{key}ort"}, at=at
        )
        twin = steps.create_kontakt_at(actor, case.vorgang, values=values, at=at)
        steps.add_beteiligung(actor, case.vorgang, kontakt=twin, rolle="behoerde", at=at)
        case.objects["merge"] = steps.merge_kontakte(actor, kontakt, other=twin, at=at)
        case.objects["third"] = steps.create_kontakt_at(actor, case.vorgang, values=values, at=at)
        case.secrets += [f"Mk{key}kontakt", f"Mk{key}ort"]
        kontakt.refresh_from_db()
    return names


ROWS = [
    get("akten:kontakte", "kontakte/", FILES),
    get("akten:kontakte", "kontakte/?wort=Mk&ordnung=-name", FILES),
    get("akten:kontakt-neu", "kontakte/neu/", WRITERS | {"sachbearbeiter_ordnung"}),
    post("akten:kontakt-neu", "kontakte/neu/", WRITERS | {"sachbearbeiter_ordnung"},
         with_values(**NAMES), status=422, quiet=" "),  # the unit is missing
    get("akten:kontakt", "kontakte/{kontakt}/", UNIT, cases="ons"),
    get("akten:kontakt-bearbeiten", "kontakte/{kontakt}/bearbeiten/", UNIT, cases="ons"),
    post("akten:kontakt-bearbeiten", "kontakte/{kontakt}/bearbeiten/", WRITERS,
         with_values(**NAMES), cases="ons"),
    post("akten:anschriften", "kontakte/{kontakt}/anschriften/", WRITERS,
         with_values(**{"anschrift-ort": "Neu"}), cases="ons"),
    post("akten:kanaele", "kontakte/{kontakt}/kanaele/", WRITERS,
         with_values(**{"kanal-art": "telefon", "kanal-wert": "1"}), cases="ons"),
    post("akten:erreichbarkeit-ende", "kontakte/{kontakt}/erreichbarkeit/{anschrift}/ende/",
         WRITERS, cases="ons"),
    get("akten:zusammenfuehrung", "kontakte/{kontakt}/zusammenfuehrung/?wort=Mk", UNIT,
        cases="ons"),
    get("akten:zusammenfuehrung", "kontakte/{kontakt}/zusammenfuehrung/?mit={third}", UNIT,
        cases="ons"),
    post("akten:zusammenfuehrung", "kontakte/{kontakt}/zusammenfuehrung/", WRITERS,
         lambda world, case: {"mit": case.third.pk}, cases="ons"),
    post("akten:zusammenfuehrung-ruecknahme", "zusammenfuehrungen/{merge}/ruecknahme/", WRITERS,
         cases="ons"),
    *(
        row
        for kind in KINDS
        for row in (
            get("akten:beteiligte", f"beteiligte/{kind}/{{{kind}}}/?wort=Mk", UNIT, cases="os"),
            get("akten:beteiligter-neu", f"beteiligte/{kind}/{{{kind}}}/neu/", UNIT, cases="os"),
            post("akten:beteiligter-neu", f"beteiligte/{kind}/{{{kind}}}/neu/", WRITERS,
                 with_values(**NAMES, rolle="nachbar"), cases="os"),
            post("akten:beteiligte", f"beteiligte/{kind}/{{{kind}}}/", WRITERS,
                 lambda world, case: {"kontakt": case.kontakt.pk, "rolle": "behoerde"},
                 cases="os", quiet="os" if kind == "vorgang" else ""),
        )
    ),
    post("akten:beteiligung-ende", "beteiligungen/{beteiligung}/ende/", WRITERS, cases="ons"),
]  # fmt: skip
