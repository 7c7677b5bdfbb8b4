"""What is posted by the editor of a letter, and what it shows: shared by a new letter and a kept one."""

from base64 import b64encode
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from verbundakte.akten.pages import REFUSED, address_of
from verbundakte.akten.queries import kontakt as kontakte
from verbundakte.core.clock import today
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.schriftverkehr import queries
from verbundakte.schriftverkehr.felder import AngabeInvalid
from verbundakte.schriftverkehr.forms import (
    MOST_EMPFAENGER,
    EmpfaengerForm,
    SchreibenForm,
    block_fields,
    count_of,
    initial_of,
    posted_blocks,
)
from verbundakte.schriftverkehr.herstellen import drafted, pdf_of
from verbundakte.schriftverkehr.models import Empfaenger, Empfaengerart
from verbundakte.schriftverkehr.queries import Blatt, Satz
from verbundakte.schriftverkehr.verfassen import felder_of, kept_of

ENDS = (*REFUSED, ConversionFailed)
MOST_SHOWN, WIDTH = 6, 900
MANY = "Ein Schreiben hat höchstens 20 Empfänger."


@dataclass
class Editor:
    """The forms of one letter with what was posted, and the letter they make."""

    blatt: Blatt
    form: SchreibenForm
    empfaenger: list[EmpfaengerForm]
    satz: Satz
    extra: int = 0

    @property
    def is_valid(self) -> bool:
        """Tell whether everything that was posted can be read."""
        return not (self.form.errors or any(form.errors for form in self.empfaenger))

    def context(self) -> dict:
        """Return what the template shows."""
        verfasst = self.satz.verfasst
        return {
            "form": self.form,
            "empfaenger": self.empfaenger,
            "bloecke": block_fields(verfasst.zeilen, self.extra),
            "fehlt": verfasst.fehlt,
            "fehler": verfasst.fehler,
            "warnungen": self.satz.warnungen,
            "vorlage": self.blatt.vorlage,
            "vorgang": self.blatt.vorgang,
            "steps": [(str(self.blatt.vorgang), address_of(self.blatt.vorgang))],
            "back": address_of(self.blatt.vorgang),
        }


def begin(actor, blatt: Blatt, *, own=None) -> Editor:
    """Return the editor of a letter as it stands (`own`: the Dokument it is)."""
    on = today()
    signers = queries.signers(actor, blatt.vorgang, on=on)
    if own is None and blatt.person is None:
        chosen = queries.own_besetzung(actor, signers)
        row = next((one for one in signers if one.pk == chosen), None)
        if row is not None:
            blatt = replace(blatt, person=row.person, stelle=row.stelle)
    satz = queries.put_together(actor, blatt, on=on)
    signer = next(
        (
            row.pk
            for row in signers
            if (row.person_id, row.stelle_id)
            == (blatt.person and blatt.person.pk, blatt.stelle and blatt.stelle.pk)
        ),
        None,
    )
    form = SchreibenForm(
        initial=initial_of(
            betreff=blatt.betreff or satz.verfasst.betreff,
            datum=blatt.datum,
            besetzung=signer,
            angaben=blatt.angaben,
        ),
        felder=felder_of(blatt.vorlage.inhalt),
        signers=signers,
    )
    offered = queries.enclosable(actor, blatt.vorgang, but=own and own.pk)
    forms = [
        EmpfaengerForm(initial=_initial(one, blatt), prefix=f"e{no}", dokumente=offered)
        for no, one in enumerate(blatt.empfaenger or [Empfaenger()], 1)
    ]
    return Editor(blatt, form, forms, satz)


def _initial(one: Empfaenger, blatt: Blatt) -> dict:
    enclosed = blatt.beilagen.get(one.position, [])
    names = ("art", "name", "anschrift", "anrede", "weg", "zustellart", "adresse")
    return {
        **{name: getattr(one, name) for name in names},
        "kontakt": one.kontakt_id,
        "beilagen": [str(dokument.pk) for dokument, _ in enclosed if dokument],
        "papier": "\n".join(papier for _, papier in enclosed if papier),
    }


def read(request: HttpRequest, blatt: Blatt, *, own=None) -> Editor:
    """Return the editor of what was posted. `blatt`: what the letter was before."""
    actor, data, on = request.actor, request.POST, today()
    signers = queries.signers(actor, blatt.vorgang, on=on)
    offered = queries.enclosable(actor, blatt.vorgang, but=own and own.pk)
    form = SchreibenForm(data, felder=felder_of(blatt.vorlage.inhalt), signers=signers)
    form.is_valid()
    forms = [
        EmpfaengerForm(data, prefix=f"e{no}", dokumente=offered)
        for no in range(1, count_of(data, "empfaenger") + 1)
    ]
    for one in forms:
        one.is_valid()
    row = next((s for s in signers if str(s.pk) == form.cleaned_data.get("besetzung")), None)
    now_is = replace(
        blatt,
        datum=form.cleaned_data.get("datum") or blatt.datum,
        person=row.person if row else None,
        stelle=row.stelle if row else None,
        angaben=form.angaben(),
        is_sperre_bestaetigt=form.cleaned_data.get("is_sperre_bestaetigt", False),
    )
    now_is.empfaenger, now_is.beilagen = _posted_empfaenger(actor, forms, offered, on)
    return _with_text(actor, now_is, form, forms, posted_blocks(data))


def _with_text(actor, blatt: Blatt, form, forms, blocks: list[dict]) -> Editor:
    """Keep what was changed of the text: what still says what the Vorlage says follows the answers."""
    on = today()
    typed = " ".join(form.cleaned_data.get("betreff", "").split())
    before = queries.put_together(actor, replace(blatt, betreff="", inhalt=[]), on=on).verfasst
    blatt.betreff = "" if typed == before.betreff else typed
    try:
        blatt.inhalt = kept_of(before.zeilen, blocks)
    except AngabeInvalid as invalid:
        form.add_error(None, str(invalid))
    satz = queries.put_together(actor, blatt, on=on)
    return Editor(blatt, form, forms, satz)


def _posted_empfaenger(actor, forms, offered, on: date):
    """Return the Empfaenger that were posted, and what is enclosed for each."""
    by_key = {str(row.pk): row for row in offered}
    found, beilagen = [], {}
    for form in forms:
        if form.errors or form.is_blank:
            continue
        data, position = form.cleaned_data, len(found) + 1
        kontakt = kontakte.get_kontakt(actor, data["kontakt"]) if data["kontakt"] else None
        names = ("art", "name", "anschrift", "anrede", "weg", "zustellart", "adresse")
        found.append(
            Empfaenger(position=position, kontakt=kontakt, **{name: data[name] for name in names})
        )
        papers = [line.strip()[:200] for line in data["papier"].splitlines() if line.strip()]
        beilagen[position] = [
            *((by_key[key], "") for key in data["beilagen"]),
            *((None, paper) for paper in papers),
        ]
    return found, beilagen


def show_preview(request: HttpRequest, satz: Satz) -> HttpResponse:
    """Return the letter as pictures of its pages, with what it lacks. Outside of a transaction."""
    pictures, problem, count = [], "", 0
    try:
        pdf = pdf_of(drafted(satz.brief))
        count = converters().count_pages(current_tenant(), pdf)
        for page in range(1, min(count, MOST_SHOWN) + 1):
            image = converters().page_image(current_tenant(), pdf, page=page, width=WIDTH)
            pictures.append(
                {
                    "no": page,
                    "data": f"data:{image.media_type};base64,{b64encode(image.data).decode()}",
                    "width": image.width,
                    "height": image.height,
                }
            )
    except ConversionFailed as failure:
        problem = failure.message
    context = {
        "pictures": pictures,
        "problem": problem,
        "count": count,
        "fehlt": satz.verfasst.fehlt,
        "fehler": satz.verfasst.fehler,
    }
    with transaction.atomic():
        return render(request, "schriftverkehr/_vorschau.html", context)


def place_of(schreiben) -> str:
    """Return the address of a Schreiben."""
    return reverse("schriftverkehr:schreiben", args=[schreiben.pk])


def add_empfaenger(actor, editor: Editor, *, own=None) -> None:
    """Add an empty Empfaenger, a Durchschrift at first; no letter encloses itself (`own`)."""
    if len(editor.empfaenger) >= MOST_EMPFAENGER:
        editor.form.add_error(None, MANY)
        return
    offered = queries.enclosable(actor, editor.blatt.vorgang, but=own and own.pk)
    form = EmpfaengerForm(
        initial={"art": Empfaengerart.DURCHSCHRIFT, "weg": "post"},
        prefix=f"e{len(editor.empfaenger) + 1}",
        dokumente=offered,
    )
    editor.empfaenger.append(form)
