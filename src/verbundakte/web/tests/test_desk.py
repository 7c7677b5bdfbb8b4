"""The desk: thousands of things page by page, in one order with the short lists."""

from datetime import timedelta
from uuid import UUID

import pytest

from verbundakte.core.clock import today
from verbundakte.core.desk import DeskBatch, DeskCount, DeskItem, DeskQueue
from verbundakte.core.registry import registry
from verbundakte.core.tenancy.context import no_tenant

MANY = 120


def _thing(number: int) -> DeskItem:
    return DeskItem(
        kind="Mitzeichnung" if number % 2 else "Kenntnisnahme",
        icon="sign",
        title=f"Sache {number}",
        url=f"#{number}",
        due=None if number % 4 == 3 else today() + timedelta(days=number % 10 - 2),
        weight=number % 2,
        key=UUID(int=number),
        pick="" if number % 2 else str(number),
    )


THINGS = sorted((_thing(number) for number in range(MANY)), key=lambda one: one.place)


def _page(actor, asked, limit):
    kinds = {"mz": "Mitzeichnung", "kt": "Kenntnisnahme"}
    wanted = {kinds[kind] for kind in asked.kinds}
    return [
        one
        for one in THINGS
        if one.kind in wanted
        and (asked.after is None or one.place > asked.after)
        and (asked.until is None or bool(one.due and one.due <= asked.until))
    ][:limit]


@pytest.fixture
def busy(towns, musterstadt, monkeypatch):
    """The desk of somebody on whom many things wait; returns what reads a page of it."""
    late = sum(bool(one.due and one.due < today()) for one in THINGS)
    counts = {"mz": DeskCount(MANY // 2, 0), "kt": DeskCount(MANY // 2, late)}
    queue = DeskQueue(
        "probe",
        {"mz": "Mitzeichnung", "kt": "Kenntnisnahme"},
        lambda actor, on: counts,
        _page,
        DeskBatch("kt", "Zur Kenntnis nehmen", "eye", "web:schreibtisch"),
    )
    monkeypatch.setitem(registry.desk_queues, "probe", queue)
    client = towns["musterstadt"].client("archiv")
    with no_tenant():
        yield lambda query="": client.get(f"/musterstadt/{query}")


def _titles(page) -> list[str]:
    return [item.title for group in page.context["groups"] for item in group.items]


def test_thousands_are_read_page_by_page_each_once_and_in_their_order(busy):
    titles, query = [], ""
    for _ in range(5):
        page = busy(query)
        titles += _titles(page)
        query = page.context["next"]
        if not query:
            break
    of_queue = [title for title in titles if title.startswith("Sache")]
    assert of_queue == [one.title for one in THINGS]


def test_the_numbers_tell_all_that_waits_and_not_what_the_page_shows(busy):
    page = busy()
    groups = {group.id: group.count for group in page.context["groups"]}
    assert groups["spaet"] == page.context["count"].late > 0
    assert groups["heute"] is None
    assert page.context["count"].waiting >= MANY


def test_one_kind_and_one_period_can_be_shown_alone(busy):
    shown = _titles(busy("?art=kt&frist=spaet"))
    assert shown == [
        one.title for one in THINGS if one.pick and one.due and one.due < today()
    ]
    assert "?art=kt" in busy("?art=kt&frist=spaet").content.decode()


def test_lines_to_pick_come_with_what_can_be_done_with_them(busy):
    page = busy("?art=kt").content.decode()
    assert 'name="auswahl"' in page
    assert "Zur Kenntnis nehmen" in page
    assert "Zur Kenntnis nehmen" not in busy("?art=mz").content.decode()


@pytest.mark.parametrize("query", ["?ab=x", "?ab=2026-13-01.1.2", "?art=nie&frist=nie", "?ab=..."])
def test_an_address_that_makes_no_sense_is_the_beginning(busy, query):
    assert _titles(busy(query)) == _titles(busy())


def test_a_title_stands_as_text_and_what_can_be_picked_as_a_box(busy, monkeypatch):
    wild = DeskItem('Mz. "A"', "sign", '<b>"x"</b>', "?a=1&b=2", who="<i>", pick='7"', due=today())
    of_two = DeskItem("Antrag", "akte", "für Ben", "#", is_for_other=True, is_new=True)
    queue = DeskQueue(
        "probe", {"mz": "Mitzeichnung"}, lambda actor, on: {"mz": DeskCount(2, 0)},
        lambda actor, asked, limit: [wild, of_two],
        DeskBatch("mz", "Zur Kenntnis nehmen", "eye", "web:schreibtisch"),
    )  # fmt: skip
    monkeypatch.setitem(registry.desk_queues, "probe", queue)
    shown = busy().content.decode()
    assert "<b>&quot;x" not in shown and "<i>" not in shown.split("va-desk__list")[1]
    assert 'title="&lt;b&gt;&quot;x&quot;&lt;/b&gt;">&lt;b&gt;&quot;x' in shown
    assert 'href="?a=1&amp;b=2"' in shown and 'va-due va-due--today">heute<' in shown
    box = 'name="auswahl" value="7&quot;" form="stapel" aria-label="&lt;b&gt;'
    assert box in shown
    assert "va-deskrow\" data-new>" in shown and 'title="in Vertretung"' in shown
