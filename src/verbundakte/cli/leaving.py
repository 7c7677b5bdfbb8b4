"""`tenant leave`: two persons decide, two weeks pass, then: package, deletion, signed proof."""

import argparse
import json
from pathlib import Path

from django.db import transaction

from verbundakte.cli.problems import REFUSED, WRONG_USAGE, Problem
from verbundakte.core.backup.vessel import read_key
from verbundakte.core.clock import now
from verbundakte.core.models import Tenant
from verbundakte.core.paket import proof
from verbundakte.core.paket.export import export_tenant
from verbundakte.core.paket.removal import remove_town
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.actor import load_actor
from verbundakte.verbund import actions
from verbundakte.verbund.models import Auszug
from verbundakte.verbund.services import person_with, tenant_named


def run(options: argparse.Namespace) -> int:
    """Do the step that was asked for; exit code."""
    if options.verb == "proof":
        return _check(Path(options.file))
    tenant = tenant_named(options.tenant)
    if options.finish:
        return _finish(options, tenant)
    if not options.login:
        raise Problem("Geben Sie mit --as an, wer den Schritt tut.", WRONG_USAGE)
    with use_tenant(tenant.pk), transaction.atomic():
        actor = load_actor(person_with(options.login, tenant).pk)
        auszug = Auszug.objects.in_force().first()
        if not (options.confirm or options.withdraw):
            actions.request_auszug(actor, tenant, at=now())
            print("Der Auszug ist beantragt. Eine zweite Person bestätigt ihn mit --confirm.")
        elif auszug is None:
            raise actions.NotLeaving
        elif options.withdraw:
            actions.withdraw_auszug(actor, auszug, at=now())
            print("Der Auszug ist zurückgenommen.")
        else:
            done = actions.confirm_auszug(actor, auszug, at=now())
            print(
                f"Bestätigt. Gelöscht wird frühestens am {done.earliest_at:%d.%m.%Y}, mit --finish."
            )
    return 0


def _finish(options: argparse.Namespace, tenant: Tenant) -> int:
    """Write the package, delete the town, write the proof beside the package."""
    path = Path(options.finish).absolute()
    if path.exists():
        raise Problem(
            f"Die Datei {path} gibt es schon; sie bleibt. Geben Sie eine andere an.", REFUSED
        )
    with use_tenant(tenant.pk), transaction.atomic():
        auszug = actions.check_may_leave(Auszug.objects.in_force().first(), at=now())
    key = read_key(Path(options.key)) if options.key else None
    package = export_tenant(tenant, path, key, lambda done, total: None)
    receipt = {
        "art": "Auszug einer Kommune",
        "kommune": {"name": tenant.name, "ags": tenant.ags, "uuid": str(tenant.uuid)},
        "beantragt_am": auszug.requested_at.isoformat(),
        "bestaetigt_am": auszug.confirmed_at.isoformat() if auszug.confirmed_at else "",
        "paket": {name: package[name] for name in ("digest", "rows", "files", "size")},
    }
    document = proof.sign(receipt | {"loeschung": remove_town(tenant, at=now())})
    target = path.with_name(path.name + ".nachweis.json")
    target.write_text(json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True))
    path.with_name(path.name + ".nachweis.txt").write_text(in_words(document))
    print(in_words(document))
    deletion = document["nachweis"]["loeschung"]
    return REFUSED if deletion["zeilen_nachher"] or deletion["dateien_nachher"] else 0


def in_words(document: dict) -> str:
    """Return the proof as a person reads it."""
    found = document["nachweis"]
    deletion, package = found["loeschung"], found["paket"]
    left = sum(deletion["zeilen_nachher"].values())
    lines = [
        f"Nachweis über den Auszug: {found['kommune']['name']}",
        f"Beantragt am {found['beantragt_am']}, bestätigt am {found['bestaetigt_am']}",
        f"Übergeben: {package['rows']} Zeilen, {package['files']} Dateien, Prüfsumme {package['digest']}",
        f"Gelöscht am {deletion['geloescht_am']}:",
        *(f"  {name}: {count} Zeilen" for name, count in deletion["zeilen_vorher"].items()),
        f"  {deletion['dateien_geloescht']} Dateien",
        f"Danach vorhanden: {left} Zeilen, {deletion['dateien_nachher']} Dateien",
        "In Sicherungen bleibt die Kommune, bis diese nicht mehr aufbewahrt werden; ein Zurückspielen"
        " löscht sie nach der Löschliste erneut.",
        f"Schlüssel: {document['schluessel']}",
        f"Signatur: {document['signatur']}",
    ]
    return "\n".join(lines)


def _check(path: Path) -> int:
    try:
        document = json.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise Problem(
            f"{path} ist kein Nachweis; geben Sie die Datei .nachweis.json an."
        ) from error
    if not proof.is_genuine(document):
        raise Problem("Der Nachweis wurde verändert oder ist nicht von Verbundakte.", REFUSED)
    own = document["schluessel"] == proof.public_key()
    whose = "dieser" if own else "einer anderen"
    print(f"{in_words(document)}\nUnverändert, unterschrieben von {whose} Installation.")
    return 0
