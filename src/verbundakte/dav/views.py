"""Pages about editing in programs: where to open, what was left behind, keys."""

from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.akten import queries
from verbundakte.akten.actions import arbeitsstand
from verbundakte.akten.models import Dokument
from verbundakte.akten.pages import address_of
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries import programm
from verbundakte.akten.queries.programm import Arbeitsdatei
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.models import ApiToken
from verbundakte.core.permissions import Permission as CorePermission
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.content_security import with_frame
from verbundakte.core.ui.forms import Form
from verbundakte.core.ui.messages import say, telling, warn
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.dav.door import WRITE
from verbundakte.dav.locks import DOKUMENTE
from verbundakte.dav.names import to_name
from verbundakte.dav.office import document_server, editor_of
from verbundakte.dav.ticket import LASTS, Ticket
from verbundakte.dav.vertretung import place_of
from verbundakte.organisation import actions as organisation_actions
from verbundakte.organisation import queries as organisation_queries
from verbundakte.organisation.actor import chosen_vertretung

DAYS = 180
OFFICE = {
    **dict.fromkeys(("docx", "doc", "docm", "dotx", "rtf"), ("Word", "ms-word")),
    **dict.fromkeys(("xlsx", "xls", "xlsm", "csv"), ("Excel", "ms-excel")),
    **dict.fromkeys(("pptx", "ppt", "pptm"), ("PowerPoint", "ms-powerpoint")),
}
WRITER = frozenset({"odt", "ott", "ods", "odp", "odg", "fodt", *OFFICE})


class SchluesselForm(Form):
    """For which machine a key is."""

    name = forms.CharField(
        label="Für welches Gerät", max_length=100, help_text="Zum Beispiel: Notebook im Bauamt."
    )


def top_of(request: HttpRequest) -> str:
    """Return the address of the town's WebDAV, for the Vertretung in which the browser works."""
    base = settings.PUBLIC_URL or request.build_absolute_uri("/")
    vertretung = chosen_vertretung(request) if request.actor.on_behalf_of else ""
    return f"{base.rstrip('/')}/dav/{request.tenant.slug}{place_of(vertretung)}/"


def _keys(request: HttpRequest) -> list[ApiToken]:
    """Return one's own keys that open WebDAV."""
    if CorePermission.TOKEN_CREATE not in request.actor.permissions:
        return []
    at = now()
    rows = organisation_queries.own_tokens(request.actor)
    return [row for row in rows if WRITE in row.scopes and row.expires_at > at]


def _ways(request: HttpRequest, found: Arbeitsdatei, address: str) -> list[tuple[str, str]]:
    """Return where a file is opened: label and address of each way, the nearest first."""
    ending, key = found.name.rpartition(".")[2].lower(), found.dokument.pk
    ways = []
    if editor_of(found.name, _source(request, key)):
        ways.append(("Im Browser bearbeiten", reverse("programm:browser", args=[key])))
    if ending in OFFICE:
        program, scheme = OFFICE[ending]
        ways.append((f"In {program} öffnen", f"{scheme}:ofe|u|{address}"))
    if ending in WRITER:
        ways.append(("In LibreOffice öffnen", f"vnd.libreoffice.command:ofe|u|{address}"))
    return ways


def _why_not(actor, dokument: Dokument) -> str:
    """Return why a new Fassung could not be filed now, "" when one could."""
    try:
        arbeitsstand.check_may_edit(actor, dokument)
    except PermissionDenied:
        return "Sie dürfen dieses Dokument lesen, aber nicht ändern."
    except Refusal as refusal:
        return refusal.message
    return ""


def _open_since(actor, dokument: Dokument) -> datetime | None:
    """Return since when a program holds it for this person, None when none does."""
    which = {"sperre__dokument": dokument, "person_id": actor.person_id}
    held = programm.programmsperren(actor, **which)
    return held[0].created_at if held else None


@require_safe
def show(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Show how a Dokument is opened in a program, and drafts that a program left."""
    actor = request.actor
    dokument = queries.get_dokument(actor, dokument_id)
    found = programm.get_arbeitsdatei(actor, dokument_id)
    address = f"{top_of(request)}{DOKUMENTE}/{dokument.pk}/{quote(to_name(found.name))}"
    context = {
        "dokument": dokument,
        "steps": [(dokument.betreff, address_of(dokument))],
        "name": found.name,
        "address": address,
        "ways": _ways(request, found, address),
        "why_not": _why_not(actor, dokument),
        "staende": programm.staende_of(actor, dokument),
        "open_since": _open_since(actor, dokument),
        "may_edit": actor.may(Permission.DOKUMENT_EDIT, dokument),
        "may_token": CorePermission.TOKEN_CREATE in actor.permissions,
        "has_key": bool(_keys(request)),
    }
    return render_page(request, "dav/dokument.html", context)


def _source(request: HttpRequest, dokument_id: UUID) -> str:
    """Return where a document server finds a Dokument."""
    base = settings.PUBLIC_URL or request.build_absolute_uri("/")
    return f"{base.rstrip('/')}/wopi/files/{dokument_id}"


@require_safe
def in_browser(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Show the document server of this installation with a Dokument open in it; 404 without one."""
    actor = request.actor
    found = programm.get_arbeitsdatei(actor, dokument_id)
    server, editor = document_server(), editor_of(found.name, _source(request, dokument_id))
    if server is None or not editor:
        raise Http404
    is_edit = actor.may(Permission.DOKUMENT_EDIT, found.dokument)
    ticket = Ticket(request.membership.pk, str(dokument_id), is_edit, chosen_vertretung(request))
    context = {
        "dokument": found.dokument,
        "steps": [(found.dokument.betreff, address_of(found.dokument))],
        "name": found.name,
        "editor": editor,
        "ticket": ticket.sealed(),
        "ends": int((now() + LASTS).timestamp() * 1000),
    }
    response = render_page(request, "dav/browser.html", context)
    response.headers["Content-Security-Policy"] = with_frame(server.origin)
    response.headers["Cache-Control"] = "no-store"
    return response


def _read(request: HttpRequest, dokument_id: UUID, stand_id: UUID):
    dokument = queries.get_dokument(request.actor, dokument_id)
    return dokument, programm.get_stand(request.actor, dokument, stand_id)


def _back(dokument: Dokument) -> HttpResponse:
    return redirect(reverse("programm:dokument", args=[dokument.pk]))


@require_POST
def file_stand(request: HttpRequest, dokument_id: UUID, stand_id: UUID) -> HttpResponse:
    """File a draft that a program left as a Fassung."""
    dokument, stand = _read(request, dokument_id, stand_id)
    try:
        fassung = arbeitsstand.file_stand(request.actor, dokument, stand=stand, at=now())
    except Refusal as refusal:
        warn(request, refusal.message)
    else:
        same = "Das war schon die geltende Fassung."
        say(request, f"Fassung {fassung.nummer} abgelegt." if fassung else same)
    return _back(dokument)


@require_POST
def drop_stand(request: HttpRequest, dokument_id: UUID, stand_id: UUID) -> HttpResponse:
    """Throw a draft away that a program left."""
    dokument, stand = _read(request, dokument_id, stand_id)
    with telling(request, "Der Arbeitsstand ist verworfen."):
        arbeitsstand.drop_stand(request.actor, dokument, stand=stand)
    return _back(dokument)


@require_http_methods(["GET", "POST"])
def programs(request: HttpRequest) -> HttpResponse:
    """Show the address for programs and one's own keys, and make a new one."""
    actor, token = request.actor, ""
    organisation_queries.require(actor, CorePermission.TOKEN_CREATE)
    form = SchluesselForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = organisation_queries.get_person(actor, actor.person_id)
        told = {"name": form.cleaned_data["name"], "days": DAYS, "scopes": [WRITE]}
        try:
            token = organisation_actions.create_token(actor, person, **told)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            form = SchluesselForm()
    context = {
        "token": token,
        "form": form,
        "address": top_of(request),
        "login": request.user.login,
        "tokens": _keys(request),
    }
    status = 422 if form.errors else 200
    response = render_page(request, "dav/programme.html", context, status)
    response.headers["Cache-Control"] = "no-store"
    return response
