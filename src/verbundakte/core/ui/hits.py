"""Search results as HTML: many marks on many lines, so one loop instead of a template per line."""

from collections.abc import Iterable, Mapping

from django.utils.safestring import SafeString, mark_safe

from verbundakte.core.ui.markup import chip, icon, told


def marked(text) -> SafeString:
    """Return segments (text, is_mark) of a search snippet with `<mark>`; a plain text as it is."""
    if isinstance(text, str) or not text:
        return mark_safe(told(text or ""))
    return mark_safe(
        "".join(f"<mark>{told(part)}</mark>" if is_mark else told(part) for part, is_mark in text)
    )


def hit_rows(hits: Iterable[Mapping]) -> SafeString:
    """Return the lines of a list of search results (`_hit.html` says what a hit has)."""
    return mark_safe("".join(map(hit_row, hits)))


def hit_row(hit: Mapping) -> SafeString:
    """Return the line of one search result."""
    snippet = f"<p>{marked(hit['snippet'])}</p>" if hit.get("snippet") else ""
    why = hit.get("why")
    told_why = f'<p class="va-small va-muted">Steht hier wegen: {told(why)}</p>' if why else ""
    return mark_safe(
        f'<li class="va-row va-hit">\n  {icon(hit.get("icon", ""))}\n  <div>\n'
        f'    <h2><a class="va-row__link" href="{told(hit.get("url", ""))}">'
        f"{marked(hit.get('title'))}</a></h2>\n"
        f'    <div class="va-facts">{_facts(hit)}</div>\n'
        f"    {snippet}\n    {_pages(hit)}\n    {told_why}\n  </div>\n</li>\n"
    )


def _facts(hit: Mapping) -> str:
    number, on, state = hit.get("number"), hit.get("date"), hit.get("chip")
    return "".join(
        (
            f'<strong class="va-az">{told(number)}</strong>' if number else "",
            *(f"<span>{told(fact)}</span>" for fact in hit.get("facts") or ()),
            f'<span class="va-nowrap">{on:%d.%m.%Y}</span>' if on else "",
            chip(state) if state else "",
        )
    )


def _pages(hit: Mapping) -> str:
    pages = hit.get("pages")
    if not pages:
        return ""
    links = ", ".join(f'<a href="{told(url)}">{told(number)}</a>' for number, url in pages)
    more = " und weiteren" if hit.get("has_more_pages") else ""
    return f'<p class="va-small va-hit__pages">Auch auf Seite {links}{more}</p>'
