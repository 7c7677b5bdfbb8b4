"""/rechte/ : what a person may do and by what, who may do what in a unit; as page and as CSV."""

import io
from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from verbundakte.akten.queries import rechte
from verbundakte.akten.queries.pruefung import pruefauftraege_of
from verbundakte.akten.views.addresses import address_of, read_uuid
from verbundakte.core.clock import today
from verbundakte.core.lists.columns import Cell
from verbundakte.core.lists.tables import CSV_TYPE, write_csv
from verbundakte.core.models import Level
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation import queries as organisation
from verbundakte.organisation.models import Person
from verbundakte.organisation.permissions import Permission

SHOWN = 300
LEVELS = {Level.READ: "lesen", Level.WRITE: "bearbeiten"}
PERSON_HEADS = (
    "Abschnitt", "Gegenstand", "Wodurch", "Darf", "Akten", "Vorgänge", "Gilt ab", "Letzter Tag",
)  # fmt: skip
UNIT_HEADS = (
    "Abschnitt", "Gegenstand", "Wodurch", "Darf", "Akten", "Vorgänge",
    "davon Akten bearbeiten", "davon Vorgänge bearbeiten",
)  # fmt: skip


def plan_lines(report: rechte.Reported) -> list[dict]:
    """Return the rows of a report as pages and tables show them."""
    return [
        {
            "planeinheit": str(row.planeinheit),
            "is_secret": bool(row.planeinheit.geheimnisklasse),
            "reasons": "; ".join(row.reach.reasons),
            "writes": row.reach.level == Level.WRITE,
            "darf": LEVELS[row.reach.level],
            "akten": row.akten,
            "vorgaenge": row.vorgaenge,
        }
        for row in report.rows
    ]


def last_day(to_on: date | None) -> date | None:
    """Return the last day of a half open period."""
    return to_on - timedelta(days=1) if to_on else None


def _person(request: HttpRequest, person_id: UUID) -> Person:
    someone = organisation.get_person(request.actor, person_id)
    rechte.require_rights_of(request.actor, someone)
    return someone


def _about(actor, someone: Person) -> dict:
    """What is known about a person: Stellen, roles, Vertretungen, what she reaches."""
    day = today()
    _, reach = rechte.rights_of_person(actor, someone)
    stellen, _, _ = organisation.besetzungen_of(actor, someone, on=day)
    return {
        "person": someone,
        "is_own": str(actor.id) == str(someone.pk),
        "stellen": stellen,
        "rollen": organisation.rollen_of(actor, someone, on=day),
        "vertreten_von": organisation.vertretungen_of(actor, someone, on=day),
        "auftraege": pruefauftraege_of(actor, someone, on=day),
        "vertritt": organisation.vertritt(actor, someone, on=day),
        "reach": reach,
        "report": rechte.report_of(actor, reach),
    }


@require_safe
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show what a person may do, what she reaches and by what."""
    actor, someone = request.actor, _person(request, person_id)
    about = _about(actor, someone)
    after = read_uuid(request.GET.get("nach", ""))
    named = rechte.named_objects(actor, someone, about["reach"], after=after)
    shut, shut_hidden = rechte.ausschluesse_of(actor, someone)
    lines = plan_lines(about["report"])
    context = {
        **about,
        "lines": lines[:SHOWN],
        "left_out": max(0, len(lines) - SHOWN),
        "all": about["report"].count(),
        "edit": about["report"].count(Level.WRITE),
        "named": [(row, address_of(row), how) for row, how in named.rows],
        "named_hidden": named.hidden,
        "next": f"?{urlencode({'nach': named.next})}#namentlich" if named.next else "",
        "shut": [(row.akte or row.vorgang, row) for row in shut],
        "shut_hidden": shut_hidden,
        "steps": [(someone.name, reverse("organisation:person", args=[someone.pk]))],
        "csv": reverse("akten:rechte-person-csv", args=[someone.pk]),
        "may_plan": someone.is_active and actor.may(Permission.RECHTE_READ, someone),
    }
    return render_page(request, "akten/rechte_person.html", context)


def csv_answer(name: str, heads: tuple[str, ...], rows: list[list[Cell]]) -> HttpResponse:
    """Return a small table as a file to keep."""
    out = io.BytesIO()
    write_csv(out, list(heads), rows)
    answer = HttpResponse(out.getvalue(), content_type=CSV_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}-{today()}.csv"'
    return answer


def _standing(about: dict) -> list[list[Cell]]:
    """The rows of Stellen, roles, Vertretungen and Prüfaufträge."""
    rows: list[list[Cell]] = [
        ["Stelle", row.stelle.bezeichnung, str(row.stelle.einheit),
         "leitet die Einheit" if row.stelle.is_leitung else "", None, None,
         row.from_on, last_day(row.to_on)]
        for row in about["stellen"]
    ]  # fmt: skip
    for entry in about["rollen"]:
        head = ["Rolle", entry.rolle.bezeichnung]
        rows += [
            [*head, group, label, None, None, entry.from_on, last_day(entry.to_on)]
            for group, labels in entry.allows.items()
            for label in labels
        ]
    for title, key, who in (
        ("Wird vertreten", "vertreten_von", "vertreter"),
        ("Vertritt", "vertritt", "person"),
    ):
        rows += [
            [title, getattr(row, who).name, row.get_art_display(), "", None, None,
             row.from_on, last_day(row.to_on)]
            for row in about[key]
        ]  # fmt: skip
    rows += [
        ["Prüfauftrag", row.anlass, row.units or "einzelne Akten", "lesen", None, None,
         row.from_on, last_day(row.to_on)]
        for row in about["auftraege"]
    ]  # fmt: skip
    return rows


def _plan_rows(section: str, report: rechte.Reported) -> list[list[Cell]]:
    return [
        [section, line["planeinheit"], line["reasons"], line["darf"], line["akten"],
         line["vorgaenge"], None, None]
        for line in plan_lines(report)
    ]  # fmt: skip


@require_safe
def person_csv(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Return what a person may do as a table; single objects stand only on the page."""
    about = _about(request.actor, _person(request, person_id))
    rows = _standing(about) + _plan_rows("Aktenplaneinheit", about["report"])
    return csv_answer("Rechte-Person", PERSON_HEADS, rows)


@require_safe
def einheit(request: HttpRequest, einheit_id: UUID) -> HttpResponse:
    """Show what a unit brings along and who reaches the files it leads."""
    actor = request.actor
    unit = organisation.get_einheit(actor, einheit_id)
    report = rechte.rights_of_unit(actor, unit)
    lines = plan_lines(report)
    context = {
        "einheit": unit,
        "lines": lines[:SHOWN],
        "left_out": max(0, len(lines) - SHOWN),
        "all": report.count(),
        "readers": [_reader(row) for row in rechte.readers_of_unit(actor, unit)],
        "steps": [(str(unit), reverse("organisation:einheit", args=[unit.pk]))],
        "csv": reverse("akten:rechte-einheit-csv", args=[unit.pk]),
    }
    return render_page(request, "akten/rechte_einheit.html", context)


def _reader(row: rechte.UnitReader) -> dict:
    return {
        "name": row.name,
        "url": reverse("akten:rechte-person", args=[row.person]),
        "reasons": "; ".join(row.reasons),
        "akten": row.akten.total(),
        "vorgaenge": row.vorgaenge.total(),
        "akten_edit": row.akten[Level.WRITE],
        "vorgaenge_edit": row.vorgaenge[Level.WRITE],
    }


@require_safe
def einheit_csv(request: HttpRequest, einheit_id: UUID) -> HttpResponse:
    """Return what a unit brings along and who reaches its files as a table."""
    unit = organisation.get_einheit(request.actor, einheit_id)
    rows = _plan_rows("Aktenplaneinheit", rechte.rights_of_unit(request.actor, unit))
    for row in map(_reader, rechte.readers_of_unit(request.actor, unit)):
        darf = "bearbeiten" if row["akten_edit"] or row["vorgaenge_edit"] else "lesen"
        counts = [row[key] for key in ("akten", "vorgaenge", "akten_edit", "vorgaenge_edit")]
        rows.append(["Person", row["name"], row["reasons"], darf, *counts])
    return csv_answer("Rechte-Einheit", UNIT_HEADS, rows)
