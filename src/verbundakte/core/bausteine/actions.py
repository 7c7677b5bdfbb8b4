"""What can be done with a Baustein: write a draft, release it on a day, withdraw it."""

import json
from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid4

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action, check_unchanged
from verbundakte.core.bausteine.delivery import digest_of, with_offers
from verbundakte.core.bausteine.difference import (
    Difference,
    difference,
    in_words,
    locked_changes,
)
from verbundakte.core.bausteine.events import Event
from verbundakte.core.bausteine.kinds import BausteinKind, kind_named
from verbundakte.core.bausteine.spec import (
    Problem,
    Spec,
    SpecInvalid,
    canonical,
    digest,
    open_slots,
)
from verbundakte.core.bausteine.versions import data_of
from verbundakte.core.clock import now
from verbundakte.core.hooks import baustein_released
from verbundakte.core.models import AuditDetail, Baustein, BausteinVersion
from verbundakte.core.permissions import Permission

MOST_OF_A_NAME = AuditDetail._meta.get_field("name").max_length


class Invalid(Refusal):
    """The content breaks the rules of its kind; the message says every rule."""

    def __init__(self, problems: list[Problem]):
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems


class DraftExists(Refusal):
    message = "Es gibt schon einen Entwurf. Geben Sie ihn frei oder ziehen Sie ihn zurück."


class NotADraft(Refusal):
    message = "Diese Fassung ist kein Entwurf mehr und bleibt, wie sie ist."


class SlotsOpen(Refusal):
    """Something must be filled in locally before the release."""


class TooEarly(Refusal):
    """The new version would begin before the one that is already released."""


class LockedField(Refusal):
    """A field that follows from a law was changed in something taken over."""


class NotTheNewest(Refusal):
    message = "Nur die zuletzt freigegebene Fassung kann zurückgezogen werden."


class NothingChosen(Refusal):
    message = "Kreuzen Sie an, was übernommen werden soll."


class AlreadyWithdrawn(Refusal):
    message = "Diese Fassung ist bereits zurückgezogen."


def _read(kind: BausteinKind, data: dict) -> Spec:
    try:
        return kind.spec.read(data)
    except SpecInvalid as invalid:
        raise Invalid(invalid.problems) from invalid


def _fill(version: BausteinVersion, kind: str, spec: Spec) -> None:
    version.content = canonical(spec)
    version.digest = digest(kind, version.content)


def _note_differences(kind: BausteinKind, before: dict, found: list[Difference]) -> None:
    for words in in_words(kind.spec, before, found):
        audit.note_change(words.where[-MOST_OF_A_NAME:], words.old, words.new)


def _newest_released(baustein: Baustein) -> BausteinVersion | None:
    versions = BausteinVersion.objects.filter(baustein=baustein)
    return versions.released().order_by("-number").first()


def _released_before(version: BausteinVersion) -> BausteinVersion | None:
    versions = BausteinVersion.objects.filter(
        baustein=version.baustein_id, number__lt=version.number
    )
    return versions.released().order_by("-number").first()


@action(Permission.BAUSTEIN_EDIT, Event.CREATED, about="result")
def create_baustein(
    actor, kind: str, *, data: dict, key: UUID | None = None, origin: str = "", reason: str = ""
) -> Baustein:
    """Make a Baustein of this kind with a first draft. Return it.

    Raises Invalid. `key` and `origin` are given when it is taken over from elsewhere.
    """
    spec = _read(kind_named(kind), data)
    moment = now()
    baustein = Baustein.objects.create(
        key=key or uuid4(), kind=kind, name=spec.title()[:200], origin=origin, created_at=moment
    )
    version = BausteinVersion(
        baustein=baustein, number=1, reason=reason, created_at=moment, created_by=str(actor.id)
    )
    _fill(version, kind, spec)
    version.save(force_insert=True)
    audit.note_change("Name", None, baustein.name)
    return baustein


@action(Permission.BAUSTEIN_EDIT, Event.DRAFTED)
def create_draft(
    actor, baustein: Baustein, *, source: BausteinVersion | None = None, reason: str = ""
) -> BausteinVersion:
    """Begin a draft with the content of `source` (any version: undo), else of the newest released.

    Raises DraftExists.
    """
    versions = BausteinVersion.objects.filter(baustein=baustein)
    if versions.drafts().exists():
        raise DraftExists
    newest = versions.order_by("-number").first()
    source = source or _newest_released(baustein) or newest
    version = BausteinVersion.objects.create(
        baustein=baustein,
        number=newest.number + 1,
        content=source.content,
        digest=source.digest,
        reason=reason,
        created_at=now(),
        created_by=str(actor.id),
    )
    audit.note_change("Fassung", source.number, version.number)
    return version


@action(Permission.BAUSTEIN_EDIT, Event.CHANGED)
def change_draft(
    actor, version: BausteinVersion, *, data: dict, seen: int, reason: str | None = None
) -> BausteinVersion:
    """Give a draft another content. `seen` is the revision the actor saw.

    Raises Changed, NotADraft, Invalid or LockedField.
    """
    check_unchanged(version, seen)
    if not version.is_draft:
        raise NotADraft
    kind = kind_named(version.baustein.kind)
    spec = _read(kind, data)
    before = data_of(version)
    found = difference(kind.spec, before, spec.data())
    if version.baustein.origin and (messages := locked_changes(kind.spec, found)):
        raise LockedField(" ".join(messages))
    _note_differences(kind, before, found)
    _fill(version, kind.kind, spec)
    version.reason = version.reason if reason is None else reason
    version.revision += 1
    version.save()
    return version


@action(Permission.BAUSTEIN_EDIT, Event.TAKEN_OVER)
def take_over(actor, baustein: Baustein, *, data: dict, reason: str = "") -> BausteinVersion:
    """Begin a draft with content from elsewhere (an import). Raises DraftExists or Invalid."""
    versions = BausteinVersion.objects.filter(baustein=baustein)
    if versions.drafts().exists():
        raise DraftExists
    kind = kind_named(baustein.kind)
    spec = _read(kind, data)
    newest = versions.order_by("-number").first()
    before = data_of(newest)
    _note_differences(kind, before, difference(kind.spec, before, spec.data()))
    version = BausteinVersion(
        baustein=baustein,
        number=newest.number + 1,
        reason=reason,
        created_at=now(),
        created_by=str(actor.id),
    )
    _fill(version, kind.kind, spec)
    version.save(force_insert=True)
    return version


@action(Permission.BAUSTEIN_RELEASE, Event.RELEASED)
def release(
    actor, version: BausteinVersion, *, valid_from: date, reason: str | None = None
) -> BausteinVersion:
    """Release a draft: from `valid_from` on it holds, and the version before it ends that day.

    Raises NotADraft, SlotsOpen, TooEarly, Invalid or a Refusal of the kind's room.
    """
    if not version.is_draft:
        raise NotADraft
    baustein = Baustein.objects.select_for_update(no_key=True).get(pk=version.baustein_id)
    kind = kind_named(baustein.kind)
    spec = _read(kind, json.loads(version.content))
    if problems := list(spec.check_release()):
        raise Invalid(problems)
    if slots := open_slots(spec):
        raise SlotsOpen("Noch offen: " + " ".join(slot.question for slot in slots))
    before = _newest_released(baustein)
    if before and before.valid_from > valid_from:
        raise TooEarly(
            f"Fassung {before.number} gilt ab {before.valid_from:%d.%m.%Y}. Die neue Fassung kann"
            " nicht früher beginnen. Wählen Sie einen späteren Tag oder ziehen Sie sie zurück."
        )
    kind.check_successor(baustein.key, spec, valid_from)
    notes = kind.consequences(baustein.key, spec)
    if before:
        kind.end(baustein.key, before.number, valid_from)
    if kind.project:
        kind.project(baustein.key, version.number, spec, valid_from)
    version.released_at, version.released_by = now(), str(actor.id)
    version.valid_from = valid_from
    version.reason = version.reason if reason is None else reason
    version.save()
    Baustein.objects.filter(pk=baustein.pk).update(name=spec.title()[:200])
    audit.note_change("Fassung", before and before.number, version.number)
    audit.note_change("Gilt ab", None, valid_from)
    if version.reason:
        audit.note_change("Begründung", None, version.reason)
    for sentence in notes:
        audit.note_change("Folge", None, sentence)
    baustein_released.run(actor, version)
    return version


def install_baustein(actor, kind: str, *, key: UUID, data: dict, on: date, origin: str) -> Baustein:
    """Bring something delivered into this town and release it; what is here already stays.

    Raises what `create_baustein` and `release` raise.
    """
    here = Baustein.objects.of_kind(kind).filter(key=key).first()
    if here:
        return here
    baustein = create_baustein(
        actor, kind, data=data, key=key, origin=origin, reason="Grundausstattung"
    )
    release(actor, BausteinVersion.objects.get(baustein=baustein), valid_from=on)
    return baustein


@action(Permission.BAUSTEIN_RELEASE, Event.WITHDRAWN)
def withdraw(actor, version: BausteinVersion, *, on: date, reason: str) -> BausteinVersion:
    """Withdraw a version: a draft is given up, a released one holds no longer from `on`.

    One that had not begun yet gives its days back to the version before it.
    Raises AlreadyWithdrawn, NotTheNewest or a Refusal of the kind's room.
    """
    if version.withdrawn_at:
        raise AlreadyWithdrawn
    baustein = Baustein.objects.select_for_update(no_key=True).get(pk=version.baustein_id)
    if version.released_at and _newest_released(baustein) != version:
        raise NotTheNewest
    kind = kind_named(baustein.kind)
    if version.released_at:
        kind.check_successor(baustein.key, None, on)
        kind.end(baustein.key, version.number, on)
        before = _released_before(version)
        if before and version.valid_from > on:
            kind.reopen(baustein.key, before.number, version.valid_from)
    version.withdrawn_at, version.withdrawn_by = now(), str(actor.id)
    version.save()
    audit.note_change("Fassung", version.number, None)
    audit.note_change("Begründung", None, reason)
    baustein_released.run(actor, version)
    return version


@action(Permission.BAUSTEIN_EDIT, Event.DELIVERY_SEEN)
def see_delivery(actor, baustein: Baustein, *, digest: str) -> None:
    """Note that somebody looked through what is delivered; it is hinted at no more."""
    baustein.news, baustein.news_seen = [], digest
    baustein.save(update_fields=["news", "news_seen"])


@action(Permission.BAUSTEIN_EDIT, Event.DELIVERY_TAKEN)
def take_delivery(
    actor, baustein: Baustein, *, delivered: dict, keys: Iterable[str]
) -> BausteinVersion:
    """Take chosen changes of what is delivered into the draft (a new one, where there is none).

    Raises NothingChosen, Invalid, LockedField.
    """
    kind = kind_named(baustein.kind)
    draft = BausteinVersion.objects.filter(baustein=baustein).drafts().first()
    draft = draft or create_draft(actor, baustein, reason="Aus der Auslieferung ergänzt")
    before = data_of(draft)
    data = with_offers(kind.spec, before, delivered, keys)
    if data == before:
        raise NothingChosen
    change_draft(actor, draft, data=data, seen=draft.revision)
    see_delivery(actor, baustein, digest=digest_of(delivered))
    return draft


def note_news(baustein: Baustein, news: list[str]) -> bool:
    """Keep what is new in what is delivered (the work of the hour); return whether that changed."""
    if baustein.news == news:
        return False
    Baustein.objects.filter(pk=baustein.pk).update(news=news)
    return True
