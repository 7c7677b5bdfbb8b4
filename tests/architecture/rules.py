"""The rules of the house as functions over a source tree, so that each can be tried on a breach."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "verbundakte"
ROOMS = (
    "organisation", "verbund", "akten", "signaturen", "geschaeftsgang", "schriftverkehr",
    "posteingang", "datenschutz", "anbindung",
)  # fmt: skip
DOORS = ("web", "api", "cli", "dav")
PUBLIC_MODULES = {"models", "queries", "actions", "rules", "permissions"}
PUBLIC_OF = {"organisation": {"actor", "actor_kept", "access", "accounts"}, "akten": {"samples", "pages"}}
DOOR_MODULES = {"urls", "api", "webdav", "services"}
WRITES = {
    "save", "create", "bulk_create", "update", "bulk_update", "delete", "get_or_create",
    "update_or_create",
}  # fmt: skip
MAX_FILE, MAX_FUNCTION, MAX_PARAMETERS = 400, 40, 6
ROOM_FILES = {
    "README.md", "__init__.py", "apps.py", "models", "queries", "actions", "permissions.py",
    "events.py", "urls.py", "migrations", "tests",
}  # fmt: skip


def files(source: Path, *, tests: bool = False) -> Iterator[tuple[Path, str]]:
    """Yield (file, path below the source) of all Python files; migrations are left out."""
    for path in sorted(source.rglob("*.py")):
        below = path.relative_to(source).as_posix()
        if "/migrations/" in below or (not tests and "/tests/" in below):
            continue
        yield path, below


@cache
def parsed(path: Path) -> ast.Module:
    """Return a file as a tree; kept, for each rule asks for it."""
    return ast.parse(path.read_text())


@cache
def walked(path: Path) -> tuple[ast.AST, ...]:
    """Return all nodes of a file."""
    return tuple(ast.walk(parsed(path)))


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Yield (module, line) of every import of our own in a file."""
    for node in walked(path):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            for name in names:
                if name.startswith("verbundakte."):
                    yield name, node.lineno
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("verbundakte."):
                    yield alias.name, node.lineno


def public_modules(source: Path) -> list[str]:
    """From other rooms only their public modules are imported."""
    found = []
    for path, below in files(source):
        room = below.split("/")[0]
        for module, line in imports(path):
            parts = module.split(".")[1:]
            target = parts[0]
            if target not in ROOMS or target == room or len(parts) < 2:
                continue
            allowed = PUBLIC_MODULES | PUBLIC_OF.get(target, set())
            if room in (*DOORS, "demo"):
                allowed = allowed | DOOR_MODULES
            if room in ("web", "api", "cli", "demo") and parts[1] in ("kinds", "search"):
                continue
            if parts[1] not in allowed:
                found.append(f"{below}:{line} imports {module}")
    return found


def sizes(source: Path, exceptions: dict[str, str]) -> list[str]:
    """Files up to 400 lines, functions up to 40, six parameters."""
    found = []
    for path, below in files(source):
        text = path.read_text()
        if len(text.splitlines()) > MAX_FILE and below not in exceptions:
            found.append(f"{below} has {len(text.splitlines())} lines")
        for node in walked(path):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            name = f"{below}:{node.name}"
            if name in exceptions:
                continue
            length = node.end_lineno - node.body[0].lineno + 1
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                length -= first.end_lineno - first.lineno + 1
            if length > MAX_FUNCTION:
                found.append(f"{name} has {length} lines")
            arguments = [a.arg for a in (*node.args.posonlyargs, *node.args.args)]
            count = len([name for name in arguments if name not in ("self", "cls")])
            count += len(node.args.kwonlyargs)
            if count > MAX_PARAMETERS:
                found.append(f"{name} has {count} parameters")
    return found


def local_imports(source: Path) -> list[str]:
    """No imports inside functions."""
    found = []
    for path, below in files(source):
        for function in walked(path):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                for node in ast.walk(function):
                    if isinstance(node, ast.Import | ast.ImportFrom):
                        found.append(f"{below}:{node.lineno}")
    return found


def _is_write(node: ast.Call) -> bool:
    if not (isinstance(node.func, ast.Attribute) and node.func.attr in WRITES):
        return False
    text = ast.unparse(node.func)
    if node.func.attr in ("create", "bulk_create", "get_or_create", "update_or_create"):
        return ".objects" in text
    if node.func.attr in ("update", "delete"):
        return ".objects" in text or "filter(" in text
    return node.func.attr == "save" and not text.startswith("super()")


def writes_outside_actions(source: Path, allowed: dict[str, str]) -> list[str]:
    """In rooms and doors rows are written in `actions` only."""
    found = []
    for path, below in files(source):
        room = below.split("/")[0]
        if room not in (*ROOMS, *DOORS) or "/actions/" in below or below in allowed:
            continue
        for node in walked(path):
            if isinstance(node, ast.Call) and _is_write(node):
                found.append(f"{below}:{node.lineno} {ast.unparse(node.func)}")
    return found


def unguarded_actions(source: Path, allowed: dict[str, str]) -> list[str]:
    """A public function of `actions` that takes an actor and writes carries @action."""
    found = []
    for path, below in files(source):
        if "/actions/" not in below:
            continue
        for node in parsed(path).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            first = node.args.posonlyargs + node.args.args
            if not first or first[0].arg != "actor":
                continue
            decorators = [ast.unparse(item).split("(")[0] for item in node.decorator_list]
            if "action" not in decorators and f"{below}:{node.name}" not in allowed:
                found.append(f"{below}:{node.name}")
    return found


def reads_outside_queries(source: Path, allowed: dict[str, str]) -> list[str]:
    """Views, forms and API of a room and the doors ask `queries`, not the ORM."""
    found = []
    for path, below in files(source):
        room = below.split("/")[0]
        is_page = "/views/" in below or below.endswith(("/api.py", "/forms.py", "/urls.py"))
        is_page = is_page or room in ("web", "api") or (room != "core" and "/api/" in below)
        if not is_page or below in allowed:
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if re.search(r"\.objects\b", line):
                found.append(f"{below}:{number} {line.strip()}")
    return found


def queries_take_the_actor_first(source: Path, allowed: dict[str, str]) -> list[str]:
    """Every public function of `queries` has `actor` as its first parameter."""
    found = []
    for path, below in files(source):
        if "/queries/" not in below and not below.endswith("/queries.py"):
            continue
        for node in parsed(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                names = [a.arg for a in (*node.args.posonlyargs, *node.args.args)]
                if names[:1] != ["actor"] and f"{below}:{node.name}" not in allowed:
                    found.append(f"{below}:{node.name}")
    return found


def undocumented(source: Path) -> list[str]:
    """Modules and public functions have docstrings."""
    found = []
    for path, below in files(source):
        tree = parsed(path)
        if tree.body and not ast.get_docstring(tree):
            found.append(below)
        for node in tree.body:
            is_public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if is_public and not ast.get_docstring(node):
                found.append(f"{below}:{node.name}")
    return found


FORM = re.compile(r"<form\b(?:[^>{]|\{%.*?%\}|\{\{.*?\}\})*>", re.S)


def forms_the_browser_checks(source: Path) -> list[str]:
    """Forms that send something leave the checking to the server: `novalidate` stands in them."""
    return [
        f"{path.relative_to(source)}: {found[:60]}"
        for path in sorted(source.rglob("*.html"))
        for found in FORM.findall(path.read_text())
        if 'method="post"' in found and "novalidate" not in found
    ]


def forms_of_django(source: Path) -> list[str]:
    """Forms derive from `core.ui.forms.Form`, which speaks our German."""
    return [
        f"{below}:{node.name}"
        for path, below in files(source)
        for node in walked(path)
        if isinstance(node, ast.ClassDef)
        and below != "core/ui/forms.py"
        and any(ast.unparse(base) in ("forms.Form", "forms.ModelForm") for base in node.bases)
    ]


def session_settings(source: Path) -> list[str]:
    """`set_config(.., false)` and SET without LOCAL would outlive their transaction."""
    pattern = re.compile(r"set_config\([^)]*,\s*false\s*\)|SET\s+(SESSION\s+)?verbundakte", re.I)
    return [
        f"{below}:{number}"
        for path, below in files(source)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if pattern.search(line)
    ]


def days_in_utc(source: Path) -> list[str]:
    """A moment is kept in UTC; its day in the office is `localdate(at)`, never `at.date()`."""
    return [
        f"{below}:{node.lineno}"
        for path, below in files(source)
        for node in walked(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "date"
        and re.search(r"(^|[._])at$|_at |\bnow\(\)$", ast.unparse(node.func.value))
    ]


def room_layout(source: Path) -> list[str]:
    """Every room has the same parts."""
    found = []
    for room in ROOMS:
        present = {path.name for path in (source / room).iterdir()}
        present |= {name.removesuffix(".py") for name in present}
        for name in sorted(ROOM_FILES):
            if name not in present and name.removesuffix(".py") not in present:
                found.append(f"{room} has no {name}")
    return found


def unnamed_models(glossar: str, models: list[str]) -> list[str]:
    """Every model has its row in the glossary."""
    return [name for name in models if not re.search(rf"\|\s*`?{name}`?\s*\|", glossar)]
