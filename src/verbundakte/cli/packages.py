"""`tenant export` and `tenant import`: one municipality as a package that describes itself."""

import argparse
import json
import time
from datetime import datetime
from pathlib import Path

from django.conf import settings

from verbundakte.cli.problems import REFUSED, Problem
from verbundakte.cli.progress import Progress
from verbundakte.core.backup.vessel import read_key
from verbundakte.core.models import Tenant
from verbundakte.core.paket.bag import PackageRefused
from verbundakte.core.paket.export import export_tenant
from verbundakte.core.paket.importing import Package, import_tenant, opened
from verbundakte.core.paket.removal import remove_rows
from verbundakte.core.search.rebuilding import rebuild
from verbundakte.verbund.services import require_free_slug, tenant_named

KEPT = "ersetzt"


def run(options: argparse.Namespace) -> int:
    """Export or import; exit code."""
    began = time.monotonic()
    key = read_key(Path(options.key)) if options.key else None
    path = Path(options.file).absolute()
    found = _export(options, path, key) if options.verb == "export" else _import(options, path, key)
    found["seconds"] = round(time.monotonic() - began, 1)
    print(json.dumps(found, ensure_ascii=False) if options.json else _in_words(found))
    return 0


def _export(options: argparse.Namespace, path: Path, key: bytes | None) -> dict:
    tenant = tenant_named(options.tenant)
    if path.exists():
        raise Problem(
            f"Die Datei {path} gibt es schon; sie bleibt. Geben Sie eine andere an.", REFUSED
        )
    if not path.parent.is_dir():
        raise Problem(
            f"Den Ordner {path.parent} gibt es nicht; legen Sie ihn an oder geben Sie einen anderen an.",
            REFUSED,
        )
    with Progress(tenant.name, 0) as progress:
        found = export_tenant(tenant, path, key, progress.to)
    return {"tenant": tenant.slug, "file": str(path)} | found


def _import(options: argparse.Namespace, path: Path, key: bytes | None) -> dict:
    with opened(path, key) as package:
        if options.digest and options.digest != package.digest:
            raise PackageRefused("Das Paket hat eine andere Prüfsumme; es wurde nichts übernommen.")
        here = Tenant.objects.filter(uuid=package.town["uuid"]).first()
        if here and not options.replace:
            raise PackageRefused(
                f"{here.name} gibt es in dieser Installation schon; --replace setzt das Paket an ihre"
                " Stelle."
            )
        if here:
            kept = replace_town(here, package, key)
            tenant, taken = here, []
        else:
            slug = options.slug or _slug_of(package)
            require_free_slug(slug)
            kept = ""
            tenant, taken = import_tenant(package, slug)
        rebuild(tenant.pk)
        rows = sum(one["zeilen"] for one in package.about["tabellen"].values())
        found = {"tenant": tenant.slug, "digest": package.digest, "rows": rows}
    return found | {"logins_taken": taken, "kept": kept}


def _slug_of(package: Package) -> str:
    letters = (
        package.town["name"]
        .lower()
        .translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}))
    )
    return "-".join(
        filter(None, "".join(c if c.isascii() and c.isalnum() else " " for c in letters).split())
    )[:39]


def replace_town(here: Tenant, package: Package, key: bytes | None) -> str:
    """Put a package in the place of a town; what was there is kept as a package and comes back after
    an error. Returns where it is kept."""
    folder = settings.DATA_DIR / KEPT
    folder.mkdir(mode=0o700, exist_ok=True)
    kept = folder / f"{here.slug}-{datetime.now():%Y%m%d-%H%M%S}.tar"  # noqa: DTZ005
    export_tenant(here, kept, key, lambda done, total: None)
    remove_rows(here, keeps_town=True)
    try:
        import_tenant(package, here.slug, emptied=here)
    except BaseException:
        with opened(kept, key) as before:
            import_tenant(before, here.slug, emptied=here)
        raise
    return str(kept)


def _in_words(found: dict) -> str:
    done = (
        f"Übernommen: /{found['tenant']}/"
        if "file" not in found
        else f"Geschrieben: {found['file']}"
    )
    lines = [
        f"{done}, {found['rows']} Zeilen, {found['seconds']} s",
        f"Prüfsumme: {found['digest']}",
    ]
    if taken := found.get("logins_taken"):
        lines.append(
            f"Diese Anmeldenamen gibt es hier schon, sie wurden nicht verbunden: {', '.join(taken)}"
        )
    if kept := found.get("kept"):
        lines.append(f"Der vorige Stand liegt in {kept}.")
    return "\n".join(lines)
