"""Web, worker and import as processes that can be killed and are there again at once.

Loads the product once and forks it on demand, so that an experiment may kill it three times a second.
Speaks JSON, a line for each order: {"run": "web" | "worker" | "import", "data": folder, ...} is answered
with {"pid": n}; {"wait": n} with the exit code. The first line says on which port web listens.
"""

import argparse
import ctypes
import json
import os
import signal
import socket
import sys
import traceback
from datetime import timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "verbundakte.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.urls import get_resolver  # noqa: E402

from verbundakte.cli import import_files, web, worker  # noqa: E402
from verbundakte.core.jobs import tasks  # noqa: E402
from verbundakte.posteingang.actions import postfach  # noqa: E402

DIE_WITH_PARENT = 1  # prctl: PR_SET_PDEATHSIG


def run_web(order: dict, listener: socket.socket) -> None:
    """Serve the pages."""
    sys.argv = ["web", "--socket", str(listener.fileno()), "--data", order["data"]]
    web.main()


def run_worker(order: dict, listener: socket.socket) -> None:
    """Work on the queues; jobs of a dead worker come back after `stalled` seconds."""
    tasks.STALLED_SECONDS = order.get("stalled", tasks.STALLED_SECONDS)
    worker.QUEUES = order.get("queues", worker.QUEUES)
    settings.OUTBOUND_ALLOWED = order.get("allowed", settings.OUTBOUND_ALLOWED)
    postfach.HELD = timedelta(seconds=order.get("held", postfach.HELD.total_seconds()))
    worker.main()


def run_import(order: dict, listener: socket.socket) -> None:
    """Take a folder over."""
    options = argparse.Namespace(
        folder=Path(order["folder"]), tenant=order["tenant"], login=order["login"], vorgang=None,
        mapping=None, wait=False, json=True, data=settings.DATA_DIR,
    )  # fmt: skip
    sys.stdout = open(order["output"], "a", buffering=1)  # noqa: SIM115
    import_files.run(options)


RUNS = {"web": run_web, "worker": run_worker, "import": run_import}


def child(order: dict, listener: socket.socket) -> None:
    """Become one of them; never returns."""
    code = 1
    try:
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
        data = Path(order["data"])
        log = os.open(data / f"{order['run']}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for number in (1, 2):
            os.dup2(log, number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        settings.DATA_DIR = data
        settings.FILE_UPLOAD_TEMP_DIR = str(data / "tmp")
        RUNS[order["run"]](order, listener)
        code = 0
    except SystemExit:
        code = 0
    except BaseException:
        traceback.print_exc()
    os._exit(code)


def main() -> None:
    """Take orders until the input ends."""
    for addresses in ("verbundakte.urls", "verbundakte.town_urls"):
        _ = get_resolver(addresses).reverse_dict  # once, not after each kill
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen(1024)
        print(json.dumps({"port": listener.getsockname()[1]}), flush=True)
        for line in sys.stdin:
            order = json.loads(line)
            if "wait" in order:
                _, status = os.waitpid(order["wait"], 0)
                print(json.dumps({"code": os.waitstatus_to_exitcode(status)}), flush=True)
                continue
            pid = os.fork()
            if pid == 0:
                child(order, listener)
            print(json.dumps({"pid": pid}), flush=True)


if __name__ == "__main__":
    main()
