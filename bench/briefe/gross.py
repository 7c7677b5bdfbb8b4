"""The time of a proposal in a town that has learned many letters, from the real tables; and of the
next letter in a browser there.

Features come from generated letters; each of a few thousand stands for many. The rows are made by
the database itself. What is timed is what a page waits for: counts and earlier letters read through
zones, and the ranking.
"""

import os
import tempfile
import time
from datetime import date
from importlib import import_module
from json import dumps
from pathlib import Path
from statistics import mean, median
from uuid import uuid4

from django.db import connection, transaction

from briefe.blaettern import next_item_times
from briefe.brief import Schreiber
from briefe.lauf import read, right_of
from briefe.welt import Welt, sets
from verbundakte.cli.session import django_session
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.demo import command
from verbundakte.posteingang.lernen.grundwissen import WithGrundwissen
from verbundakte.posteingang.lernen.rechnen import rank

SLUG = "musterstadt"
DISTINCT, ZONES, OWN_ZONES, ASKED, WARM, PART = 2_000, 100, 40, 120, 20, 60
DOKUMENTE = """
INSERT INTO akten_dokument (id, tenant, position, kennzeichen, betreff, betreff_folded,
 dokumenttyp_id, zone_id, fremdes_geschaeftszeichen, absender, empfaenger, bezug, medium,
 vertraulichkeit, bemerkung, is_entwurf, revision, created_at)
SELECT gen_random_uuid(), %(tenant)s, 0, '', 'Brief', 'bench ' || n,
 (SELECT id FROM akten_dokumenttyp LIMIT 1), (%(zones)s)[1 + n %% %(count)s], '', 'x', '', '',
 '001', 'offen', '', false, 1, now()
FROM generate_series(1, %(size)s) n
"""
BEISPIELE = """
INSERT INTO posteingang_lernbeispiel (id, tenant, art, klasse, merkmale, schluessel, ziele, "on",
 dokument_id, zone_id)
SELECT gen_random_uuid(), %(tenant)s, 'ablage', '', l.merkmale, l.schluessel, l.ziele,
 current_date - (d.n %% 900)::int, d.id, d.zone_id
FROM (SELECT id, zone_id, row_number() OVER () n FROM akten_dokument
      WHERE betreff_folded LIKE 'bench %%') d
JOIN (SELECT (e->>'n')::int n, e->'ziele' ziele,
        ARRAY(SELECT jsonb_array_elements_text(e->'merkmale')::bigint) merkmale,
        ARRAY(SELECT jsonb_array_elements_text(e->'schluessel')::bigint) schluessel
      FROM jsonb_array_elements(%(letters)s::jsonb) e) l ON l.n = d.n %% %(distinct)s
"""
SCHLUESSEL = """
INSERT INTO posteingang_lernschluessel (id, tenant, schluessel, "on", beispiel_id)
SELECT gen_random_uuid(), tenant, unnest(schluessel), "on", id FROM posteingang_lernbeispiel
"""
ZAHLEN = """
INSERT INTO posteingang_lernzahl (id, tenant, klasse, merkmal, zaehler, zone_id)
SELECT gen_random_uuid(), %(tenant)s, '', merkmal, jsonb_object_agg(ziel, letters), zone_id
FROM (SELECT b.zone_id, m merkmal, z.key || ':' || z.value ziel, count(*) letters
      FROM posteingang_lernbeispiel b, unnest(b.merkmale || 0::bigint) m,
           jsonb_each_text(b.ziele) z
      WHERE z.key IN ('e', 't', 'p') GROUP BY 1, 2, 3) counted
GROUP BY merkmal, zone_id
"""


def proposal_times(size: int, most_ms: int) -> dict:
    """Return the time of proposals for one who reads all zones, and for one who reads some."""
    with tempfile.TemporaryDirectory(prefix="verbundakte-bench-") as name:
        data = Path(name) / "data"
        with django_session(data, make=True):
            command.fill(data, scale=0.02)
            tenant = _product("core.models").Tenant.objects.get(slug=SLUG).pk
            letters = _letters()
            with use_tenant(tenant):
                began = time.monotonic()
                zones = _fill(tenant, size, letters)
                filled = time.monotonic() - began
                rows = [_timed(who, _memory(actor), letters) for who, actor in _viewers(zones)]
                learning = _learning()
        shown = next_item_times(data, SLUG)
    return {
        "learned_for_times": size,
        "seconds_to_fill": round(filled, 1),
        "proposal_target": f"{most_ms} ms (95 %): nach der Uhr {_verdict(rows, 'p95_ms', most_ms)},"
        f" Rechenzeit {_verdict(rows, 'cpu_p95_ms', most_ms)}",
        "proposal_times": rows,
        "learning_times": learning,
        **shown,
    }


def _verdict(rows: list[dict], name: str, most_ms: int) -> str:
    worst = max(row[name] for row in rows)
    return "erreicht" if worst <= most_ms else "verfehlt"


def _memory(actor):
    """Return what a proposal is made from: learned letters, and the plan's own keywords."""
    table = _product("posteingang.queries.gedaechtnis").TableMemory(actor)
    with transaction.atomic():
        known = _product("posteingang.queries.vorschlaege").known_before(actor)
    return WithGrundwissen(table, known)


def _learning() -> list[dict]:
    """Return what it takes to learn letters beside all the others, and to forget them."""
    models, replaced = (
        _product("posteingang.models"), _product("posteingang.actions.lernen").replace_learned,
    )  # fmt: skip
    names = ("dokument_id", "zone_id", "klasse", "merkmale", "schluessel", "ziele", "on")
    rows = models.Lernbeispiel.objects.order_by("pk").values(*names)[:PART]
    with transaction.atomic():
        fresh = [models.Lernbeispiel(art=models.LernArt.ZULEITUNG, **row) for row in rows]
    return [
        {"what": label, "letters": len(fresh), "ms_per_letter": _took(replaced, *told, len(fresh))}
        for label, told in (("lernen", ([], fresh)), ("vergessen", (fresh, [])))
    ]


def _took(replaced, known: list, wanted: list, letters: int) -> float:
    began = time.perf_counter()
    with transaction.atomic():
        replaced(known, wanted)
    return round((time.perf_counter() - began) * 1000 / letters, 1)


def _product(name: str):
    """Return a module that needs Django, set up by now."""
    return import_module(f"verbundakte.{name}")


def _letters() -> list:
    kinds, matters = sets("lernen")
    welt = Welt(77, DISTINCT // 7, matters)
    writer = Schreiber(welt, kinds, matters, 78)
    briefe = [
        writer.write(writer.dice.choice(welt.partners), date(2026, 11, 2), new=0.1)
        for _ in range(DISTINCT)
    ]
    return [(brief, read(brief)[1]) for brief in briefe]


def _fill(tenant: int, size: int, letters: list) -> list[int]:
    zoned, models = _product("core.access.zones"), _product("core.models")
    reader, level = models.PrincipalKind.PERSON, models.Level.READ
    with transaction.atomic(), connection.cursor() as cursor:
        zones = [zoned.intern_zone([zoned.Grant(reader, uuid4(), level)]).pk for _ in range(ZONES)]
        told = [
            {
                "n": number, "merkmale": list(one.merkmale), "schluessel": list(one.schluessel),
                "ziele": _ziele(brief),
            }
            for number, (brief, one) in enumerate(letters)
        ]  # fmt: skip
        values = {
            "tenant": tenant, "zones": zones, "count": ZONES, "size": size, "distinct": DISTINCT,
            "letters": dumps(told),
        }  # fmt: skip
        for statement in (DOKUMENTE, BEISPIELE, SCHLUESSEL, ZAHLEN):
            cursor.execute(statement, values)
        _be_learned()
    return zones


def _be_learned() -> None:
    """Note that all of this was learned: else the installation would look at each letter once more."""
    stand = _product("posteingang.models").Lernstand.objects
    if not stand.update(is_walked=True):
        xid, _, _ = _product("core.search.changes").beginning().partition(".")
        stand.create(xid=int(xid), is_walked=True)


def _ziele(brief) -> dict[str, str]:
    return {str(ziel): key for ziel, key in right_of(brief).items() if ziel in ("e", "t", "p")}


def _viewers(zones: list[int]):
    """Yield who asks: a system that is not narrowed, somebody with some zones."""
    actor = _product("core.actor").SystemActor
    may = frozenset({"akten.dokument:read", "akten.vorgang:read"})
    yield f"alle {ZONES} Zonen", actor(id="bench", permissions=may)
    some = frozenset(zones[:OWN_ZONES])
    yield f"{OWN_ZONES} Zonen", actor(id="bench", permissions=may, zones_read=some)


def _timed(who: str, memory, letters: list) -> dict:
    """Return what proposals take by the clock, and of processors (process and database) beside it."""
    times, cpu = [], []
    for brief, schreiben in letters[:ASKED]:
        began, worked = time.perf_counter(), _worked()
        with transaction.atomic():
            rank(schreiben, memory, on=brief.on)
        times.append((time.perf_counter() - began) * 1000)
        cpu.append((_worked() - worked) * 1000)
    times, cpu = sorted(times[WARM:]), sorted(cpu[WARM:])
    return {
        "viewer": who, "proposals": len(times), "median_ms": round(median(times), 1),
        "p95_ms": round(times[int(len(times) * 0.95)], 1), "cpu_ms": round(mean(cpu), 1),
        "cpu_p95_ms": round(cpu[int(len(cpu) * 0.95)], 1), "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip


def _worked() -> float:
    """Return for how many seconds processors worked for us: in this process, and in the database."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        told = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
