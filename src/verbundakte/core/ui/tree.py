"""Trees as HTML: one loop instead of a template per line, because a plan has hundreds of lines."""

from collections.abc import Iterable

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from verbundakte.core.ui import formats

LINE = (
    '<li class="va-tree__item"><a href="{}"{} title="{} {}">{}'
    '<span class="va-clip">{}</span>{}</a>{}</li>\n'
)
BRANCH = (
    '\n<details{}{}><summary aria-label="{} {}: Untereinheiten" title="Auf- und zuklappen">'
    "{}</summary><ul>{}</ul></details>"
)
LATER = ' hx-get="{}" hx-trigger="toggle once" hx-target="find ul" hx-swap="innerHTML"'
UNFOLD = '<li class="va-tree__item"><a href="{}"><span class="va-clip">Untereinheiten zeigen</span></a></li>'


def tree_lines(nodes: Iterable, turn: SafeString) -> SafeString:
    """Return the `<li>`s of nodes as `_tree.html` describes them; `turn` is the symbol to fold."""
    return mark_safe("".join(_line(node, turn) for node in nodes))


def _line(node, turn: SafeString) -> str:
    label = conditional_escape(node.label)
    no = format_html('<span class="va-tree__no">{}</span>', node.no) if node.no else ""
    current = mark_safe(' aria-current="true"') if node.is_current else ""
    return format_html(
        LINE, node.url, current, node.no, label, no, label, _end(node), _branch(node, turn)
    )


def _end(node) -> SafeString | str:
    mark = count = ""
    if node.mark:
        mark = format_html(
            '<span class="va-spacer"></span><b class="va-fine va-note">{}</b>', node.mark
        )
    number = getattr(node, "count", None)
    if number not in (None, ""):
        count = format_html('<span class="va-count">{}</span>', formats.number(number, 0))
    return format_html("{}{}", mark, count) if mark or count else ""


def _branch(node, turn: SafeString) -> SafeString | str:
    """Return what lies below; `more` loads it on opening, and without a script a link shows it."""
    more = getattr(node, "more", "")
    if node.children:
        later, inside = "", tree_lines(node.children, turn)
    elif more:
        later, inside = format_html(LATER, more), format_html(UNFOLD, node.url)
    else:
        return ""
    is_open = " open" if node.is_open and not later else ""
    return format_html(BRANCH, is_open, later, node.no, node.label, turn, inside)
