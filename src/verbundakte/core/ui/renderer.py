"""Controls of forms, written out directly: the same as Django's templates, in a tenth of the time."""

from collections.abc import Callable, Mapping

from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

PLACE = "django/forms/widgets/"
INPUTS = ("input", "text", "number", "email", "url", "password", "hidden", "date", "checkbox")


def _attrs(widget: Mapping) -> str:
    return "".join(
        f" {conditional_escape(name)}" + ("" if value is True else f'="{conditional_escape(value)}"')
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _input(widget: Mapping) -> str:
    value = widget["value"]
    told = "" if value is None else f' value="{conditional_escape(value)}"'
    name = conditional_escape(widget["name"])
    return f'<input type="{conditional_escape(widget["type"])}" name="{name}"{told}{_attrs(widget)}>'


def _textarea(widget: Mapping) -> str:
    text = conditional_escape(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{conditional_escape(widget["name"])}"{_attrs(widget)}>\n{text}</textarea>'


def _select(widget: Mapping) -> str:
    groups = []
    for name, options, _ in widget["optgroups"]:
        told = "".join(f"\n  {_option(one)}" for one in options)
        if name:
            told = f'\n  <optgroup label="{conditional_escape(name)}">{told}\n  </optgroup>'
        groups.append(told)
    name = conditional_escape(widget["name"])
    return f'<select name="{name}"{_attrs(widget)}>{"".join(groups)}\n</select>'


def _option(option: Mapping) -> str:
    value, label = conditional_escape(option["value"]), conditional_escape(option["label"])
    return f'<option value="{value}"{_attrs(option)}>{label}</option>\n'


DRAWN: dict[str, Callable[[Mapping], str]] = {
    **dict.fromkeys((f"{PLACE}{name}.html" for name in INPUTS), _input),
    f"{PLACE}textarea.html": _textarea,
    f"{PLACE}select.html": _select,
}


class Renderer(TemplatesSetting):
    """Django's, but for the controls that every form has."""

    def render(self, template_name: str, context: Mapping, request=None) -> SafeString:
        """Return a part of a form."""
        draw = DRAWN.get(template_name)
        return mark_safe(draw(context["widget"])) if draw else super().render(template_name, context)
