"""The leak matrix: every door of the house, who gets in, and what all others get.

The rows of the towns stand in tests/leaks/rows, one module for each group of doors; a module there
with a list `ROWS` is found by itself, and so are its `JOBS` ({kind: JobRow}) and `prepare(world)`,
which makes what its rows need and returns the names and ids for their addresses.
"""

import pkgutil
from importlib import import_module
from uuid import UUID

from tests.leaks import rows

MODULES = [
    import_module(f"{rows.__name__}.{found.name}") for found in pkgutil.iter_modules(rows.__path__)
]
TOWN = [row for module in MODULES for row in module.ROWS]
API = [row for row in TOWN if row.is_api]
JOBS = {kind: row for module in MODULES for kind, row in getattr(module, "JOBS", {}).items()}
PREPARATIONS = [module.prepare for module in MODULES if hasattr(module, "prepare")]

# Outside of every town: (method, path, status with a login, status without).
ROOT = {
    "web:front": ("GET", "/", 302, 200),
    "web:anmelden": ("GET", "/anmelden/", 200, 200),
    "web:zweiter-faktor": ("GET", "/anmelden/zweiter-faktor/", 200, 302),
    "web:passkey": ("POST", "/anmelden/passkey/", 422, 422),
    "web:passkey-aufgabe": ("POST", "/anmelden/passkey/aufgabe/", 200, 200),
    "web:kennwort-vergessen": ("GET", "/kennwort/", 404, 404),
    "web:abmelden": ("POST", "/abmelden/", 302, 302),
    "web:stadt": ("GET", "/stadt/", 200, 302),
    "web:healthz": ("GET", "/healthz", 200, 200),
    "web:readyz": ("GET", "/readyz", 200, 200),
    "web:metrics": ("GET", "/metrics", 404, 404),
    "dav:dav": ("GET", "/dav/musterstadt/", 401, 401),
    "dav:wopi-datei": ("GET", f"/wopi/files/{UUID(int=1)}", 404, 404),
    "dav:wopi-inhalt": ("GET", f"/wopi/files/{UUID(int=1)}/contents", 404, 404),
}
