"""`restore --tenant`: one town, or one Akte of it, from a backup or package, while the others work."""

import argparse
import json
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from verbundakte.akten.services import Quelle, Zurueckgeholt, bring_back_akte, erase_again
from verbundakte.cli.packages import replace_town
from verbundakte.cli.stand import stand_of
from verbundakte.core import loeschliste
from verbundakte.core.backup.vessel import read_key
from verbundakte.core.clock import now
from verbundakte.core.models import Tenant
from verbundakte.core.paket.excerpt import rows_in
from verbundakte.core.paket.importing import Package, about_town
from verbundakte.core.search.rebuilding import rebuild
from verbundakte.verbund.services import tenant_named

NAMED = 20


def run(options: argparse.Namespace, until: datetime | None) -> int:
    """Bring it back and tell; exit code."""
    began = time.monotonic()
    tenant = tenant_named(options.tenant)
    with stand_of(options.data, options.source, options.key, tenant, until) as quelle:
        quelle = replace(quelle, erased=quelle.erased | _known(options.deletions))
        perform = _akte if options.akte else _town
        lines, facts = perform(options, tenant, quelle)
    facts |= {"tenant": tenant.slug, "seconds": round(time.monotonic() - began, 1)}
    facts |= {"stand": quelle.label}
    if options.json:
        print(json.dumps(facts, ensure_ascii=False))
    else:
        print("\n".join([*lines, f"Dauer: {facts['seconds']} s"]))
    return 0


def _known(deletions: str | None) -> set[loeschliste.Entry]:
    more = loeschliste.parse(Path(deletions).read_bytes()) if deletions else set()
    return loeschliste.known() | more


def _akte(options, tenant: Tenant, quelle: Quelle) -> tuple[list[str], dict]:
    found = bring_back_akte(tenant, quelle, options.akte, at=now())
    return _told(options.akte, found), {
        "akte": found.akte.aktenzeichen,
        "left_out": found.stand.left_out,
        "counts": {one.label: len(found.stand.rows[name]) for name, one in _by_table(found)},
        "differences": [vars(one) for one in found.unterschiede],
    }


def _by_table(found: Zurueckgeholt):
    return zip(found.stand.rows, found.unterschiede, strict=False)


def _told(asked: str, found: Zurueckgeholt) -> list[str]:
    """Say in German what came, and how it differs from what is here; numbers only, no contents."""
    number, stand = found.akte.aktenzeichen, found.stand
    is_beside = number != asked
    lines = [
        f"Zurückgeholt: Akte {number} ({stand.label})",
        *(f"  {one.label}: {len(stand.rows[name])}" for name, one in _by_table(found)),
        f"  Dateien mit verglichener Prüfsumme: {len(stand.files)}",
        f"  Einträge im mitgebrachten Verlauf: {len(stand.verlauf)}",
    ]
    if stand.left_out:
        lines.append(f"Gelöscht geblieben nach der Löschliste: {stand.left_out} Dokumente")
    if not is_beside:
        return [*lines, "Von der Akte war hier nichts mehr da; sie hat ihre alten Nummern."]
    lines.append(f"Die Akte {asked} gibt es hier noch; sie blieb, wie sie ist. Vergleich:")
    for one in found.unterschiede:
        lines.append(f"  {one.label}: {one.same} gleich, {len(one.changed)} seitdem geändert,"
                     f" {len(one.gone)} nur in der Sicherung, {len(one.added)} nur hier")  # fmt: skip
        for what, numbers in (("geändert", one.changed), ("nur in der Sicherung", one.gone),
                              ("nur hier", one.added)):  # fmt: skip
            if numbers:
                more = f" und {len(numbers) - NAMED} weitere" if len(numbers) > NAMED else ""
                lines.append(f"    {what}: {'; '.join(sorted(numbers)[:NAMED])}{more}")
    return lines


def _town(options, tenant: Tenant, quelle: Quelle) -> tuple[list[str], dict]:
    folder = quelle.folder
    place = quelle.fetch({row["sha256"] for row in rows_in(folder, "core_blob")})
    for row in rows_in(folder, "core_blob"):
        target = folder / "dateien" / row["sha256"][:2] / row["sha256"]
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            place(row["sha256"]).rename(target)
    package = Package("", folder, about_town(folder))
    kept = replace_town(tenant, package, read_key(Path(options.key)) if options.key else None)
    again = erase_again(one for one in quelle.erased if one.town == str(tenant.uuid))
    rebuild(tenant.pk)
    lines = [
        f"Zurückgespielt: {tenant.name} ({quelle.label}); andere Kommunen blieben, wie sie sind.",
        f"Wieder gelöscht nach der Löschliste: {again} Dokumente",
        f"Der vorige Stand liegt in {kept}.",
    ]
    return lines, {"kept": kept, "erased": again, "at": datetime.now(UTC).isoformat()}
