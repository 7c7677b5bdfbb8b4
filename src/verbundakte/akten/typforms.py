"""Forms of Dokument and Vorgang: the fields everybody has, and the own fields of the chosen type."""

from datetime import date
from uuid import UUID

from django import forms

from verbundakte.akten import queries
from verbundakte.akten.felder import Feld, FeldArt, Wert, WertInvalid, parse, problems, typed
from verbundakte.akten.forms import (
    NO_BETREFF,
    SHORT,
    EditForm,
    PersonField,
    RowField,
    check_period,
    day,
    medium,
    vertraulichkeit,
)
from verbundakte.akten.listen.columns import YES_NO
from verbundakte.akten.models import Dokument, Vorgang
from verbundakte.core.ui.forms import Form
from verbundakte.organisation.models import Organisationseinheit, Person

NOTHING = [("", "keine Angabe")]
NARROW = (FeldArt.ZAHL, FeldArt.GELD, FeldArt.DATUM)
SHOWN_BY = (FeldArt.AUSWAHL, FeldArt.JA_NEIN, FeldArt.TEXT)
NOT_OFFERED = {"invalid_choice": "Diese Auswahl gibt es nicht. Wählen Sie aus der Liste."}
SWITCHED = "Die Art ist jetzt „{}“. Füllen Sie ihre Felder aus, und speichern Sie noch einmal."


RELOAD = {
    "hx-get": "?",
    "hx-trigger": "change",
    "hx-include": "this",
    "hx-select": "#felder",
    "hx-target": "#felder",
    "hx-swap": "outerHTML",
}


def field_name(feld: Feld) -> str:
    """Return the name of a field in forms."""
    return f"feld_{feld.id.hex}"


class TypForm(Form):
    """A form with the own fields of a type. `felder_von` says of which type it showed them.

    `preset`: with which values of own fields a new object begins.
    """

    typ_field = ""
    model: type = Dokument
    preset: dict[UUID, Wert] | None = None

    def __init__(self, *args, actor, today: date, subject=None, wanted: str = "", **options):
        super().__init__(*args, **options)
        self.actor, self.today, self.subject = actor, today, subject
        offered = {row.kuerzel: row for row in queries.typen(actor, self.model, on=today)}
        kept = queries.typ_of(subject) if subject else None
        if kept is not None:
            offered.setdefault(kept.kuerzel, kept)
        self.fields[self.typ_field].choices = [
            *([] if self.fields[self.typ_field].required else NOTHING),
            *((row.kuerzel, row.bezeichnung) for row in offered.values()),
        ]
        self.fields[self.typ_field].widget.attrs.update(RELOAD)
        self.shown_before = self.data.get("felder_von")
        first = wanted or (kept.kuerzel if kept else "")
        self.initial[self.typ_field] = first
        chosen = self.data.get(self.typ_field) if self.is_bound else first
        self.typ = offered.get(chosen or "")
        self.felder = queries.felder_of_typ(self.typ)
        self.werte = (
            queries.werte_of(actor, [subject])[subject.pk] if subject else self.preset or {}
        )
        self._add_felder()

    @property
    def is_switched(self) -> bool:
        """Tell whether another type was chosen than the one whose fields were shown."""
        return self.shown_before is not None and self.shown_before != self.kuerzel

    @property
    def kuerzel(self) -> str:
        """Return the Kürzel of the chosen type."""
        return self.typ.kuerzel if self.typ else ""

    def own_fields(self) -> list[forms.BoundField]:
        """Return the own fields in their order."""
        return [self[field_name(feld)] for feld in self.felder]

    def top_fields(self) -> list[forms.BoundField]:
        """Return what stands above the own fields: the Betreff and the type they depend on."""
        return [self["betreff"], self[self.typ_field]]

    def common_fields(self) -> list[forms.BoundField]:
        """Return the other fields that every object of the kind has."""
        above = {"betreff", self.typ_field, *(field_name(feld) for feld in self.felder)}
        return [field for field in self.visible_fields() if field.name not in above]

    def felder_given(self) -> dict[UUID, Wert | None] | None:
        """Return the checked values of the own fields; None when the form did not show them."""
        if self.shown_before is None:
            return None
        return {feld.id: self.cleaned_data.get(field_name(feld)) for feld in self.felder}

    def werte_now(self) -> dict[UUID, Wert]:
        """Return the values as they are stored now; those of a hidden Verweis are left out."""
        now = queries.werte_of(self.actor, [self.subject])[self.subject.pk]
        return {
            feld.id: now[feld.id]
            for feld in self.felder
            if feld.id in now and not self.fields[field_name(feld)].disabled
        }

    def _add_felder(self) -> None:
        for feld in self.felder:
            field = OwnField(feld, self)
            self.fields[field_name(feld)] = field.form_field

    def clean(self):
        """Turn what was typed into values, and ask for what is mandatory."""
        super().clean()
        if self.shown_before is None:
            return
        for feld in self.felder:
            name = field_name(feld)
            if name in self.cleaned_data:
                self._clean_feld(feld, name)
        if self.is_switched and self.felder:
            for feld in self.felder:
                self.errors.pop(field_name(feld), None)
            self.add_error(None, SWITCHED.format(self.typ.bezeichnung))
            return
        given = {feld.id: self.cleaned_data.get(field_name(feld)) for feld in self.felder}
        for feld in self.felder:
            message = problems(self.felder, given).get(feld.id)
            if message and field_name(feld) not in self.errors:
                self.add_error(field_name(feld), message)

    def _clean_feld(self, feld: Feld, name: str) -> None:
        value = self.cleaned_data[name]
        try:
            self.cleaned_data[name] = self._wert(feld, value)
        except WertInvalid as error:
            self.add_error(name, str(error))

    def _wert(self, feld: Feld, value) -> Wert | None:
        kept = self.werte.get(feld.id)
        if value in (None, ""):
            return None
        if isinstance(value, Wert):
            return value
        if isinstance(value, date):
            return typed(feld, value)
        if isinstance(value, Person):
            return Wert(value.name, reference=value.pk)
        if isinstance(value, Organisationseinheit):
            return Wert(str(value), reference=value.pk)
        return queries.read_wert(self.actor, feld, value, kept, on=self.today)


class OwnField:
    """How one own field appears in a form."""

    def __init__(self, feld: Feld, form: TypForm):
        self.feld, self.form = feld, form
        self.kept = form.werte.get(feld.id)
        self.form_field = getattr(self, f"_{feld.art}")()
        self.form_field.label = (
            f"{feld.bezeichnung} (EUR)" if feld.art == FeldArt.GELD else feld.bezeichnung
        )
        self.form_field.help_text = self._help()
        self.form_field.width = "w2" if feld.art in NARROW else "w3"
        self.form_field.is_pflicht = feld.is_pflicht
        self.form_field.widget.attrs.update(self._condition())
        if self.form_field.initial is None:
            self.form_field.initial = self._initial()

    def _condition(self) -> dict[str, str]:
        """Return by which value of another field the browser shows this one.

        Only choices and texts: what else is typed may be written in several ways.
        """
        name, value = self.feld.nur_wenn
        other = next((one for one in self.form.felder if name and one.name == name), None)
        if other is None or other.art not in SHOWN_BY:
            return {}
        option = other.option(value)
        return {
            "data-only-if": field_name(other),
            "data-only-value": str(option.id) if option else value,
        }

    def _help(self) -> str:
        feld = self.feld
        parts = [feld.hinweis, f"Zum Beispiel {feld.beispiel}." if feld.beispiel else ""]
        if feld.nur_wenn[0]:
            other = next((one for one in self.form.felder if one.name == feld.nur_wenn[0]), None)
            if other:
                parts.append(f"Nur wenn „{other.bezeichnung}“ „{feld.nur_wenn[1]}“ ist.")
        return " ".join(filter(None, [*parts, self.form_field.help_text]))

    def _initial(self) -> str:
        if self.kept:
            return self.kept.text.removesuffix(" EUR")
        return self.feld.vorgabe

    def _text(self) -> forms.Field:
        # Length and form are checked by `parse`, whose sentences say what to do.
        return forms.CharField(required=False)

    _zahl = _geld = _text

    def _datum(self) -> forms.Field:
        field = day("")
        wert = self.kept or (parse(self.feld, self.feld.vorgabe) if self.feld.vorgabe else None)
        field.initial = wert.day if wert else ""
        return field

    def _auswahl(self) -> forms.Field:
        rows = [(str(option.id), option.bezeichnung) for option in self.feld.optionen]
        kept = self.kept
        if kept and not self.feld.option(str(kept.reference)):
            rows.append((str(kept.reference), f"{kept.text} ({queries.FORMER})"))
        default = self.feld.option(self.feld.vorgabe) if self.feld.vorgabe else None
        initial = str(kept.reference) if kept else str(default.id) if default else ""
        return forms.ChoiceField(
            choices=[*NOTHING, *rows], required=False, initial=initial, error_messages=NOT_OFFERED
        )

    def _ja_nein(self) -> forms.Field:
        rows, kept = [*YES_NO], self.kept
        if kept and kept.text not in dict(YES_NO):
            rows.append((kept.text, f"{kept.text} ({queries.FORMER})"))
        preset = parse(self.feld, self.feld.vorgabe)
        initial = kept or preset
        return forms.ChoiceField(
            choices=[*NOTHING, *rows],
            required=False,
            initial=initial.text if initial else "",
            error_messages=NOT_OFFERED,
        )

    def _person(self) -> forms.Field:
        message = {"invalid_choice": "Diese Person arbeitet hier nicht. Wählen Sie aus der Liste."}
        field = PersonField(required=False, error_messages=message)
        reference = self.kept.reference if self.kept else None
        field.offer(Person.objects.filter(pk=reference).first() if reference else None)
        field.initial = reference or ""
        return field

    def _einheit(self) -> forms.Field:
        rows = Organisationseinheit.objects.valid_on(self.form.today)
        reference = self.kept.reference if self.kept else None
        if reference:
            rows = rows | Organisationseinheit.objects.filter(pk=reference)
        message = {"invalid_choice": "Diese Einheit gibt es nicht. Wählen Sie aus der Liste."}
        return RowField(
            rows.order_by("sort_key"),
            required=False,
            initial=reference or "",
            empty_label=NOTHING[0][1],
            error_messages=message,
        )

    def _verweis(self) -> forms.Field:
        hint = "Das Aktenzeichen einer Akte oder eines Vorgangs."
        kept = self.kept
        if kept and kept.reference not in queries.visible_files(self.form.actor, [kept.reference]):
            hint = "Der Verweis führt zu etwas, das Sie nicht sehen dürfen. Er bleibt, wie er ist."
            return KeptField(kept, required=False, help_text=hint, disabled=True)
        return forms.CharField(required=False, help_text=hint, max_length=120)


class KeptField(forms.CharField):
    """A value that the person may neither see nor change."""

    def __init__(self, kept: Wert, **options):
        super().__init__(initial=queries.HIDDEN, **options)
        self.kept = kept

    def clean(self, value) -> Wert:
        """Return the value as it is stored."""
        return self.kept


class NewVorgangForm(TypForm):
    """A new Vorgang in an Akte."""

    typ_field, model = "vorgangstyp", Vorgang
    betreff = forms.CharField(
        label="Betreff",
        max_length=500,
        help_text=NO_BETREFF,
        error_messages={"required": "Schreiben Sie, worum es in dem Vorgang geht."},
    )
    vorgangstyp = forms.ChoiceField(label="Art", required=False)
    sachbearbeitung = PersonField(label="Sachbearbeitung", required=False)
    fremdes_geschaeftszeichen = forms.CharField(
        label="Fremdes Geschäftszeichen", max_length=120, required=False
    )
    medium = medium()
    vertraulichkeit = vertraulichkeit()
    bemerkung = forms.CharField(label="Bemerkung", required=False, widget=SHORT)

    def __init__(self, *args, kept: Person | None = None, preset: dict | None = None, **options):
        self.preset = preset
        super().__init__(*args, **options)
        self.fields["sachbearbeitung"].offer(kept)

    def values(self) -> dict:
        """Return the checked values of the Vorgang's fields, the type as its row."""
        own = {"revision", *(field_name(feld) for feld in self.felder)}
        values = {name: value for name, value in self.cleaned_data.items() if name not in own}
        return values | {"vorgangstyp": self.typ}


class VorgangForm(NewVorgangForm, EditForm):
    """What can be changed about a Vorgang."""

    names = (
        "betreff", "sachbearbeitung", "fremdes_geschaeftszeichen", "medium", "vertraulichkeit",
        "laufzeit_from", "laufzeit_to", "bemerkung",
    )  # fmt: skip
    laufzeit_from = day("Laufzeit von")
    laufzeit_to = day("Laufzeit bis")
    field_order = (
        "betreff",
        "vorgangstyp",
        "sachbearbeitung",
        "fremdes_geschaeftszeichen",
        "medium",
        "vertraulichkeit",
        "laufzeit_from",
        "laufzeit_to",
        "bemerkung",
    )

    def clean(self):
        """Check the period too."""
        super().clean()
        check_period(self, "laufzeit_from", "laufzeit_to")


class DokumentForm(TypForm, EditForm):
    """What can be changed about a Dokument."""

    typ_field, model = "dokumenttyp", Dokument
    names = (
        "betreff",
        "datum_des_schreibens",
        "posteingangsdatum",
        "postausgangsdatum",
        "absender",
        "empfaenger",
        "fremdes_geschaeftszeichen",
        "bezug",
        "bearbeiter",
        "medium",
        "vertraulichkeit",
        "bemerkung",
        "is_entwurf",
    )
    betreff = forms.CharField(label="Betreff", max_length=500)
    dokumenttyp = forms.ChoiceField(label="Art")
    datum_des_schreibens = day("Datum des Schreibens")
    posteingangsdatum = day("Posteingang")
    postausgangsdatum = day("Postausgang")
    absender = forms.CharField(label="Absender", max_length=300, required=False)
    empfaenger = forms.CharField(label="Empfänger", max_length=300, required=False)
    fremdes_geschaeftszeichen = forms.CharField(
        label="Fremdes Geschäftszeichen", max_length=120, required=False
    )
    bezug = forms.CharField(label="Bezug", max_length=300, required=False)
    bearbeiter = forms.CharField(
        label="Bearbeitet von",
        max_length=200,
        required=False,
        help_text="Wer es geschrieben hat, wenn das nicht der Absender ist.",
    )
    medium = medium()
    vertraulichkeit = vertraulichkeit()
    bemerkung = forms.CharField(label="Bemerkung", required=False, widget=SHORT)
    is_entwurf = forms.BooleanField(
        label="Entwurf",
        required=False,
        help_text="Solange es ein Entwurf ist, lässt sich der Vorgang nicht z. d. A. verfügen.",
    )

    def values(self) -> dict:
        """Return the checked values of the object's fields, the type as its row."""
        return super().values() | {"dokumenttyp": self.typ}
