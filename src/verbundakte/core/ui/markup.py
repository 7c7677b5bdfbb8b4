"""Lines that stand on a page many times, as HTML: one loop instead of a template per line.

What they look like stands here alone; `ui/_docrow.html` and the like call these functions.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from html import escape

from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import template_localtime

from verbundakte.core.clock import local, today
from verbundakte.core.ui import formats

MOST_KEPT = 4096
KEY_NAMES = {"enter": "↵", "space": "Leer", "esc": "Esc", "ctrl": "Strg", "alt": "Alt"}


def told(value: object) -> str:
    """Return a text as it may stand in HTML; what is safe already stays."""
    return value if isinstance(value, SafeString) else escape(str(value))


def icon(name: str, size: str = "", cls: str = "", label: str = "") -> SafeString:
    """Return a symbol of the sprite. Without `label` it is decoration and hidden from screen readers."""
    return _labelled(name, size, cls, label) if label else _decoration(name, size, cls)


@cache
def _decoration(name: str, size: str, cls: str) -> SafeString:
    """Few dozens, on every line of every page."""
    return _labelled(name, size, cls, "")


def _labelled(name: str, size: str, cls: str, label: str) -> SafeString:
    classes = " ".join(filter(None, ["va-icon", size and f"va-icon--{size}", cls]))
    spoken = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="{}" {}><use href="{}#{}"/></svg>',
        classes,
        mark_safe(spoken),
        static("ui/symbole.svg"),
        name,
    )


def keys(combination: str) -> SafeString:
    """Return `<kbd>`s for "j k", "g p" or "ctrl+s" (blanks separate, + joins)."""
    return _keys(combination)


@cache
def _keys(combination: str) -> SafeString:
    parts = [part for group in combination.split() for part in group.split("+") if part]
    return format_html_join(
        "", "{}", ((_key(part) if part != "enter" else _enter_key(),) for part in parts)
    )


def _key(name: str) -> SafeString:
    return format_html('<kbd class="va-kbd">{}</kbd>', KEY_NAMES.get(name, name))


def _enter_key() -> SafeString:
    return format_html(
        '<kbd class="va-kbd">{}<span class="va-hidden">Eingabe</span></kbd>', icon("enter")
    )


@lru_cache(MOST_KEPT)
def nav_line(line) -> SafeString:
    """Return a line of the main menu (NavLine; the same one looks the same)."""
    label, count = told(line.label), ""
    if line.count is not None:
        due = " va-count--due" if line.is_due else ""
        count = f'<span class="va-count{due}">{formats.number(line.count, 0)}</span>'
    key = f' data-key="{told(line.key)}" data-key-label="{label}"' if line.key else ""
    current = ' aria-current="page"' if line.is_current else ""
    return mark_safe(
        f'<li><a class="va-nav__item" href="{told(line.url)}" title="{label}"{current}{key}>'
        f'{icon(line.icon)}<span class="va-nav__label">{label}</span>{count}</a></li>'
    )


@lru_cache(MOST_KEPT)
def tool(act: str, symbol: str, label: str, key: str = "", hint: str = "") -> SafeString:
    """Return a button of the viewer's toolbar; `key` or `hint` say what to press."""
    title = f"{label} ({key or hint})" if key or hint else label
    pressed = f' data-key="{told(key)}" data-key-label="{told(label)}"' if key else ""
    return mark_safe(
        '<button type="button" class="kern-btn kern-btn--tertiary kern-btn--icon kern-btn--small"'
        f' data-viewer-do="{told(act)}" aria-label="{told(label)}" title="{told(title)}"{pressed}>'
        f"{icon(symbol)}</button>"
    )


@lru_cache(MOST_KEPT)
def tool_line(act: str, symbol: str, label: str, key: str, *, toggles: bool = False) -> SafeString:
    """Return a line in a menu of the viewer's toolbar; `toggles`: stays on until pressed again."""
    pressed = ' aria-pressed="false"' if toggles else ""
    return mark_safe(
        f'<button type="button" class="va-menu__item" data-viewer-do="{told(act)}"'
        f' data-key="{told(key)}" data-key-label="{told(label)}"{pressed}>'
        f"{icon(symbol)}<span>{told(label)}</span>{keys(key)}</button>"
    )


def dl(pairs: Iterable[tuple]) -> SafeString:
    """Return what a form edits, for reading; "|" in a label is a place to break."""
    lines = (
        f"<dt>{told(label).replace('|', '&shy;')}</dt><dd>{_value(value)}</dd>"
        for label, value in pairs
        if value or value == 0
    )
    return mark_safe(f'<dl class="va-dl">{"".join(lines)}</dl>')


def _value(value: object) -> str:
    return told(value if isinstance(value, str) else localize(template_localtime(value)))


def menu_items(items: Iterable, csrf: str) -> SafeString:
    """Return the entries of a menu (MenuItem); `csrf` is the hidden field of its forms."""
    return mark_safe("".join(_menu_item(item, csrf) for item in items))


def _menu_item(item, csrf: str) -> str:
    css = "va-menu__item va-menu__item--bad" if item.is_danger else "va-menu__item"
    css += " va-only-narrow" if item.is_folded else ""
    current = ' aria-current="true"' if item.is_current else ""
    key = f' data-key="{told(item.key)}"' if item.key else ""
    inside = (
        f"{icon(item.icon) if item.icon else ''}<span>{told(item.label)}</span>"
        f"{keys(item.key) if item.key else ''}"
        f"{icon('check') if item.is_current else ''}"
    )
    url = told(item.url)
    if item.method != "post":
        return f'<a class="{css}" href="{url}"{current}{key}>{inside}</a>\n'
    fields = "".join(
        f'<input type="hidden" name="{told(name)}" value="{told(value)}">'
        for name, value in item.fields.items()
    )
    return (
        f'<form method="post" novalidate action="{url}">{csrf}{fields}'
        f'<button class="{css}"{current}{key}>{inside}</button></form>\n'
    )


def docrow(row: Mapping) -> SafeString:
    """Return a line of a list of Dokumente (`_docrow.html` says what a row has)."""
    level, title, here = row.get("level"), told(row.get("title", "")), row.get("is_here")
    marks = "".join(
        (
            f' data-level="{told(level)}"' if level else "",
            " data-here" if here else "",
            " data-new" if row.get("is_new") else "",
            f' data-live="{told(row["live"])}"' if row.get("live") else "",
        )
    )
    current = ' aria-current="true"' if here else ""
    below = '<span class="va-hidden">Anlage: </span>' if level else ""
    on, state = row.get("date"), row.get("chip")
    return mark_safe(
        f'<li class="va-row va-docrow"{marks}>\n'
        f'  <span class="va-docrow__no">{"" if level else told(row.get("no") or "")}</span>'
        f"{icon(row.get('icon', ''))}\n"
        f'  <a class="va-row__link va-clip" href="{told(row.get("url", ""))}" title="{title}"{current}>'
        f"{below}{title}</a>\n"
        f'  <span class="va-docrow__date">{_day(on)}</span>\n'
        f'  <span class="va-docrow__sub va-clip">{told(row.get("sub") or "")}</span>\n'
        f'  <span class="va-docrow__state">{chip(state) if state else ""}</span>\n'
        "</li>\n"
    )


def postrow(row: Mapping) -> SafeString:
    """Return a line of a queue of post: {url, icon, title, time, sub, sure: {level, word} or chip,
    is_here, is_new, pick: value of a checkbox of the form `form`}."""
    title, sure, state = told(row["title"]), row.get("sure"), row.get("chip")
    marks = (
        f"{' data-here' if row.get('is_here') else ''}{' data-new' if row.get('is_new') else ''}"
    )
    current = ' aria-current="true"' if row.get("is_here") else ""
    pick = ""
    if row.get("pick"):
        pick = (
            f'<span class="va-postrow__pick"><input type="checkbox" name="auswahl"'
            f' value="{told(row["pick"])}" form="{told(row["form"])}" aria-label="{title} auswählen">'
            "</span>"
        )
    end = chip(state) if state else _sure(sure) if sure else ""
    return mark_safe(
        f'<li class="va-row va-postrow"{marks}>{pick}{icon(row["icon"])}\n'
        f'  <a class="va-row__link va-clip" href="{told(row["url"])}"{current}>{title}</a>'
        f'<span class="va-postrow__time">{told(row.get("time", ""))}</span>\n'
        f'  <span class="va-postrow__sub va-clip">{told(row.get("sub", ""))}</span>{end}</li>\n'
    )


def deskrow(item, form: str) -> str:
    """Return a line of what waits (DeskItem); with `form`, what can be picked belongs to #stapel."""
    title, on = told(item.title), item.due
    level = formats.due_level(on, today()) if on else ""
    begin = icon(item.icon)
    if form and item.pick:
        begin = (
            '<input class="va-deskrow__pick" type="checkbox" name="auswahl"'
            f' value="{told(item.pick)}" form="stapel" aria-label="{title} auswählen">'
        )
    other = ""
    if item.is_for_other:
        swap = icon("swap", label="in Vertretung")
        other = f'<span class="va-warn" title="in Vertretung">{swap}</span>'
    return (
        f'<li class="va-row va-deskrow"{" data-new" if item.is_new else ""}>\n'
        f'  {begin}<span class="va-deskrow__kind">{told(item.kind)}</span>\n'
        f'  <a class="va-row__link va-clip" href="{told(item.url)}" title="{title}">{title}</a>'
        f'<span class="va-deskrow__az va-az">{told(item.number)}</span>\n'
        f'  <span class="va-deskrow__who">{other}<span class="va-clip">{told(item.who)}</span></span>\n'
        f'  <span class="{f"va-due va-due--{level}" if level else "va-due"}">'
        f"{formats.due(on, today()) if on else ''}</span>\n"
        "</li>\n"
    )


def _sure(sure: Mapping) -> str:
    return (
        f'<span class="va-sure" data-level="{told(sure["level"])}"><span class="va-sure__bar"'
        f' aria-hidden="true"><i></i><i></i><i></i></span>{told(sure["word"])}</span>'
    )


def _day(on: date | None) -> str:
    if not on:
        return ""
    aware = isinstance(on, datetime) and timezone.is_aware(on)
    here = local(on) if aware else on
    return formats.day(here.date() if isinstance(here, datetime) else here, today())


def chip(state: Mapping) -> str:
    """Return a state (`_chip.html` says what it has)."""
    css = f"va-chip va-chip--{told(state['tone'])}" if state.get("tone") else "va-chip"
    symbol = icon(state["icon"]) if state.get("icon") else ""
    return f'<span class="{css}">{symbol}{told(state["label"])}</span>'


def table_rows(rows: Iterable[Mapping], select: str) -> SafeString:
    """Return the rows of `_table.html`; `select`: name of the form that chooses rows, or ""."""
    return mark_safe("".join(_table_row(row, select) for row in rows))


def _table_row(row: Mapping, select: str) -> str:
    cells = row["cells"]
    box = ""
    if select:
        box = (
            f'<td class="kern-table__cell"><input type="checkbox" name="auswahl" value="{row["id"]}"'
            f' form="{told(select)}" aria-label="{told(cells[0]["text"])} auswählen"></td>'
        )
    told_cells = "".join(_cell(cell, at == 0) for at, cell in enumerate(cells))
    return f'<tr class="kern-table__row">{box}{told_cells}</tr>\n  '


def _cell(cell: Mapping, is_first: bool) -> str:
    text, url = told(cell["text"]), cell.get("url")
    css = " va-az" if cell.get("is_az") else " va-nowrap" if cell.get("is_short") else ""
    inside = f'<a href="{told(url)}">{text}</a>' if url else text
    if is_first and text:
        return f'<th class="kern-table__header{css}" scope="row">{inside}</th>'
    numeric = " kern-table__cell--numeric" if cell.get("is_number") else ""
    before = f' data-before="{told(cell.get("label", ""))}"' if text and not url else ""
    return f'<td class="kern-table__cell{numeric}{css}"{before}>{inside}</td>'


def options(choices: Iterable[Mapping]) -> SafeString:
    """Return `<option>`s of choices {value, label, is_checked}."""
    return mark_safe(
        "".join(
            f'<option value="{told(one["value"])}"{" selected" if one.get("is_checked") else ""}>'
            f"{told(one['label'])}</option>"
            for one in choices
        )
    )


def checks(choices: Iterable[Mapping], name: str) -> SafeString:
    """Return checkboxes of this name of choices {value or key, label, is_checked or is_chosen}."""
    return mark_safe("".join(_check(one, told(name)) for one in choices))


def _check(one: Mapping, name: str) -> str:
    value = told(one.get("value", one.get("key", "")))
    checked = " checked" if one.get("is_checked") or one.get("is_chosen") else ""
    return (
        f'<label class="va-check"><input type="checkbox" name="{name}" value="{value}"{checked}>'
        f"{told(one['label'])}</label>"
    )
