"""Tags and filters of every page (built in; no {% load %} needed)."""

from datetime import date, datetime

from django import forms, template
from django.forms import BoundField
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from verbundakte.core import clock
from verbundakte.core.ui import formats, hits, markup, messages, tree
from verbundakte.core.ui.addresses import url_tag
from verbundakte.core.ui.markup import icon, keys
from verbundakte.core.ui.pieces import include_tag

register = template.Library()

WIDGET_KINDS = (
    ("choices", (forms.RadioSelect, forms.CheckboxSelectMultiple)),
    ("checkbox", (forms.CheckboxInput,)),
    ("select", (forms.Select,)),
    ("textarea", (forms.Textarea,)),
    ("file", (forms.FileInput,)),
)


@register.simple_tag
def tree_lines(nodes) -> SafeString:
    """Return the lines of a tree (`_tree.html` says what a node has)."""
    return tree.tree_lines(nodes, icon("right", cls="va-turn"))


register.tag("url", url_tag)
register.tag("include", include_tag)
register.simple_tag(icon)
register.simple_tag(keys)
register.simple_tag(markup.tool)
register.simple_tag(markup.tool_line)
register.simple_tag(markup.dl)
register.simple_tag(markup.docrow)
register.simple_tag(hits.hit_row)
register.simple_tag(hits.hit_rows)
register.filter(hits.marked)
register.simple_tag(markup.table_rows)
register.simple_tag(markup.options, name="choice_options")
register.simple_tag(markup.checks, name="choice_checks")


@register.simple_tag
def nav_line(line) -> SafeString:
    """Return a line of the main menu."""
    return markup.nav_line(line)


@register.simple_tag
def docrows(rows) -> SafeString:
    """Return the lines of a list of Dokumente."""
    return mark_safe("".join(map(markup.docrow, rows)))


@register.simple_tag
def postrows(rows) -> SafeString:
    """Return the lines of a queue of post."""
    return mark_safe("".join(map(markup.postrow, rows)))


@register.simple_tag
def deskrows(items, form) -> SafeString:
    """Return the lines of what waits; with `form` some can be chosen."""
    return mark_safe("".join(markup.deskrow(item, form) for item in items))


@register.simple_tag(takes_context=True)
def menu_items(context, items) -> SafeString:
    """Return the entries of a menu."""
    token = context.get("csrf_token")
    field = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
    return markup.menu_items(items or (), field if token else "")


@register.filter
def moment(value) -> str:
    """Return "heute 08:17" for a datetime, "heute" for a date, "" for nothing."""
    if isinstance(value, datetime):
        return formats.moment(_local(value), clock.local(clock.now()))
    return formats.day(value, clock.today()) if value else ""


@register.filter
def day(value) -> str:
    """Return "heute", "gestern", "20.11." or "20.11.2025"."""
    return formats.day(_date(value), clock.today()) if value else ""


@register.filter
def full_date(value) -> str:
    """Return "23.11.2026"."""
    return f"{_date(value):%d.%m.%Y}" if value else ""


@register.filter
def weekday(value) -> str:
    """Return "Di 24.11."."""
    return formats.weekday(_date(value), clock.today()) if value else ""


@register.filter
def due(value) -> str:
    """Return "seit 2 Tagen", "heute" or "Di 24.11."."""
    return formats.due(_date(value), clock.today()) if value else ""


@register.filter
def due_class(value) -> str:
    """Return "va-due va-due--late", "va-due va-due--today" or "va-due"."""
    level = formats.due_level(_date(value), clock.today()) if value else ""
    return f"va-due va-due--{level}" if level else "va-due"


@register.filter
def since(value) -> str:
    """Return "vor 5 Minuten"."""
    return formats.since(value, clock.now()) if value else ""


@register.filter
def size(value) -> str:
    """Return a number of bytes as "48 KB"."""
    return formats.size(int(value)) if value not in (None, "") else ""


@register.filter
def number(value, decimals: int = 0) -> str:
    """Return `1284` as "1.284"."""
    return formats.number(value, int(decimals)) if value not in (None, "") else ""


@register.filter
def euro(value) -> str:
    """Return "218.400,00 EUR"."""
    return f"{formats.number(value, 2)}{formats.NBSP}EUR" if value not in (None, "") else ""


@register.filter
def remaining(seconds) -> str:
    """Return "noch etwa 2 Minuten"."""
    return formats.remaining(float(seconds)) if seconds is not None else ""


@register.filter
def counted(value, forms: str) -> str:
    """Return "1 Dokument" or "14 Dokumente": `{{ n|counted:"Dokument,Dokumente" }}`."""
    return formats.counted(value, *forms.split(","))


@register.filter
def initials(name) -> str:
    """Return "AB" for "Amira Beispiel"."""
    return formats.initials(str(name or ""))


@register.filter
def az(value) -> SafeString:
    """Return an Aktenzeichen that never breaks."""
    return format_html('<span class="va-az">{}</span>', value)


@register.filter
def undo_address(message) -> str:
    """Return where "Zurücknehmen" of this message posts to, or ""."""
    return messages.undo_address(message)


@register.filter
def see_address(message) -> str:
    """Return where "Ansehen" of this message leads, or ""."""
    return messages.see_address(message)


@register.filter
def items(value) -> list[tuple]:
    """Return the pairs of a dict, or the list of pairs itself."""
    return list(value.items()) if hasattr(value, "items") else list(value or [])


@register.filter
def wrong_fields(form) -> int:
    """Return how many fields of a form need attention."""
    return sum(bool(field.errors) for field in form) if form else 0


@register.filter
def widget_kind(field: BoundField) -> str:
    """Return which form of `_field.html` fits: input, select, textarea, checkbox, choices, file, hidden."""
    control = field.field.widget
    for kind, classes in WIDGET_KINDS:
        if isinstance(control, classes):
            return kind
    return "hidden" if control.is_hidden else "input"


@register.simple_tag
def field_control(
    field: BoundField, id: str, hint: str = "", autofocus: bool = False
) -> SafeString:
    """Return the field's control with KERN's classes, tied to the hint and error beside it."""
    css = ["kern-form-input__input", field.field.widget.attrs.get("class", "")]
    notes = [f"{id}-fehler"] if field.errors else []
    attrs = {}
    if hint:
        notes.append(f"{id}-hinweis")
    if field.errors:
        css.append("kern-form-input__input--error")
        attrs["aria-invalid"] = "true"
    if notes:
        attrs["aria-describedby"] = " ".join(notes)
    if autofocus:
        attrs["autofocus"] = True
    return field.as_widget(attrs={"class": " ".join(filter(None, css)), **attrs})


@register.simple_tag
def plain_widget(field: BoundField, described_by: str = "") -> SafeString:
    """Return a checkbox without the class of a text field."""
    attrs = {"aria-describedby": described_by.strip()} if described_by.strip() else {}
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)


@register.filter
def listed(text: str) -> list[str]:
    """Return the parts of "a,b,c"."""
    return str(text).split(",")


@register.filter
def shy(text) -> SafeString:
    """Return text in which "|" marks a place to break a long word (`Rechts|grundlage`)."""
    return mark_safe(conditional_escape(text).replace("|", "&shy;"))


def _local(value: datetime) -> datetime:
    return clock.local(value) if timezone.is_aware(value) else value


def _date(value) -> date:
    return _local(value).date() if isinstance(value, datetime) else value
