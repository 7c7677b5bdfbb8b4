"""What is written out directly is what Django's templates would write."""

from datetime import date

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe

from verbundakte.core.ui.renderer import DRAWN, Renderer

CHOICES = [("", "Auswählen"), ("a", 'A & "B"'), ("Gruppe <1>", [(1, "eins"), (2, mark_safe("<i>"))])]
ATTRS = {"id": "x", "class": 'a "b"', "required": True, "disabled": False, "rows": 3}
CASES = [
    (forms.TextInput(), 'Müller & "Söhne" <b>'), (forms.TextInput(), None), (forms.TextInput(), ""),
    (forms.TextInput(), mark_safe("&amp;")), (forms.NumberInput(), 12_000), (forms.EmailInput(), "a@b.de"),
    (forms.URLInput(), "https://x.de/?a=1&b=2"), (forms.PasswordInput(), "x"), (forms.HiddenInput(), 7),
    (forms.DateInput(), date(2026, 3, 1)), (forms.CheckboxInput(), True), (forms.CheckboxInput(), False),
    (forms.Textarea(), "<b>\n& mehr"), (forms.Textarea(), None), (forms.Select(choices=CHOICES), "a"),
    (forms.Select(choices=CHOICES), 2), (forms.SelectMultiple(choices=CHOICES), ["a", 1]),
    (forms.NullBooleanSelect(), None), (forms.Select(), None),
]  # fmt: skip


@pytest.mark.parametrize("attrs", [None, ATTRS])
@pytest.mark.parametrize(("widget", "value"), CASES)
def test_a_control_is_what_django_makes_of_it(widget, value, attrs):
    assert widget.render("feld<", value, attrs, Renderer()) == widget.render(
        "feld<", value, attrs, TemplatesSetting()
    )


def test_every_control_of_the_list_is_tried():
    assert {widget.template_name for widget, _ in CASES} >= DRAWN.keys() - {
        "django/forms/widgets/input.html"
    }
