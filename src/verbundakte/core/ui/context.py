"""What the frame of every page needs: `ui` (how it looks) and `shell` (menus, town, person).

Rooms and doors add their parts with `provide`; each is computed only when the template asks for it,
so a fragment for htmx pays for none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import cached_property

from verbundakte.core.registry import NavigationEntry, registry

# Where the frame points to: name of the URL (set by the door `web`), else the path below the prefix.
ADDRESSES = {
    "desk": ("web:schreibtisch", ""),
    "search": ("web:suche", "suche/"),
    "suggestions": ("web:suche-vorschlaege", "suche/vorschlaege/"),
    "view": ("web:ansicht", "konto/ansicht/"),
    "account": ("web:konto", "konto/"),
    "login": ("web:anmelden", "anmelden/"),
    "logout": ("web:abmelden", "abmelden/"),
    "help": ("ui:tasten", "hilfe/tastatur/"),
    "jobs": ("web:auftraege", "auftraege/"),
}
MOST_FRAMES = 2_000  # towns times sets of permissions that are used at a time
PARTS = ("counts", "favourites", "plan", "new", "capacities", "towns")


def read_once(request: HttpRequest, read: Callable):
    """Return `read(request.actor)`; a second call in the same request returns the same."""
    kept = request.__dict__.setdefault("read_once", {})
    if read not in kept:
        kept[read] = read(request.actor)
    return kept[read]


def already_read(request: HttpRequest, read: Callable):
    """Return what `read_once` has returned in this request, or None."""
    return request.__dict__.get("read_once", {}).get(read)


@dataclass(frozen=True)
class MenuItem:
    """One line of a menu: a link, or a form with one button when `method` is "post".

    `is_folded`: what stands beside the menu as a button where there is room for it.
    """

    label: str
    url: str
    icon: str = ""
    key: str = ""
    method: str = "get"
    is_current: bool = False
    is_danger: bool = False
    is_folded: bool = False
    fields: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Count:
    """A number beside a line of the menu; `is_due` makes it loud."""

    value: int
    is_due: bool = False


@dataclass(frozen=True)
class NavLine:
    """A line of the main menu as the template shows it."""

    id: str
    label: str
    icon: str
    url: str
    key: str = ""
    count: int | None = None
    is_due: bool = False
    is_current: bool = False


_providers: dict[str, Callable[[HttpRequest], object]] = {}
_keys: dict[str, str] = {}


def provide(part: str, function: Callable[[HttpRequest], object]) -> None:
    """Let `function(request)` deliver one of PARTS of the frame.

    counts: {navigation id: int or Count}; favourites: list of MenuItem; plan: nodes of `_tree.html`;
    new: list of MenuItem; capacities: list of MenuItem ("Arbeiten als"); towns: list of MenuItem.
    """
    if part not in PARTS:
        raise ValueError(f"unknown part of the frame: {part}")
    _providers[part] = function


def jump_key(navigation_id: str, letter: str) -> None:
    """Let "g" and then `letter` go to this line of the main menu."""
    _keys[navigation_id] = letter


def shell(request: HttpRequest) -> dict:
    """Context processor: `ui` and `shell`."""
    return {"ui": View(request), "shell": Shell(request)}


class View:
    """How this person wants to see pages (attributes of <html>)."""

    def __init__(self, request: HttpRequest):
        account = getattr(request, "user", None)
        theme = getattr(account, "theme", "") or ""
        self.theme = theme if theme in ("light", "dark") else ""
        self.density = "tight" if getattr(account, "density", "") == "tight" else ""
        self.keys_off = bool(getattr(account, "is_keyboard_off", False))


class Shell:
    """Menus, town and person of the frame; every property is computed when asked for."""

    def __init__(self, request: HttpRequest):
        self.request = request
        self.actor = getattr(request, "actor", None)
        self.tenant = getattr(request, "tenant", None)

    @property
    def tenant_name(self) -> str:
        """The name of the open town, or ""."""
        return getattr(self.tenant, "name", "") or ""

    @property
    def person(self) -> str:
        """The name of whoever is logged in."""
        return getattr(self.actor, "name", "") or ""

    @property
    def unit(self) -> str:
        """The unit of whoever is logged in, or ""."""
        return getattr(self.actor, "unit_name", "") or ""

    @property
    def on_behalf_of(self) -> str:
        """The name of the person represented, or ""."""
        return getattr(self.actor, "on_behalf_name", "") or ""

    @cached_property
    def addresses(self) -> dict[str, str]:
        """The addresses of ADDRESSES for this request."""
        return _addresses(get_script_prefix(), get_urlconf())

    @cached_property
    def navigation(self) -> list[NavLine]:
        """The main menu without its groups."""
        return [line for group, line in self._lines if not group]

    @cached_property
    def groups(self) -> dict[str, list[NavLine]]:
        """The lower part of the main menu: {heading: lines}."""
        groups: dict[str, list[NavLine]] = {}
        for group, line in self._lines:
            if group:
                groups.setdefault(group, []).append(line)
        return groups

    @cached_property
    def tabbar(self) -> list[NavLine]:
        """The three lines shown at the foot of a small screen (the fourth is the menu)."""
        return self.navigation[:3]

    @cached_property
    def favourites(self) -> list:
        """What the person has marked."""
        return self._part("favourites")

    @cached_property
    def plan(self) -> list:
        """The Aktenplan as far as it is open in the menu."""
        return self._part("plan")

    @cached_property
    def new(self) -> list:
        """What can be made new from anywhere."""
        return self._part("new")

    @cached_property
    def capacities(self) -> list:
        """For whom the person may act; one entry alone is not shown."""
        return self._part("capacities")

    @cached_property
    def towns(self) -> list:
        """The towns this account works in; one entry alone is not shown."""
        return self._part("towns")

    @cached_property
    def _lines(self) -> list[tuple[str, NavLine]]:
        counts = self._part("counts") or {}
        permissions = frozenset(getattr(self.actor, "permissions", ()))
        names = tuple(registry.navigation)
        entries = _entries(names, get_script_prefix(), get_urlconf(), permissions)
        current = _current(self.request.path, entries)
        return [
            (entry.group, self._line(entry, url, counts.get(entry.id), is_current=url == current))
            for entry, url in entries
        ]

    def _line(self, entry, url: str, count, *, is_current: bool) -> NavLine:
        value = count.value if isinstance(count, Count) else count
        return NavLine(
            id=entry.id,
            label=entry.label,
            icon=entry.icon,
            url=url,
            key=f"g {_keys[entry.id]}" if entry.id in _keys else "",
            count=value,
            is_due=isinstance(count, Count) and count.is_due,
            is_current=is_current,
        )

    def _part(self, part: str):
        function = _providers.get(part)
        return function(self.request) if function and self.actor else []


def address(url_name: str, path: str) -> str:
    """Return the URL of this name, or `path` below the prefix where the name is not mounted."""
    return _resolve(url_name) or get_script_prefix() + path


@lru_cache(MOST_FRAMES)
def _addresses(prefix: str, urlconf: str | None) -> dict[str, str]:
    """Return the addresses of ADDRESSES below a prefix."""
    return {name: address(*where) for name, where in ADDRESSES.items()}


@lru_cache(MOST_FRAMES)
def _entries(
    names: tuple[str, ...], prefix: str, urlconf: str | None, permissions: frozenset[str]
) -> list[tuple[NavigationEntry, str]]:
    """Return the lines of the main menu, with their addresses, of whoever has these permissions;
    `names` are those of all lines there are."""
    return [
        (entry, url)
        for entry in registry.menu()
        if (url := _resolve(entry.url_name))
        and (not entry.permission or entry.permission in permissions)
    ]


def _resolve(url_name: str) -> str:
    prefix = get_script_prefix()
    below = _below_prefix(url_name, get_urlconf())
    return "" if below is None else prefix + below


@cache
def _below_prefix(url_name: str, urlconf: str | None) -> str | None:
    """Return the path of a name without the town: the same in every request."""
    try:
        return reverse(url_name, urlconf).removeprefix(get_script_prefix())
    except NoReverseMatch:
        return None


def _current(path: str, entries: list[tuple[NavigationEntry, str]]) -> str:
    """Return the address of the line a page belongs to, "" for none: of lines whose addresses lie
    within each other the innermost."""
    home = get_script_prefix()
    within = (
        url
        for entry, url in entries
        if path == url or (path.startswith(url) and not entry.is_exact and url != home)
    )
    return max(within, key=len, default="")
