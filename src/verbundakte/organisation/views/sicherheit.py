"""Konto > Anmeldung und Sicherheit: password, second factors, recovery codes, devices."""

import secrets
from uuid import UUID

import segno
from django.contrib import auth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.core.actions import Refusal
from verbundakte.core.sessions import is_current, note_factor, sessions_of
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation import actions, queries
from verbundakte.organisation.accounts import (
    Factors,
    dienst,
    factors_of,
    new_challenge,
    read_registration,
    registration_options,
    site_of,
    take_challenge,
)
from verbundakte.organisation.forms import (
    ConfirmForm,
    NameForm,
    OwnEmailForm,
    OwnPasswordForm,
    TotpForm,
)
from verbundakte.organisation.permissions import Permission
from verbundakte.organisation.views.parts import FormPage, run_form
from verbundakte.standards import totp

SETTING_UP = "va_totp"  # the secret of an app that is being set up, until its first right code
ISSUER = "Verbundakte"


def _herself(request):
    queries.require(request.actor, Permission.KONTO_OWN)
    return queries.get_person(request.actor, request.actor.person_id)


def _page(title: str, label: str, done: str, **more) -> FormPage:
    address = reverse("organisation:sicherheit")
    steps = (("Konto", reverse("web:konto")), ("Anmeldung und Sicherheit", address))
    return FormPage(title=title, label=label, back=address, steps=steps, done=done, **more)


def _codes(request, title: str, codes: list[str]) -> HttpResponse:
    """Show new recovery codes, this once; without any, go back to the page."""
    if not codes:
        say(request, f"{title}.")
        return redirect("organisation:sicherheit")
    context = {"title": title, "codes": codes, "page": _page(title, "", "")}
    return render_page(request, "organisation/wiederherstellungscodes.html", context)


@never_cache
@require_safe
def sicherheit(request: HttpRequest) -> HttpResponse:
    """Show password, second factors and devices of whoever is logged in."""
    person = _herself(request)
    factors, key = factors_of(request.user), request.session.session_key
    context = {
        "account": request.user,
        "has_password": request.user.has_usable_password(),
        "factors": factors,
        "dienst": dienst(),
        "is_linked": bool(queries.kennung_of(request.actor, person)),
        "must_set_up": request.actor.needs_second_factor and not factors,
        "devices": [(row, is_current(row, key)) for row in sessions_of(request.user)],
    }
    return render_page(request, "organisation/sicherheit.html", context)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def kennwort(request: HttpRequest) -> HttpResponse:
    """Change one's own password; all other sessions end."""
    person = _herself(request)
    form = OwnPasswordForm(request.POST or None, account=request.user)
    page = _page("Kennwort ändern", "Kennwort ändern", "Kennwort geändert")

    def perform(data: dict) -> None:
        key = request.session.session_key
        actions.change_own_password(request.actor, person, password=data["new"], keep=key)
        request.user.refresh_from_db()
        auth.update_session_auth_hash(request, request.user)

    return run_form(request, form, page, perform)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def email(request: HttpRequest) -> HttpResponse:
    """Change the address to which a link for a new password goes."""
    person = _herself(request)
    form = OwnEmailForm(request.POST or None, account=request.user)
    page = _page("E-Mail der Anmeldung ändern", "Speichern", "E-Mail geändert")

    def perform(data: dict) -> None:
        actions.change_own_email(request.actor, person, email=data["email"])

    return run_form(request, form, page, perform)


def _app_secret(session) -> bytes:
    if SETTING_UP not in session:
        session[SETTING_UP] = secrets.token_hex(totp.SECRET_BYTES)
    return bytes.fromhex(session[SETTING_UP])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def app(request: HttpRequest) -> HttpResponse:
    """Set up an app for one-time codes: show its secret once, keep it after a right code."""
    person, form = _herself(request), TotpForm(request.POST or None)
    secret = _app_secret(request.session)
    if request.method == "POST" and form.is_valid():
        try:
            codes = actions.add_totp(
                request.actor, person, secret=secret, code=form.cleaned_data["code"]
            )
        except Refusal as refusal:
            form.add_error("code", refusal.message)
        else:
            del request.session[SETTING_UP]
            note_factor(request.session)
            return _codes(request, "App für Einmalcodes eingerichtet", codes)
    address = totp.address(secret, issuer=ISSUER, login=request.user.login)
    context = {
        "form": form,
        "page": _page("App für Einmalcodes einrichten", "Einrichten", ""),
        "secret": totp.as_text(secret),
        "address": address,
        "picture": segno.make_qr(address).svg_data_uri(scale=4, border=4, light="#fff"),
    }
    return render_page(request, "organisation/app.html", context, 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def app_end(request: HttpRequest) -> HttpResponse:
    """Remove the app for one-time codes."""
    person = _herself(request)
    if factors_of(request.user).totp is None:
        raise Http404
    page = _page(
        "App für Einmalcodes entfernen",
        "Entfernen",
        "App für Einmalcodes entfernt",
        text=_what_is_left(factors_of(request.user)),
        is_danger=True,
    )

    def perform(data: dict) -> None:
        actions.remove_totp(request.actor, person)

    return run_form(request, _confirm(request), page, perform)


def _confirm(request) -> ConfirmForm:
    return ConfirmForm(request.POST if request.method == "POST" else None)


def _what_is_left(factors: Factors) -> str:
    if bool(factors.totp) + len(factors.passkeys) > 1:
        return "Ihre anderen zweiten Faktoren und die Wiederherstellungscodes bleiben."
    return "Danach genügt wieder das Kennwort allein; die Wiederherstellungscodes verfallen."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def passkey_new(request: HttpRequest) -> HttpResponse:
    """Set up a passkey: the browser asks the device, we keep its public key."""
    person, form = _herself(request), NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        challenge = take_challenge(request.session)
        try:
            passkey = read_registration(
                request.POST.get("antwort", ""), site_of(request), challenge
            )
            codes = actions.add_passkey(
                request.actor, person, name=form.cleaned_data["name"], passkey=passkey
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            note_factor(request.session)
            return _codes(request, "Passkey eingerichtet", codes)
    context = {"form": form, "page": _page("Passkey einrichten", "Einrichten", "")}
    return render_page(request, "organisation/passkey.html", context, 422 if form.errors else 200)


@never_cache
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """Return what the browser asks a device for a new passkey."""
    _herself(request)
    challenge = new_challenge(request.session)
    options = registration_options(request.user, site_of(request), challenge)
    return HttpResponse(options, content_type="application/json")


@require_http_methods(["GET", "HEAD", "POST"])
def passkey_end(request: HttpRequest, passkey_id: UUID) -> HttpResponse:
    """Remove one of one's own passkeys."""
    person, factors = _herself(request), factors_of(request.user)
    found = next((key for key in factors.passkeys if key.pk == passkey_id), None)
    if found is None:
        raise Http404
    page = _page(
        f"Passkey „{found.name}“ entfernen",
        "Entfernen",
        "Passkey entfernt",
        text=_what_is_left(factors),
        is_danger=True,
    )

    def perform(data: dict) -> None:
        actions.remove_passkey(request.actor, person, passkey=passkey_id)

    return run_form(request, _confirm(request), page, perform)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wiederherstellungscodes(request: HttpRequest) -> HttpResponse:
    """Give out new recovery codes instead of the old ones."""
    person = _herself(request)
    if not factors_of(request.user):
        raise Http404
    if request.method == "POST":
        codes = actions.renew_codes(request.actor, person)
        return _codes(request, "Neue Wiederherstellungscodes", codes)
    page = _page(
        "Neue Wiederherstellungscodes",
        "Neue Codes ausgeben",
        "",
        text="Die bisherigen Codes gelten danach nicht mehr.",
    )
    return render_page(request, "ui/form_page.html", {"form": ConfirmForm(), "page": page})


@require_POST
def geraet_end(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """End one of one's own sessions."""
    try:
        actions.end_session(request.actor, _herself(request), session=session_id)
    except Refusal as refusal:
        raise Http404 from refusal
    say(request, "Gerät abgemeldet.")
    return redirect("organisation:sicherheit")


@require_POST
def geraete_end(request: HttpRequest) -> HttpResponse:
    """End all of one's own sessions, this one too."""
    actions.end_own_sessions(request.actor, _herself(request))
    auth.logout(request)
    return redirect("web:anmelden")
