"""The base of all forms of the house."""

from django import forms

REQUIRED = "Diese Angabe fehlt."
NO_CHOICE = "Das steht nicht zur Wahl. Wählen Sie aus der Liste."
UNCHOSEN, UNCHOSEN_OF_DJANGO = "Auswählen", "---------"
NO_DAY = "Kein Tag im Kalender. Schreiben Sie ihn wie 23.11.2026."
SENTENCES: tuple[tuple[type[forms.Field], str, str], ...] = (
    (forms.Field, "required", REQUIRED),
    (forms.FileField, "required", "Wählen Sie eine Datei."),
    (forms.CharField, "max_length", "Höchstens %(limit_value)d Zeichen; es sind %(show_value)d."),
    (forms.ChoiceField, "invalid_choice", NO_CHOICE),
    (forms.ModelChoiceField, "invalid_choice", NO_CHOICE),
    (forms.DateField, "invalid", NO_DAY),
    (forms.IntegerField, "invalid", "Schreiben Sie eine ganze Zahl, zum Beispiel 12."),
    (
        forms.EmailField,
        "invalid",
        "Das ist keine E-Mail-Adresse. Schreiben Sie sie wie vorname.name@beispiel.de.",
    ),
)


class Form(forms.Form):
    """Speaks our German, and leaves the checking to the server, whose summary every reader gets."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._speak()

    def full_clean(self):
        """Check; fields that a form added to itself when it was made speak our German too."""
        self._speak()
        super().full_clean()

    def _speak(self) -> None:
        for field in self.fields.values():
            speak_german(field)


def speak_german(field: forms.Field) -> None:
    """Replace the sentences of Django by those of the house; what a form says itself stays."""
    if getattr(field, "empty_label", None) == UNCHOSEN_OF_DJANGO:
        field.empty_label = UNCHOSEN
    said = field.error_messages
    for kind, code, sentence in SENTENCES:
        known = (REQUIRED, getattr(kind, "default_error_messages", {}).get(code))
        if isinstance(field, kind) and (code not in said or said[code] in known):
            said[code] = sentence
