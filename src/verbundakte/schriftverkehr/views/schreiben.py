"""/schriftverkehr/... : begin a letter from a Vorgang, write it, finish it, take it up again."""

from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.akten.models import Vorgang
from verbundakte.akten.pages import address_of, read_uuid
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.akten.queries import get_dokument, get_vorgang
from verbundakte.akten.queries import kontakt as kontakte
from verbundakte.core.clock import now, today
from verbundakte.core.ui.messages import say, warn
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.schriftverkehr import actions, queries, services
from verbundakte.schriftverkehr.forms import AnfangForm
from verbundakte.schriftverkehr.models import Schreiben
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.queries import Blatt
from verbundakte.schriftverkehr.verfassen import begin_angaben
from verbundakte.schriftverkehr.views import editor as editing
from verbundakte.schriftverkehr.views.editor import ENDS, Editor, place_of

SAVED, FINISHED = "Entwurf gespeichert.", "Reinschrift hergestellt."
MORE = ("block", "empfaenger")


def may_write(actor, vorgang: Vorgang) -> bool:
    """Tell whether the actor may begin a letter in a Vorgang."""
    return actor.may(AktenPermission.DOKUMENT_CREATE, vorgang) and actor.may(
        Permission.SCHREIBEN_WRITE, vorgang
    )


def _writable(actor, vorgang_id: UUID) -> Vorgang:
    vorgang = get_vorgang(actor, vorgang_id)
    if vorgang.is_closed or not may_write(actor, vorgang):
        raise Http404
    return vorgang


@require_safe
def auswahl(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Ask from which Vorlage and to whom; what is chosen leads to the letter."""
    actor = request.actor
    vorgang = _writable(actor, vorgang_id)
    if request.GET.get("vorlage"):
        return _chosen(request, vorgang)
    beteiligte = kontakte.beteiligte_of(actor, vorgang) or kontakte.beteiligte_of(
        actor, vorgang.akte
    )
    bezug = read_uuid(request.GET.get("bezug", ""))
    context = {
        "vorgang": vorgang,
        "steps": [(str(vorgang), address_of(vorgang))],
        "back": address_of(vorgang),
        "form": _anfang(request, beteiligte),
        "bezug": get_dokument(actor, bezug) if bezug else None,
        "briefe": queries.schreiben_in(actor, vorgang, with_series=False),
        "serien": queries.serien_of(actor, vorgang),
        "may_series": actor.may(Permission.SERIE_RUN, vorgang),
    }
    return render_page(request, "schriftverkehr/auswahl.html", context)


def _anfang(request: HttpRequest, beteiligte: list) -> AnfangForm:
    """Return the form; whom the address names is chosen already."""
    named = request.GET.get("empfaenger", "")
    vorlagen = queries.vorlagen(request.actor, on=today())
    return AnfangForm(
        initial={"empfaenger": named} if named else {}, vorlagen=vorlagen, kontakte=beteiligte
    )


def _chosen(request: HttpRequest, vorgang: Vorgang) -> HttpResponse:
    """Lead to the letter from the Vorlage that was chosen."""
    vorlage = queries.get_vorlage(request.actor, request.GET["vorlage"], on=today())
    asked = {name: request.GET.get(name) for name in ("empfaenger", "bezug")}
    asked = {name: value for name, value in asked.items() if value}
    if request.GET.get("serie") and request.actor.may(Permission.SERIE_RUN, vorgang):
        return redirect("schriftverkehr:serie-neu", vorgang.pk, vorlage.kuerzel)
    place = reverse("schriftverkehr:neu", args=[vorgang.pk, vorlage.kuerzel])
    return redirect(f"{place}?{urlencode(asked)}" if asked else place)


@require_http_methods(["GET", "POST"])
@transaction.non_atomic_requests
def neu(request: HttpRequest, vorgang_id: UUID, kuerzel: str) -> HttpResponse:
    """Write a new letter; POST files it as Entwurf. Bytes first, outside of a transaction."""
    with transaction.atomic():
        blatt = _new_blatt(request, vorgang_id, kuerzel)
        editor = _editor(request, blatt, None)
        wants_more = _more(request, editor, None)
    if request.method != "POST" or wants_more:
        return _answer(request, editor, None, "")
    return _save(request, editor, None)


def _new_blatt(request: HttpRequest, vorgang_id: UUID, kuerzel: str) -> Blatt:
    actor, on = request.actor, today()
    vorgang = _writable(actor, vorgang_id)
    vorlage = queries.get_vorlage(actor, kuerzel, on=on)
    blatt = Blatt(vorgang, vorlage, on, angaben=begin_angaben(vorlage.inhalt, on))
    bezug = read_uuid(request.GET.get("bezug", ""))
    if bezug:
        blatt.bezug = get_dokument(actor, bezug)
    kontakt = read_uuid(request.GET.get("empfaenger", ""))
    if kontakt:
        row = kontakte.get_kontakt(actor, kontakt)
        one = queries.empfaenger_from(actor, row, on=on)
        one.zustellart = vorlage.inhalt["zustellart"]
        blatt.empfaenger = [one]
    return blatt


@require_http_methods(["GET", "POST"])
@transaction.non_atomic_requests
def schreiben(request: HttpRequest, schreiben_id: UUID) -> HttpResponse:
    """Show a letter: to go on writing it, or, when it is final, to read. POST keeps a change."""
    with transaction.atomic():
        row = queries.get_schreiben(request.actor, schreiben_id)
        final = queries.reinschrift_of(request.actor, row)
        may = request.actor.may(Permission.SCHREIBEN_WRITE, row)
        if final or not may:
            return _show(request, row, final, is_refused=request.method == "POST")
        blatt = queries.blatt_of(request.actor, row)
        editor = _editor(request, blatt, row)
        wants_more = _more(request, editor, row)
    if request.method != "POST" or wants_more:
        return _answer(request, editor, row, "")
    return _save(request, editor, row)


def _editor(request: HttpRequest, blatt: Blatt, row: Schreiben | None) -> Editor:
    own = row.dokument if row else None
    if request.method == "POST":
        return editing.read(request, blatt, own=own)
    return editing.begin(request.actor, blatt, own=own)


def _more(request: HttpRequest, editor: Editor, row: Schreiben | None) -> bool:
    """Tell whether only another block or Empfaenger was asked for, and add it."""
    wanted = request.POST.get("mehr", "")
    if wanted == "empfaenger":
        editing.add_empfaenger(request.actor, editor, own=row and row.dokument)
    elif wanted == "block":
        editor.extra = 1
    return wanted in MORE


def _save(request: HttpRequest, editor: Editor, row: Schreiben | None) -> HttpResponse:
    """Keep the letter; with `fertig` also make its Reinschrift. What refuses is said on the form."""
    if not editor.is_valid or editor.satz.verfasst.fehler:
        return _answer(request, editor, row, "", 422)
    is_final = "fertig" in request.POST
    if is_final and editor.satz.hindernisse:
        return _answer(request, editor, row, " ".join(editor.satz.hindernisse), 422)
    seen = request.POST.get("revision", "")
    blatt = replace(editor.blatt, revision=int(seen) if seen.isdecimal() else 0)
    try:
        kept = services.keep_letter(
            request.actor, row, blatt, editor.satz, at=now(), is_final=is_final
        )
    except ENDS as error:
        return _answer(request, editor, row, error.message, 422)
    say(request, FINISHED if is_final else SAVED)
    return redirect(place_of(kept))


def _answer(
    request: HttpRequest, editor: Editor, row: Schreiben | None, message: str, status: int = 200
) -> HttpResponse:
    preview = (
        reverse("schriftverkehr:vorschau", args=[row.pk])
        if row
        else reverse(
            "schriftverkehr:vorschau-neu",
            args=[editor.blatt.vorgang.pk, editor.blatt.vorlage.kuerzel],
        )
    )
    with transaction.atomic():
        context = {
            **editor.context(),
            "schreiben": row,
            "message": message,
            "preview": f"{preview}?{request.GET.urlencode()}" if request.GET else preview,
            "revision": request.POST.get("revision") or (row.revision if row else 0),
            "may_finish": Permission.SCHREIBEN_FINISH in request.actor.permissions,
        }
        return render_page(request, "schriftverkehr/editor.html", context, status=status)


def _show(request: HttpRequest, row: Schreiben, final, *, is_refused: bool) -> HttpResponse:
    if is_refused and not final:
        raise Http404
    alle = queries.empfaenger_of(request.actor, row)
    letters = queries.exemplare_of(request.actor, final) if final else {}
    context = {
        "schreiben": row,
        "final": final,
        "empfaenger": [(one, letters.get(one.pk)) for one in alle],
        "steps": [(str(row.dokument.vorgang), address_of(row.dokument.vorgang))],
        "dokument_url": f"{address_of(row.dokument.vorgang)}?dokument={row.dokument_id}",
        "may_send": bool(final and alle)
        and request.actor.may(Permission.VERSAND_CREATE, row.dokument),
        "may_withdraw": bool(final) and request.actor.may(Permission.SCHREIBEN_FINISH, row),
        "message": actions.Frozen.message if is_refused else "",
    }
    status = 422 if is_refused else 200
    return render_page(request, "schriftverkehr/schreiben.html", context, status=status)


@require_POST
@transaction.non_atomic_requests
def vorschau_neu(request: HttpRequest, vorgang_id: UUID, kuerzel: str) -> HttpResponse:
    """Show how a new letter would look."""
    with transaction.atomic():
        editor = editing.read(request, _new_blatt(request, vorgang_id, kuerzel))
    return editing.show_preview(request, editor.satz)


@require_POST
@transaction.non_atomic_requests
def vorschau(request: HttpRequest, schreiben_id: UUID) -> HttpResponse:
    """Show how a letter would look with what is in the form."""
    with transaction.atomic():
        row = queries.get_schreiben(request.actor, schreiben_id)
        if not request.actor.may(Permission.SCHREIBEN_WRITE, row):
            raise Http404
        editor = editing.read(request, queries.blatt_of(request.actor, row), own=row.dokument)
    return editing.show_preview(request, editor.satz)


@require_POST
def ruecknahme(request: HttpRequest, schreiben_id: UUID) -> HttpResponse:
    """Take the Reinschrift back."""
    row = queries.get_schreiben(request.actor, schreiben_id)
    try:
        actions.withdraw_reinschrift(request.actor, row, at=now())
    except ENDS as error:
        warn(request, error.message)
    else:
        say(request, "Die Reinschrift ist zurückgenommen. Sie können das Schreiben wieder ändern.")
    return redirect(place_of(row))


@require_safe
def zum_dokument(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Lead from a Dokument to the Schreiben it is."""
    found = queries.schreiben_of(request.actor, get_dokument(request.actor, dokument_id))
    if found is None:
        raise Http404
    return redirect(place_of(found))
