"""/posteingang/regeln/ : the rules in their order, trying one on the past, making one from an Eingang."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from verbundakte.core.clock import today
from verbundakte.core.permissions import Permission as CorePermission
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation.queries import einheiten
from verbundakte.posteingang import queries
from verbundakte.posteingang.actions.regel import begin_regel
from verbundakte.posteingang.eingangsregel import Bedingungen, Selbsttaetig
from verbundakte.posteingang.erkennung import FundArt
from verbundakte.posteingang.lernen.speicher import Ziel
from verbundakte.posteingang.models import Eingang, Eingangsregel, Verschluss
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.queries import regel as read
from verbundakte.posteingang.regel_forms import RegelForm

STEPS = (("Posteingang", "posteingang:eingaenge"),)


def _steps(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return (*((label, reverse(name)) for label, name in STEPS), *more)


@require_safe
def regeln(request: HttpRequest) -> HttpResponse:
    """List the rules in the order in which they apply, with what conflicts."""
    rows = read.regeln(request.actor)
    conflicts = read.conflicts_of(request.actor, rows)
    lines = [
        {"row": row, "told": told(row), "conflicts": conflicts.get(row.key, [])} for row in rows
    ]
    may_edit = CorePermission.BAUSTEIN_EDIT in request.actor.permissions
    context = {"lines": lines, "steps": _steps(), "may_edit": may_edit}
    return render_page(request, "posteingang/regeln.html", context)


def told(row: Eingangsregel) -> str:
    """Return a rule in one German sentence."""
    when = [f"Absender enthält „{row.absender}“"] if row.absender else []
    when += [f"Eingangskanal heißt „{row.kanal}“"] if row.kanal else []
    when += [f"„{word}“ kommt vor" for word in row.woerter]
    when += [f"erkannt: {befund}" for befund in row.befunde]
    then = [f"Einheit {row.einheit}"] if row.einheit else []
    then += [f"Art {row.dokumenttyp}"] if row.dokumenttyp else []
    then += [f"Aktenplan {row.planeinheit}"] if row.planeinheit else []
    then += [f"Verschluss {Verschluss(row.verschluss).label}"] if row.verschluss else []
    own = Selbsttaetig(row.selbsttaetig)
    then += [f"selbsttätig {own.label}"] if own is not Selbsttaetig.NICHTS else []
    return f"Wenn {' und '.join(when)}, dann {', '.join(then)}."


@require_safe
def probe(request: HttpRequest, key: UUID) -> HttpResponse:
    """Tell for which past Eingänge a rule in force would have held."""
    row = next((one for one in read.regeln(request.actor) if one.key == key), None)
    if row is None:
        raise Http404
    context = {
        "row": row,
        "told": told(row),
        "probe": read.try_out(request.actor, Bedingungen.of(row)),
        "steps": _steps(("Eingangsregeln", reverse("posteingang:regeln"))),
    }
    return render_page(request, "posteingang/regel_probe.html", context)


@require_http_methods(["GET", "POST"])
def regel_neu(request: HttpRequest, eingang_id: UUID) -> HttpResponse:
    """Make a rule from an Eingang: prefilled, tried on the past, in force at once."""
    actor = request.actor
    queries.require(actor, Permission.REGEL_CONFIGURE)
    eingang = queries.get_eingang(actor, eingang_id)
    units = [(str(row.pk), str(row)) for row in einheiten(actor, on=today())]
    more = {"einheiten": units, "typen": read.typ_choices(actor)}
    form = RegelForm(request.POST or None, initial=_begin(actor, eingang), **more)
    back = reverse("posteingang:eingang", args=[eingang.pk])
    is_trial = "erproben" in request.POST
    page = FormPage(
        "Regel aus diesem Eingang",
        "In Kraft setzen",
        back,
        _steps((eingang.number, back)),
        "Die Regel gilt ab heute.",
        template="posteingang/regel_neu.html",
        context={"probe": read.try_out(actor, _conditions(form)), "is_trial": is_trial},
    )
    if is_trial:
        form.is_valid()
        status = 422 if form.errors else 200
        context = {**page.context, "form": form, "page": page}
        return render_page(request, page.template, context, status)

    def perform(_: dict) -> str:
        begin_regel(actor, eingang, content=form.content(), on=today())
        return reverse("posteingang:regeln")

    return run_form(request, form, page, perform)


def _conditions(form: RegelForm) -> Bedingungen:
    """Return the conditions in the form as it stands, of what it begins with when it is empty."""
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        return Bedingungen.of(_Stated(**{name: values[name] for name in _Stated.names}))
    words = [word.strip() for word in str(form.initial.get("woerter") or "").split(",")]
    stated = {name: form.initial.get(name) or "" for name in ("absender", "kanal")}
    return Bedingungen.of(_Stated(**stated, woerter=[word for word in words if word], befunde=[]))


class _Stated:
    """Conditions as they stand in a form."""

    names = ("absender", "kanal", "woerter", "befunde")

    def __init__(self, **values):
        self.absender, self.kanal = values["absender"], values["kanal"]
        self.woerter, self.befunde = values["woerter"], values["befunde"]


def _begin(actor, eingang: Eingang) -> dict:
    """Return what a rule from an Eingang begins with: its sender, and where it lies now."""
    vorschlaege = queries.vorschlaege_for(actor, eingang)
    typ, found = vorschlaege.first(Ziel.TYP), vorschlaege.erkannt
    named = found.first(FundArt.ABSENDER) if found else None
    absender = eingang.absender or (named.wert if named else "")
    return {
        "bezeichnung": f"Post von {absender}"[:120] if absender else "",
        "absender": absender[:200],
        "einheit": str(eingang.einheit_id),
        "dokumenttyp": typ.schluessel if typ else "",
        "befunde": ["rechnung"] if found and found.first(FundArt.RECHNUNG) else [],
    }
