"""What rooms add to the house. Filled in each room's `ready()`; core imports none of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from verbundakte.core.desk import DeskItem as DeskItem
from verbundakte.core.desk import DeskQueue, DeskSource


@dataclass(frozen=True)
class NavigationEntry:
    """A line of the main menu. `permission` empty: for everybody who is logged in.

    `hint`: what one does there, told on a desk on which nothing waits. `is_exact`: the addresses
    below it belong to other lines.
    """

    id: str
    label: str
    icon: str
    url_name: str
    permission: str = ""
    group: str = ""
    order: int = 100
    hint: str = ""
    is_exact: bool = False


@dataclass(frozen=True)
class ScopeGroup:
    """A part of the API for which a token may be good: `akten` makes akten:lesen, akten:schreiben.

    `nouns`: whose permissions (`room.noun:verb`) belong to it; `also_reads`: what one has to see to
    work there. `writes`: something can be changed.
    """

    name: str
    label: str
    nouns: tuple[str, ...]
    also_reads: tuple[str, ...] = ()
    writes: bool = True


@dataclass(frozen=True)
class SearchHit:
    """A hit as it may be shown: it was read through the permissions of whoever searches.

    `pages()` gives (page, text) for the snippet; `facts` are short texts beside the title.
    `is_quiet`: it is found, but never suggested.
    """

    kind: str
    id: UUID
    title: str
    url_name: str
    icon: str
    aktenzeichen: str = ""
    file_name: str = ""
    dated_on: object = None
    facts: tuple[str, ...] = ()
    is_closed: bool = False
    is_quiet: bool = False
    pages: Callable[[], Iterable[tuple[int, str]]] | None = None


@dataclass(frozen=True)
class SearchSource:
    """What makes a kind searchable.

    `load(ids) -> list[IndexDoc]` runs in the indexer; `read(actor, ids) -> {id: SearchHit}` gives
    only what the actor may see; `all_ids()` serves rebuild and completeness;
    `begins(actor, folded, limit) -> list[SearchHit]` finds numbers and titles without the index.
    Without `permission` nothing of the kind is found, counted or suggested. What is not
    `is_indexed` is found by `begins` alone.
    """

    kind: str
    label: str
    load: Callable
    read: Callable
    all_ids: Callable
    begins: Callable
    permission: str = ""
    is_indexed: bool = True

    def is_read_by(self, actor) -> bool:
        """Tell whether an actor may read objects of this kind at all."""
        return not self.permission or self.permission in actor.permissions


@dataclass(frozen=True)
class HandoverSource:
    """Work of a person (or what a unit leads) that must go to another before she leaves (it ends).

    `count(id) -> int` of what is hers now; `start(actor, one, to) -> Job` hands it over, item by
    item, in a job of the room that knows it.
    """

    id: str
    label: str
    count: Callable[[UUID], int]
    start: Callable


@dataclass(frozen=True)
class Noted:
    """What came of the lines of a note, in words, and the address that takes it back."""

    text: str
    undo: str = ""


@dataclass(frozen=True)
class NotedLines:
    """Lines of a note that a room above acts upon: `take(actor, subject, text, at) -> Noted | None` in
    the transaction in which the note is written; `hint` tells the writer of them."""

    hint: str
    take: Callable


@dataclass(frozen=True)
class Vertretbares:
    """A kind of somebody's work that another can be entrusted with alone, and the permissions for it.

    Whoever stands in for one kind only keeps the permissions to read that belong to no other kind.
    """

    label: str
    permissions: frozenset[str]


@dataclass(frozen=True)
class Part:
    """A part of what a unit leads that can go to another unit by itself, and how much is in it."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class Holding:
    """What a unit has that keeps it from ending: how many of what, which ones as far as a few names
    tell, and where they are listed for whoever may see them ("" for others)."""

    label: str
    count: int
    url: str = ""
    names: str = ""


@dataclass(frozen=True)
class HoldingSource(HandoverSource):
    """What a unit leads. `keeps(actor, unit)` lists why it does not end; `parts(unit_id)` what can go
    over by itself, `start_parts(actor, unit, to, keys)` lets some of it go; `amounts(unit_id, keys)`
    says how much that is, by kind.
    """

    parts: Callable[[UUID], list[Part]] = lambda unit_id: []
    start_parts: Callable = lambda actor, unit, to, keys: None
    amounts: Callable[[UUID, Iterable[str]], list[tuple[str, int]]] = lambda unit_id, keys: []
    keeps: Callable[..., list[Holding]] = lambda actor, unit: []


@dataclass(frozen=True)
class Check:
    """An invariant of the house: `run(deep) -> (checked, problems)` inside an open tenant. What `is_long`
    opens its own, short transactions, so that the indexer need not wait. `title` is what operators read;
    what `is_of_now` tells how work goes today, not whether what is kept is whole.
    """

    name: str
    run: Callable[[bool], tuple[int, list[str]]]
    title: str = ""
    is_long: bool = False
    is_of_now: bool = False


@dataclass(frozen=True)
class ReferenceKind:
    """How a stored (kind, id) becomes something readable: `names(ids) -> {id: text}`.

    `choices(actor) -> [(id, text)]` offers what can be referred to.
    """

    kind: str
    names: Callable[[Iterable[UUID]], dict]
    choices: Callable[[Any], list[tuple[UUID, str]]] | None = None


@dataclass(frozen=True)
class SubjectPage:
    """A page of a room above about an object of one below, which shows the link.

    `may(actor, subject) -> bool`; the address takes the id of the object. `method` post: what is opened
    makes something (a sheet to print). `short`: its name as a button in the head of the page, for what is
    done every day; all else stands in the menu there.
    """

    label: str
    icon: str
    url_name: str
    may: Callable
    method: str = "get"
    key: str = ""
    short: str = ""


@dataclass(frozen=True)
class SubjectTab:
    """A tab that a room above adds to what is known about an object of one below.

    `load(request, subject, fassung)` gives what `template` shows, as `part`; `count(actor, subject)`
    a number beside the label. `notice(request, subject, fassung)` gives what `notice_template` shows
    above all tabs while the object waits for the person, None for nothing. Without `label` there is
    no tab, only the notice.
    """

    key: str
    label: str
    template: str
    load: Callable
    count: Callable | None = None
    notice: Callable | None = None
    notice_template: str = ""


@dataclass(frozen=True)
class Betroffene:
    """Whose data is looked for (Art. 15 DSGVO): her Kontakt, if it is known, and how she is called."""

    name: str
    vorname: str = ""
    geboren_on: date | None = None
    kontakt_id: UUID | None = None


@dataclass(frozen=True)
class Finding:
    """An object in which somebody's data may stand, and why it was found."""

    kind: str
    id: UUID
    why: str = ""


@dataclass(frozen=True)
class FindingPlace:
    """Which unit answers for an object, and the zone that says who sees it."""

    einheit_id: UUID | None
    zone_id: int


class SourceAway(Exception):
    """A source of personal data cannot be asked now; `str()` is a German sentence."""


@dataclass(frozen=True)
class PersonalData:
    """Where a room keeps data of persons.

    `find(actor, betroffene) -> [Finding]` asks everything, as a system; `place(actor, findings) ->
    {id: FindingPlace}`; `read(actor, findings) -> {id: {"art", "nummer", "titel", "angaben"}}` gives
    only what the actor may see. All may raise SourceAway.
    """

    id: str
    label: str
    find: Callable
    place: Callable
    read: Callable


@dataclass(frozen=True)
class ListSource:
    """A list of a room above that has columns, filters, views and files as those of `akten` have.

    `listing`: its columns (`core.lists`); `get(actor, place) -> akten.queries.Liste`, or 404;
    `url_name`: the page of one row, by its id.
    """

    listing: Any
    get: Callable
    url_name: str


@dataclass(frozen=True)
class OpenEnd:
    """Something unfinished; `close_url` is posted to by a button `close_label`, where there is one."""

    text: str
    url: str
    close_label: str = ""
    close_url: str = ""


@dataclass(frozen=True)
class OpenEnds:
    """What may be unfinished when a Vorgang is closed: `load(actor, vorgang) -> [OpenEnd]`."""

    id: str
    label: str
    load: Callable


@dataclass
class Registry:
    """The collected additions of all rooms.

    `foundations`: what every new town gets, `furnish(actor, on=day)`; `own_fields`: names of fields
    that the search knows besides its own, `names() -> frozenset[str]` (folded); `visible`: by the
    kind of a job's subject (`akten.dokument`), `ids(actor, ids) -> set` that the actor may see;
    `waking`: asked by the worker every second, across towns, whether a job is to be started;
    `serving`: what runs beside the jobs of a worker as long as it lives, `serve(ended)`;
    `noted`: what rooms above do with the lines of a Vermerk or an Anmerkung;
    `vertretbar`: kinds of work for which somebody may stand in alone, by their name;
    `subject_pages`, `subject_tabs`: by the kind of an object, what rooms above know about it;
    `subject_chips`: by the kind of an object, what rooms above say of each in a list,
    `chips(actor, objects) -> {id: chip}`, in a fixed number of queries;
    `listings`: lists of rooms above, by the kind that stands in addresses;
    `notfall`: what rooms above add to the Notfallliste, `rows(actor, most) -> [(day, kind, number, who)]`;
    `not_exported`: tables of a town that its package leaves out, with the reason; `sealed`: columns
    that only this installation can open, left empty there.
    """

    navigation: dict[str, NavigationEntry] = field(default_factory=dict)
    desk: dict[str, DeskSource] = field(default_factory=dict)
    desk_queues: dict[str, DeskQueue] = field(default_factory=dict)
    search: dict[str, SearchSource] = field(default_factory=dict)
    open_ends: dict[str, OpenEnds] = field(default_factory=dict)
    checks: dict[str, Check] = field(default_factory=dict)
    references: dict[str, ReferenceKind] = field(default_factory=dict)
    jobs: dict[str, Any] = field(default_factory=dict)
    events: dict[str, str] = field(default_factory=dict)
    permissions: dict[str, str] = field(default_factory=dict)
    subject_urls: dict[str, str] = field(default_factory=dict)
    bausteine: dict[str, Any] = field(default_factory=dict)
    handover: dict[str, HandoverSource] = field(default_factory=dict)
    holdings: dict[str, HoldingSource] = field(default_factory=dict)
    vertretbar: dict[str, Vertretbares] = field(default_factory=dict)
    noted: dict[str, NotedLines] = field(default_factory=dict)
    due: dict[str, Callable[[date], object]] = field(default_factory=dict)
    waking: dict[str, Callable[[], object]] = field(default_factory=dict)
    serving: dict[str, Callable] = field(default_factory=dict)
    foundations: dict[str, Callable] = field(default_factory=dict)
    own_fields: dict[str, Callable] = field(default_factory=dict)
    visible: dict[str, Callable] = field(default_factory=dict)
    subject_pages: dict[str, list[SubjectPage]] = field(default_factory=dict)
    subject_tabs: dict[str, list[SubjectTab]] = field(default_factory=dict)
    subject_chips: dict[str, list[Callable]] = field(default_factory=dict)
    personal_data: dict[str, PersonalData] = field(default_factory=dict)
    notfall: dict[str, Callable[[Any, int], Iterable[tuple[date, str, str, str]]]] = field(
        default_factory=dict
    )
    not_exported: dict[str, str] = field(default_factory=dict)
    sealed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    scopes: dict[str, ScopeGroup] = field(default_factory=dict)
    listings: dict[str, ListSource] = field(default_factory=dict)

    def add_navigation(self, *entries: NavigationEntry) -> None:
        """Add lines to the main menu."""
        self.navigation.update((entry.id, entry) for entry in entries)

    def add_events(self, events) -> None:
        """Make the sentences of a room's Event enumeration known."""
        self.events.update((event.value, event.sentence) for event in events)

    def add_permissions(self, permissions) -> None:
        """Make a room's permissions and their German names known."""
        self.permissions.update((item.value, item.label) for item in permissions)

    def add_scopes(self, *groups: ScopeGroup) -> None:
        """Add parts of the API for which a token may be good."""
        self.scopes.update((group.name, group) for group in groups)

    def take_notes(self, actor, subject, text: str, at) -> list[Noted]:
        """Let rooms above act upon the lines of a note that was just written; return what came of it."""
        found = (one.take(actor, subject, text, at) for one in self.noted.values())
        return [noted for noted in found if noted is not None]

    def pages_about(self, actor, subject) -> list[SubjectPage]:
        """Return the pages about an object that the actor may open."""
        pages = self.subject_pages.get(subject._meta.label_lower, [])
        return [page for page in pages if page.may(actor, subject)]

    def tabs_about(self, subject) -> list[SubjectTab]:
        """Return the tabs that rooms above add to what is known about an object."""
        return self.subject_tabs.get(subject._meta.label_lower, [])

    def menu(self) -> list[NavigationEntry]:
        """Return the menu in its order."""
        return sorted(self.navigation.values(), key=lambda entry: (entry.order, entry.label))


registry = Registry()
