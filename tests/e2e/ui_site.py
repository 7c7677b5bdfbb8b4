"""The gallery of core/ui on a port of its own, without a database, a town or a login.

Started by the tests as a program; prints its address. Beside the gallery it answers uploads and one
PDF, so that the browser modules meet a real server.
"""

import json
import sys
import threading
from types import SimpleNamespace
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import include, path

PDF = """%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>endobj
2 0 obj<</Type/Pages/Kids[{kids}]/Count {count}>>endobj
3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
{pages}trailer<</Root 1 0 R>>
"""
received: dict[str, int] = {}
failures: list[int] = []
asked: list[int] = []
lock = threading.Lock()


def secure(get_response):
    """Set the product's Content-Security-Policy and look like a logged-in clerk."""
    from verbundakte.core.ui.content_security import CONTENT_SECURITY

    def middleware(request):
        request.tenant = SimpleNamespace(name="Stadt Musterstadt", slug="musterstadt")
        request.actor = SimpleNamespace(
            id="1", name="Amira Beispiel", unit_name="SG 63.1", permissions=()
        )
        request.user = SimpleNamespace(
            theme=request.GET.get("farben", ""),
            density="",
            is_keyboard_off="kuerzel" in request.GET,
        )
        response = get_response(request)
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY
        return response

    return middleware


def pdf(request):
    """A PDF of three pages with the word "Stellplatz" on each."""
    pages, kids = "", ""
    for number in range(1, 4):
        text = f"BT /F1 24 Tf 72 720 Td (Seite {number}: ein Stellplatz an der Lindenallee) Tj ET"
        kids += f"{number * 10} 0 R "
        pages += (
            f"{number * 10} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
            f"/Resources<</Font<</F1 3 0 R>>>>/Contents {number * 10 + 1} 0 R>>endobj\n"
            f"{number * 10 + 1} 0 obj<</Length {len(text)}>>stream\n{text}\nendstream endobj\n"
        )
    body = PDF.format(kids=kids, count=3, pages=pages)
    return HttpResponse(body.encode(), content_type="application/pdf")


def uploads(request):
    """Open an upload; a program is refused."""
    asked = json.loads(request.body)
    if asked["name"].endswith(".exe"):
        return JsonResponse({"detail": "Programme nimmt die Akte nicht an."}, status=422)
    key = asked["path"]
    received.setdefault(key, 0)
    address = f"/ablage/{len(received)}/"
    ids[address] = key
    done = f"{address}fertig/"
    return JsonResponse(
        {"id": key, "part_url": address, "complete_url": done, "received": received[key]}
    )


ids: dict[str, str] = {}


def part(request, number):
    """Take a part; the first part of every third file fails once, as if the server were away."""
    key = ids[f"/ablage/{number}/"]
    if request.method == "PUT":
        with lock:
            if number % 3 == 0 and number not in failures:
                failures.append(number)
                return HttpResponse(status=503)
        received[key] += len(request.body)
    return JsonResponse({"received": received[key]})


def complete(request, number):
    """Close the upload."""
    return JsonResponse(
        {"result": "registered", "title": ids[f"/ablage/{number}/"], "url": "#", "message": ""}
    )


def viewer(request):
    """A document page of three panes."""
    from verbundakte.core.ui.samples import histories, lists, menus

    context = {"base": "ui/page.html", **VIEWER, **lists(), **menus(), **histories()}
    return HttpResponse(render_to_string("e2e/viewer.html", context, request))


def form(request):
    """A form that keeps its input, and a job that is followed."""
    from verbundakte.core.ui.samples import SampleForm

    asked.clear()
    context = {"base": "ui/page.html", "form": SampleForm()}
    return HttpResponse(render_to_string("e2e/form.html", context, request))


def login(request):
    """A login page; nobody is logged in yet."""
    request.actor = None
    return HttpResponse(render_to_string("e2e/login.html", {}, request))


def notice(request):
    """A page that says one thing, made without a request."""
    context = {
        "title": "Nicht gefunden",
        "message": "Das gibt es hier nicht.",
        "home": "/gestaltung/",
    }
    return HttpResponse(render_to_string("ui/notice.html", context))


def job(request):
    """A job whose server is away for two questions."""
    asked.append(1)
    if len(asked) < 3:
        return HttpResponse(status=503)
    return HttpResponse('<div id="auftrag"><p>fertig</p></div>')


VIEWER = {
    "viewer": {
        "title": "Bescheid",
        "pdf": "/bescheid.pdf",
        "print": "/bescheid.pdf",
        "files": [{"label": "Original", "hint": "PDF, 12 KB", "url": "/bescheid.pdf"}],
        "count": 3,
        "find": "Stellplatz",
    },
    "pairs": [
        ("Art", "Bescheid"),
        ("Dokument|datum", "23.11.2026"),
        ("Verfasserin", "Amira Beispiel"),
    ],
}


def suggestions(request):
    """Two lines for whoever types "hund"."""
    line = {"number": "968.01", "icon": "akte", "url": "/hinweis/?vorschlag"}
    lines = [line | {"text": "Hundesteuer"}, line | {"text": "Hundehaltung"}]
    is_asked = request.GET.get("q") == "hund"
    return JsonResponse({"groups": [{"title": "Akten", "lines": lines}] if is_asked else []})


urlpatterns = [
    path("gestaltung/ablage/", uploads),
    path("", include("verbundakte.core.ui.urls")),
    path("ablage/<int:number>/", part),
    path("ablage/<int:number>/fertig/", complete),
    path("bescheid.pdf", pdf),
    path("dokument/", viewer),
    path("eingabe/", form),
    path("auftrag/", job),
    path("anmeldung/", login),
    path("hinweis/", notice),
    path("suche/vorschlaege/", suggestions),
]


class Quiet(WSGIRequestHandler):
    """Print nothing for each request."""

    def log_message(self, *args):
        """Say nothing."""


def fill_menu() -> None:
    """Fill the frame as the rooms would."""
    from verbundakte.core.registry import NavigationEntry, registry
    from verbundakte.core.ui import context, samples

    registry.navigation.clear()
    registry.add_navigation(
        NavigationEntry("desk", "Schreibtisch", "desk", "ui:gestaltung", order=1),
        NavigationEntry("search", "Suche", "search", "ui:tasten", order=2),
        NavigationEntry(
            "plan", "Aktenplan pflegen", "tree", "ui:tasten", group="Verwaltung", order=3
        ),
    )
    context.jump_key("desk", "s")
    context.provide("counts", lambda request: {"desk": context.Count(14, is_due=True)})
    context.provide("plan", lambda request: samples.menus()["tree"])
    context.provide("new", lambda request: [context.MenuItem("Vorgang", "#", "vorgang")])
    context.provide("favourites", lambda request: [context.MenuItem("Baugenehmigungen 2026", "#")])


def main() -> None:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "django_htmx.middleware.HtmxMiddleware",
        f"{__name__}.secure",
    ]
    settings.TEMPLATES[0]["DIRS"].append(str(__file__).replace("ui_site.py", "templates"))
    application = get_wsgi_application()
    fill_menu()
    with make_server("127.0.0.1", int(sys.argv[1]), application, handler_class=Quiet) as server:
        print(f"http://127.0.0.1:{server.server_port}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
