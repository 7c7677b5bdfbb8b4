"""`status`: does it run, where, with which towns, and what should somebody look at."""

import argparse
import json
import os
import shutil
from datetime import datetime
from pathlib import Path

import psycopg

from verbundakte import __version__
from verbundakte.cli import planned
from verbundakte.cli.installation import LEAST_FREE, Installation
from verbundakte.cli.parts import own_address
from verbundakte.cli.state import State, read_state, remembered_port
from verbundakte.core import programs
from verbundakte.core.embedded import processes

JOBS = """
SELECT count(*) FILTER (WHERE finished_at IS NULL AND started_at IS NULL),
       count(*) FILTER (WHERE finished_at IS NULL AND started_at IS NOT NULL),
       count(*) FILTER (WHERE finished_at IS NOT NULL AND error <> '')
FROM core_job
"""
REBUILDS = """
SELECT slug, done, total FROM core_job JOIN core_tenant ON core_tenant.id = core_job.tenant
WHERE core_job.kind = 'core.suchindex.rebuild' AND finished_at IS NULL ORDER BY slug
"""
TENANTS = "SELECT slug FROM core_tenant WHERE kind = 'gemeinde' ORDER BY slug"
JOB_STATES = ("waiting", "running", "failed")
RESTING_JOBS = "Die Aufträge werden gerade nicht bearbeitet"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--json for scripts."""
    parser.add_argument("--json", action="store_true", help="als JSON ausgeben")


def run(options: argparse.Namespace) -> int:
    """Print the status; 0 whether it runs or not."""
    found = status(Installation(options.data))
    print(json.dumps(found, ensure_ascii=False) if options.json else _in_words(found))
    return 0


def status(installation: Installation) -> dict:
    """The status as documented: what cannot be known while it does not run is null."""
    state = read_state(installation.run)
    children = state.children if state else {}
    web = children.get("web")
    main = web or children.get("worker")  # a machine may run the jobs alone
    is_running = bool(state and state.supervisor.is_alive() and main and main.is_alive())
    port = state.port if state else remembered_port(installation.run)
    warnings = []
    jobs, tenants, rebuilds = dict.fromkeys(JOB_STATES), [], []
    if state and is_running:
        try:
            jobs, tenants, rebuilds = _from_database(installation)
        except psycopg.Error:
            warnings.append("Die Datenbank antwortet nicht.")
        warnings += _resting(installation, state)
    found = {
        "running": is_running,
        "url": f"http://{state.address if state else own_address()}:{port}/",
        "version": __version__,
        "pid": web.pid if is_running and web else None,
        "pids": _pids(state) if state else [],
        "jobs": jobs,
        "tenants": tenants,
        "index_rebuilds": rebuilds,
        "disk": _disk(installation.data),
        "warnings": warnings,
    }
    warnings += _warnings(found)
    warnings += planned.warnings(installation, datetime.now().astimezone())
    logins = installation.demo_logins()
    return found | ({"demo_logins": logins} if logins else {})


def _resting(installation: Installation, state: State) -> list[str]:
    """The sentence when what works behind the pages of this machine does not run."""
    name = "indexer" if "indexer" in state.children else "worker"
    process = state.children.get(name)
    if process and process.is_alive():
        return []
    what = "Der Suchindex wird gerade nicht fortgeführt" if name == "indexer" else RESTING_JOBS
    return [f"{what}; Näheres in {installation.log / f'{name}.log'}."]


def _from_database(installation: Installation) -> tuple[dict, list[str], list[dict]]:
    environment = os.environ | installation.environment()
    url = environment.get("DATABASE_SYSTEM_URL") or environment.get("DATABASE_OWNER_URL", "")
    with psycopg.connect(url, connect_timeout=5) as connection:
        counts = connection.execute(JOBS).fetchone()
        tenants = [slug for (slug,) in connection.execute(TENANTS)]
        rebuilds = [
            {"tenant": slug, "done": done, "total": total}
            for slug, done, total in connection.execute(REBUILDS)
        ]
    return dict(zip(JOB_STATES, counts, strict=True)), tenants, rebuilds


def _pids(state: State) -> list[int]:
    """The supervisor and all its processes with what they have started."""
    noted = [state.supervisor, *state.children.values()]
    alive = [process.pid for process in noted if process.is_alive()]
    return sorted({*alive, *(pid for parent in alive for pid in processes.descendants(parent))})


def _disk(data: Path) -> dict:
    place = next(folder for folder in (data, *data.parents) if folder.exists())
    usage = shutil.disk_usage(place)
    return {"path": str(data), "free_bytes": usage.free, "total_bytes": usage.total}


def _warnings(found: dict) -> list[str]:
    sentences = []
    if lacking := programs.missing():
        sentences.append(programs.sentence(lacking))
    free = found["disk"]["free_bytes"]
    if free < 10 * LEAST_FREE:
        sentences.append(f"Auf dem Datenträger sind nur noch {free // 1024**2} MB frei.")
    if found["jobs"]["failed"]:
        sentences.append(f"{found['jobs']['failed']} Aufträge sind gescheitert.")
    return sentences


def _in_words(found: dict) -> str:
    running = f"läuft: {found['url']}" if found["running"] else "läuft nicht"
    lines = [f"Verbundakte {found['version']} {running}"]
    jobs = found["jobs"]
    if found["running"] and jobs["waiting"] is not None:
        lines.append(f"Kommunen: {', '.join(found['tenants']) or 'noch keine'}")
        lines.append(
            f"Aufträge: {jobs['waiting']} warten, {jobs['running']} laufen,"
            f" {jobs['failed']} gescheitert"
        )
    lines += [
        f"Suchindex von {one['tenant']} wird erneuert: {one['done']} von {one['total']} Einträgen"
        for one in found["index_rebuilds"]
    ]
    for login in found.get("demo_logins", []):
        lines.append("  {tenant}: {login} / {password} ({role})".format(**login))
    return "\n".join([*lines, *(f"Hinweis: {warning}" for warning in found["warnings"])])
