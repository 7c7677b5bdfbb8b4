"""Form controls that the browser knows better than we do."""

from django import forms


class DateInput(forms.DateInput):
    """A day, with the browser's own calendar; sends and receives 2026-11-23."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class FilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class DateTimeInput(forms.DateTimeInput):
    """A day with its time, with the browser's own calendar; sends and receives 2026-11-23T08:15."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")
