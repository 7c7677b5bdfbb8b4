"""Forms made from a specification: one for each place. They read and check; nothing here writes."""

from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from verbundakte.core.bausteine.fields import Options, Ref
from verbundakte.core.bausteine.places import Place, form_fields, in_order, is_inline, said
from verbundakte.core.bausteine.spec import FieldInfo, Item, SpecInvalid
from verbundakte.core.registry import registry
from verbundakte.core.ui.forms import REQUIRED, Form
from verbundakte.core.ui.widgets import DateInput

LONG = 300
NO_DAY = "Kein Tag im Kalender. Schreiben Sie ihn wie 23.11.2026."
STRANGER = "Hier nicht bekannt"
CHANGED = (
    "Inzwischen hat jemand anderes hier etwas geändert. Vergleichen Sie; wenn Sie noch einmal"
    " speichern, gilt Ihre Fassung."
)


class PlaceForm(Form):
    """The fields of a place, and in rows the Items that are edited within it.

    `locks`: fields that follow from a law stay as they are (the Baustein was taken over);
    without `rows` only the fields of the place itself.
    `stamp` is the state the person saw.
    """

    data: Any
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, place: Place, actor, locks: bool = False, rows: bool = True):
        super().__init__(*args, initial={"stamp": place.stamp})
        self.place, self.actor = place, actor
        self.fixed: list[tuple[str, str, str]] = []
        self.groups: list[Group] = []
        self._references: dict[str, list] = {}
        self._fields: dict[str, tuple[FieldInfo, list[str]]] = {}
        for info in form_fields(place.spec):
            value = place.data.get(info.name, _default(info))
            if locks and info.options.source:
                self.fixed.append((info.label, said(info, value), info.options.source))
            elif is_inline(info):
                if rows:
                    self.groups.append(Group(self, info, value or []))
            else:
                self._fields[info.name] = (info, self.add(info.name, info, value))

    def add(self, name: str, info: FieldInfo, value: Any, *, required: bool | None = None):
        """Add the controls of one field; return their names (a set of texts has one per group)."""
        if info.is_set and info.options.choices:
            return self._add_groups(name, info, value)
        required = info.is_always_there if required is None else required
        field = self._control(info, value, required)
        field.label, field.required = info.label, required and info.type is not bool
        field.error_messages["required"] = REQUIRED
        field.help_text = info.options.hint or info.options.question
        self.fields[name] = field
        self.initial[name] = _shown(info, value)
        return [name]

    def _control(self, info: FieldInfo, value: Any, required: bool) -> forms.Field:
        kind = info.type
        if info.is_set:
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))
        if kind is bool:
            return forms.BooleanField()
        if kind is int:
            return forms.IntegerField(error_messages={"invalid": "Schreiben Sie eine ganze Zahl."})
        if kind is date:
            return forms.DateField(
                widget=DateInput(),
                error_messages={
                    "invalid": "Kein Tag im Kalender. Schreiben Sie ihn wie 23.11.2026."
                },
            )
        if isinstance(kind, Ref):
            return forms.ChoiceField(choices=self._offered(kind.kind, _shown(info, value)))
        if isinstance(kind, type) and issubclass(kind, Enum):
            empty = [] if required and value is not None else [("", "Auswählen")]
            return forms.ChoiceField(
                choices=empty + [(m.value, getattr(m, "label", m.value)) for m in kind]
            )
        return _text(info.options)

    def _offered(self, kind: str, chosen: str) -> list[tuple[str, str]]:
        """Return what a reference can mean, read once for each kind."""
        if kind not in self._references:
            known = registry.references.get(kind)
            rows = known.choices(self.actor) if known and known.choices else []
            self._references[kind] = [(str(key), text) for key, text in rows]
        offered = self._references[kind]
        if chosen and chosen not in dict(offered):
            offered = [*offered, (chosen, STRANGER)]
        return [("", "Auswählen"), *offered]

    def _add_groups(self, name: str, info: FieldInfo, value: Any) -> list[str]:
        groups = dict(info.options.choices() if info.options.choices else {})
        known = {key for rows in groups.values() for key, _ in rows}
        if strangers := [element for element in value or () if element not in known]:
            groups[STRANGER] = [(element, element) for element in strangers]
        names = []
        for number, (group, rows) in enumerate(groups.items()):
            names.append(f"{name}-{number}")
            field = forms.MultipleChoiceField(
                label=f"{info.label}: {group}",
                choices=rows,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            field.in_columns = True
            self.fields[names[-1]] = field
            self.initial[names[-1]] = [key for key, _ in rows if key in (value or ())]
        return names

    def main(self) -> list[forms.BoundField]:
        """Return the fields above the rows."""
        return [self[name] for _, names in self._fields.values() for name in names]

    def value_of(self, info: FieldInfo, names: list[str]) -> Any:
        """Return what was entered into the controls of a field, as JSON knows it."""
        values = [self.cleaned_data.get(name) for name in names]
        if info.is_set and info.options.choices:
            return [element for chosen in values for element in chosen or ()]
        (value,) = values
        if info.is_set:
            return [line.strip() for line in (value or "").splitlines() if line.strip()]
        if isinstance(value, date):
            return value.isoformat()
        if value in (None, ""):
            return "" if info.type is str and not info.options.question else None
        return {"kind": info.type.kind, "key": value} if isinstance(info.type, Ref) else value

    def clean(self):
        """Read the place as its class does, and put each problem at its field."""
        super().clean()
        values = {name: self.value_of(info, names) for name, (info, names) in self._fields.items()}
        for group in self.groups:
            values[group.info.name] = group.values()
        whole = {**self.place.data, **values}
        if self.errors:
            return self.cleaned_data
        try:
            self.place.spec.read({key: value for key, value in whole.items() if value is not None})
        except SpecInvalid as invalid:
            self.meet_problems(invalid.problems)
        self.cleaned_data["values"] = values
        return self.cleaned_data

    def meet_problems(self, problems) -> None:
        """Say each problem at its field, or above the form."""
        for problem in problems:
            _, names = self._fields.get(problem.field, (None, [None]))
            self.add_error(names[0] if names else None, problem.message)

    def meet_change(self, current: Place) -> list[tuple[str, str, str]]:
        """Say that somebody was faster; return (field, mine, theirs) where both differ."""
        self.data = self.data.copy()
        self.data["stamp"] = current.stamp
        self.add_error(None, ValidationError(CHANGED, code="changed"))
        mine, rows = self.cleaned_data["values"], []
        for info in form_fields(self.place.spec):
            ours, theirs = said(info, mine.get(info.name)), said(info, current.data.get(info.name))
            if info.name in mine and ours != theirs:
                rows.append((info.label, ours, theirs))
        return rows


class Group:
    """The Items of a list, edited in rows within a form; the last row is for a new one."""

    def __init__(self, form: PlaceForm, info: FieldInfo, present: list[dict]):
        self.form, self.info = form, info
        self.infos = list(form_fields(info.item_class or Item))
        self.rows = [Row(form, self, item["id"]) for item in in_order(info, present)]
        for row, item in zip(self.rows, in_order(info, present), strict=True):
            row.fill(item)
        self.new = Row(form, self, "neu")
        self.new.fill({})

    @property
    def heads(self) -> list[str]:
        """Return the headings of the columns."""
        return [info.label for info in self.infos]

    def values(self) -> list[dict]:
        """Return the Items that remain and the new one, numbered by their order."""
        found = [row.value() for row in self.rows if not row.is_removed]
        if self.new.is_begun:
            found.append({**self.new.value(), "id": str(uuid4())})
        if self.info.options.order:
            name = self.info.options.order
            found.sort(key=lambda item: (item.get(name) is None, item.get(name) or 0))
            for number, item in enumerate(found, 1):
                item[name] = number
        return found


class Row:
    """One Item within a form."""

    def __init__(self, form: PlaceForm, group: Group, key: str):
        self.form, self.group, self.key = form, group, key
        self.names: dict[str, list[str]] = {}
        self.removal = f"{group.info.name}-{key}-entfernen"

    def fill(self, item: dict) -> None:
        """Add the controls of the Item to the form."""
        is_new = self.key == "neu"
        for info in self.group.infos:
            name = f"{self.group.info.name}-{self.key}-{info.name}"
            default = None if is_new else _default(info)
            self.names[info.name] = self.form.add(
                name, info, item.get(info.name, default), required=False if is_new else None
            )
        if not is_new:
            self.form.fields[self.removal] = forms.BooleanField(label="Entfernen", required=False)

    def controls(self) -> Iterator[forms.BoundField]:
        """Yield the controls of the row."""
        for names in self.names.values():
            yield from (self.form[name] for name in names)

    @property
    def remove(self) -> forms.BoundField | None:
        """Return the control that removes the row."""
        return self.form[self.removal] if self.removal in self.form.fields else None

    @property
    def is_removed(self) -> bool:
        """Tell whether the row is to go."""
        return bool(self.form.cleaned_data.get(self.removal))

    @property
    def is_begun(self) -> bool:
        """Tell whether anything but its number was entered into a new row."""
        order = self.group.info.options.order
        names = [name for field, names in self.names.items() if field != order for name in names]
        return any(self.form.cleaned_data.get(name) for name in names)

    def value(self) -> dict:
        """Return the Item, and say at its fields what is wrong with it."""
        item = {} if self.key == "neu" else {"id": self.key}
        for info in self.group.infos:
            value = self.form.value_of(info, self.names[info.name])
            if value is not None:
                item[info.name] = value
        self._check(item)
        return item

    def _check(self, item: dict) -> None:
        if any(name in self.form.errors for names in self.names.values() for name in names):
            return
        try:
            (self.group.info.item_class or Item).read({"id": str(uuid4()), **item})
        except SpecInvalid as invalid:
            for problem in invalid.problems:
                names = self.names.get(problem.field)
                self.form.add_error(names[0] if names else None, problem.message)


def _default(info: FieldInfo) -> Any:
    return None if info.is_required or info.item_class else info.default


def _text(options: Options) -> forms.Field:
    widget = forms.Textarea(attrs={"rows": 3}) if options.max_length > LONG else None
    return forms.CharField(max_length=options.max_length, widget=widget, strip=True)


def _shown(info: FieldInfo, value: Any) -> Any:
    if info.is_set:
        return "\n".join(value or ())
    if isinstance(value, dict):
        return value.get("key", "")
    return value.value if isinstance(value, Enum) else value


class ReleaseForm(Form):
    """From which day a version holds, and why it was made."""

    valid_from = forms.DateField(label="Gilt ab", widget=DateInput())
    reason = forms.CharField(
        label="Grund", required=False, max_length=500, help_text="Steht im Verlauf der Fassung."
    )


class WithdrawalForm(Form):
    """From which day a version no longer holds, and why."""

    on = forms.DateField(
        label="Gilt nicht mehr ab",
        widget=DateInput(),
        help_text="Der erste Tag ohne diese Fassung.",
    )
    reason = forms.CharField(
        label="Grund",
        max_length=500,
        error_messages={"required": "Schreiben Sie, warum die Fassung nicht mehr gelten soll."},
    )


class DiscardForm(Form):
    """Why a draft is given up."""

    reason = forms.CharField(label="Grund", required=False, max_length=500)


class RemovalForm(Form):
    """Only asks; there is nothing to enter."""


class ImportForm(Form):
    """A file that was exported somewhere."""

    datei = forms.FileField(
        label="Datei", error_messages={"required": "Wählen Sie die Datei, die Sie einlesen wollen."}
    )
