"""Doors of Akteneinsicht, Verweise, paper and what is kept for others."""

from datetime import date, timedelta

from django.utils import timezone

from tests.leaks.row import DAY, UNIT, WRITERS, get, post, with_values
from verbundakte.akten.actions import einsicht, papier, verweis
from verbundakte.core.tenancy.context import use_tenant

KEEPER = frozenset({"registratur"})
KEEP = with_values(art="original", bezeichnung="Neu", von="Neu", standort="Neu", received_on=DAY)
LEND = with_values(an="Neu", due_on="2026-12-30")


def prepare(world):
    """Make one of each at the cases, with words nobody else may read."""
    today, at = date.today(), timezone.now()
    for key in "ons":
        case, actor = world.cases[key], world.amira()
        case.objects["einsicht"] = einsicht.prepare_einsicht(
            actor,
            case.vorgang,
            values={"empfaenger": f"Mk{key}empf", "rechtsgrund": "vwvfg"},
            reasons={case.dokument.pk: None},
            at=at,
        )
        case.objects["stueck"] = papier.keep_safe(
            actor,
            case.vorgang,
            values={"art": "original", "bezeichnung": f"Mk{key}stueck", "von": "x",
                    "standort": "y", "received_on": today},
        )  # fmt: skip
        case.objects["verweis"] = verweis.add_verweis(
            actor, case.vorgang, to=case.dokument, art="siehe", at=at
        )
        case.secrets += [f"Mk{key}empf", f"Mk{key}stueck"]
        if key in "os":
            case.objects["aushebung"] = papier.request_papier(
                actor, case.akte, wunsch=f"Mk{key}wunsch", at=at
            )
            case.secrets.append(f"Mk{key}wunsch")
    keeper, case = world.home.registratur, world.cases["o"]
    due = today + timedelta(days=9)
    case.objects["ausleihe"] = papier.lend(keeper, case.akte, an="Mkoan", on=today, due_on=due)
    return {}


def all_of(world, vorgang) -> list:
    """Return the keys of all Dokumente: what is left out needs a reason."""
    with use_tenant(world.home.tenant.pk):
        return list(vorgang.dokumente.values_list("pk", flat=True))


ROWS = [
    get("akten:akteneinsichten", "vorgaenge/{vorgang}/akteneinsichten/", UNIT, cases="ons"),
    get("akten:akteneinsicht-neu", "vorgaenge/{vorgang}/akteneinsichten/neu/", UNIT, cases="ons"),
    post("akten:akteneinsicht-neu", "vorgaenge/{vorgang}/akteneinsichten/neu/", WRITERS,
         lambda world, case: {"empfaenger": "Neu", "rechtsgrund": "ifg",
                              "zeigen": all_of(world, case.vorgang)}, cases="ons"),
    get("akten:akteneinsicht", "akteneinsichten/{einsicht}/", UNIT, cases="ons"),
    post("akten:akteneinsicht", "akteneinsichten/{einsicht}/", WRITERS,
         with_values(on=DAY, how="papier"), cases="ons"),
    *(
        row
        for kind in ("akte", "vorgang", "dokument")
        for row in (
            get("akten:verweise", f"verweise/{kind}/{{{kind}}}/", UNIT, cases="os"),
            post("akten:verweise", f"verweise/{kind}/{{{kind}}}/", WRITERS,
                 lambda world, case, kind=kind: {
                     "art": "folgt", "ziel": f"/vorgaenge/{case.vorgang.pk}/"
                     if kind != "vorgang" else f"/akten/{case.akte.pk}/"}, cases="os"),
        )
    ),
    post("akten:verweis-ende", "verweise/{verweis}/ende/", WRITERS, cases="ons"),
    get("akten:papier", "akten/{akte}/papier/", UNIT, cases="os"),
    post("akten:papier", "akten/{akte}/papier/", KEEPER, with_values(standort="Neu"), cases="os"),
    post("akten:ausleihen", "akten/{akte}/papier/ausleihen/", KEEPER, LEND, cases="os",
         quiet="o"),
    post("akten:papier-rueckgabe", "ausleihen/{ausleihe}/rueckgabe/", KEEPER, cases="o"),
    get("akten:fehlblatt", "ausleihen/{ausleihe}/fehlblatt/", UNIT, cases="o"),
    post("akten:aushebungen", "akten/{akte}/papier/aushebungen/", WRITERS,
         with_values(wunsch="Neu"), cases="os"),
    post("akten:aushebung-erledigung", "aushebungen/{aushebung}/erledigung/", KEEPER,
         with_values(ergebnis="Neu"), cases="os"),
    get("akten:verwahrung", "vorgaenge/{vorgang}/verwahrung/", UNIT, cases="ons"),
    post("akten:verwahrung", "vorgaenge/{vorgang}/verwahrung/", WRITERS, KEEP, cases="ons"),
    post("akten:verwahrung-ende", "verwahrung/{stueck}/rueckgabe/", WRITERS,
         with_values(to="Neu"), cases="ons"),
]  # fmt: skip
