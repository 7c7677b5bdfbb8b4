"""Fields and conditions that several models of this room share.

Periods are half open everywhere: the first day counts, the last one is the first day on which the
thing no longer holds. So a right that ends today ends at once.
"""

from datetime import date

from django.db import models
from django.db.models import Q

from verbundakte.core.search.fold import SORT_KEY_LENGTH, sort_key


class SortKeyField(models.CharField):
    """The German sort key of another attribute (`source`), kept up to date whenever it is saved."""

    def __init__(self, *args, source: str, **options):
        self.source = source
        options.setdefault("max_length", SORT_KEY_LENGTH)
        options.setdefault("db_collation", "C")  # the key is made to be compared byte by byte
        options["editable"] = False
        super().__init__(*args, **options)

    def deconstruct(self):
        """Return what a migration needs to make the field again."""
        name, path, args, options = super().deconstruct()
        options.pop("editable", None)
        return name, path, args, {**options, "source": self.source}

    def pre_save(self, model_instance, add):
        """Return the key of the present value and set it on the row."""
        value = sort_key(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, value)
        return value


def holds(on: date, prefix: str = "", first: str = "from_on", end: str = "to_on") -> Q:
    """Return the condition that a period (half open) covers the day."""
    begun = Q(**{f"{prefix}{first}__lte": on})
    return begun & (Q(**{f"{prefix}{end}": None}) | Q(**{f"{prefix}{end}__gt": on}))
