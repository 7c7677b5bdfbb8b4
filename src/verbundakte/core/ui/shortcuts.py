"""How every view answers."""

from django.http import HttpRequest, HttpResponse
from django.template.context import make_context
from django.template.loader import get_template
from django.utils.cache import patch_vary_headers

PAGE, FRAGMENT = "ui/page.html", "ui/fragment.html"


def render_page(
    request: HttpRequest, template: str, context: dict, status: int = 200
) -> HttpResponse:
    """Return the page, or only its <main> when htmx asks for a part of it.

    Sets `base` for `{% extends base %}`. Both answers differ by header, so caches must know it.
    """
    base = FRAGMENT if wants_fragment(request) else PAGE
    text = _laid_out(request, template, {"base": base, **context})
    response = HttpResponse(text, status=status)
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    return response


def _laid_out(request: HttpRequest, template: str, values: dict) -> str:
    """Return what Django's `render` would give, and let go what the page was made of: a context points
    to itself, so that all of it would lie around until Python looks for rubbish."""
    found = get_template(template)
    context = make_context(values, request, autoescape=found.backend.engine.autoescape)
    try:
        return found.template.render(context)
    finally:
        context.dicts.clear()


def wants_fragment(request: HttpRequest) -> bool:
    """Tell whether htmx will put the answer into the page that is open."""
    headers = request.headers
    if headers.get("HX-Request") != "true" or headers.get("HX-History-Restore-Request") == "true":
        return False
    return headers.get("HX-Request-Type") != "full"
