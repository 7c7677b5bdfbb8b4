"""How fast the index of a large town is built anew, and how large it is: `--data` of `bench gross`.

The old index serves until the new one takes its place, so this may run beside anything. Targets:
400 entries a second and core; fewer than 1.5 KB for each Dokument beyond its text.
"""

import argparse
import logging
import sys
import time
from importlib import import_module

from grossbestand.ergebnis import written

from verbundakte.cli.session import django_session

TARGET_RATE, TARGET_BYTES = 400, 1500


def run(options: argparse.Namespace) -> dict:
    """Return entries per second of wall and of CPU, and the bytes of each Dokument."""
    with django_session(options.data) as installation:
        logging.disable(logging.INFO)  # the figures are the output
        town = import_module("grossbestand.anfragen").found_bestand()
        groessen = import_module("grossbestand.groessen")
        before, began, cpu = groessen.load(), time.monotonic(), time.process_time()
        rebuild = import_module("verbundakte.core.search.rebuilding").rebuild
        count = rebuild(town.tenant, _told)
        seconds, cpu = time.monotonic() - began, time.process_time() - cpu
        sizes = groessen.sizes(installation.data, town.tenant)
        load = [before, groessen.load()]
    beyond = sizes["index_bytes_each"] - sizes["text_bytes_each"]
    figures = {
        "entries": count,
        "seconds": round(seconds, 1),
        "entries_per_second": round(count / seconds),
        "entries_per_cpu_second": round(count / cpu),
        "rate_target": f"{TARGET_RATE}: {_word(count / cpu >= TARGET_RATE)}",
        "text_bytes_each": sizes["text_bytes_each"],
        "index_bytes_each": sizes["index_bytes_each"],
        "beyond_text_target": f"unter {TARGET_BYTES}: {_word(beyond < TARGET_BYTES)}",
        "load": load,
    }
    written("neuaufbau", figures)
    return figures


def _told(done: int, total: int) -> None:
    if done % 10_000 < 500:
        sys.stderr.write(f"{done} von {total}\n")


def _word(is_met: bool) -> str:
    return "erreicht" if is_met else "verfehlt"
