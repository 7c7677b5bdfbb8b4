"""The base of all forms of the house."""

from django import forms

REQUIRED = "Diese Angabe fehlt."


class Form(forms.Form):
    """Speaks our German, and leaves the checking to the server, whose summary every reader gets."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = REQUIRED
