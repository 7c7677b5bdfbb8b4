"""`protokoll --tenant T --as LOGIN`: show or erase what the log tells of a person."""

import argparse
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime

from verbundakte.cli.folder import printable
from verbundakte.cli.person import acting, add_person_arguments
from verbundakte.cli.problems import REFUSED, WRONG_USAGE, Problem
from verbundakte.core.audit import verify_chain
from verbundakte.core.registry import registry
from verbundakte.datenschutz import actions, queries
from verbundakte.datenschutz.permissions import Permission

SHOWN = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare who acts, what is meant, and whether it is erased."""
    add_person_arguments(parser)
    parser.add_argument("--text", default="", metavar="WORTE", help="Worte der Einzelheiten")
    parser.add_argument(
        "--about", type=UUID, metavar="KENNUNG", help="nur was dieser Gegenstand erlebt hat"
    )
    parser.add_argument(
        "--before", type=date.fromisoformat, metavar="TAG", help="nur vor diesem Tag (JJJJ-MM-TT)"
    )
    parser.add_argument(
        "--erase", metavar="GRUND", help="endgültig löschen; der Grund bleibt im Protokoll"
    )


def run(options: argparse.Namespace) -> int:
    """Show what is meant; erase it when a reason is given, and verify the chain afterwards."""
    wanted = queries.Gesucht(options.text, options.about, options.before)
    if not (wanted.text.strip() or wanted.about):
        raise Problem("Nennen Sie mit --text oder --about, was gemeint ist.", WRONG_USAGE)
    with acting(options) as person, transaction.atomic():
        actor = person.actor()
        if not actor.may(Permission.PROTOKOLL_ERASE, person.tenant):
            raise Problem(f"„{person.login}“ darf im Protokoll nichts löschen.")
        if options.erase is None:
            _show(queries.protokoll_details(actor, wanted))
            return 0
        count = actions.erase_protokoll(
            actor, person.tenant, wanted=wanted, reason=options.erase.strip()
        )
    with acting(options), transaction.atomic():
        checked, problems = verify_chain()
    state = f"{len(problems)} Befunde" if problems else "in Ordnung"
    print(f"{count} Einzelheiten gelöscht; Kette: {state} ({checked} Einträge geprüft).")
    return REFUSED if problems else 0


def _show(rows) -> None:
    """Print what would be erased."""
    for row in rows[:SHOWN]:
        said = registry.events.get(row.event.name, row.event.name)
        change = printable(f"{row.name}: {row.old or '–'} → {row.new or '–'}")
        print(f"{row.event.seq:>8}  {localtime(row.event.at):%d.%m.%Y %H:%M}  {said}  {change}")
    print(f"{rows.count()} Einzelheiten; gelöscht werden sie erst mit --erase GRUND.")
