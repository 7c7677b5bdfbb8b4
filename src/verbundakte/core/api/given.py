"""What programs send: days and moments as text, text that can be stored, how a list is asked for."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Field, Query, Schema
from pydantic import AwareDatetime, BeforeValidator

from verbundakte.core.api.answers import Asked, Shape, limited


def _as_text(value: Any) -> Any:
    """A number would pass for the seconds since 1970."""
    if isinstance(value, int | float):
        raise ValueError("Schreiben Sie den Zeitpunkt als Text, zum Beispiel 2026-11-23.")
    return value


def _as_answer(value: Any) -> Any:
    """0 and "no" are no answers."""
    if not isinstance(value, bool):
        raise ValueError("Schreiben Sie true oder false.")
    return value


Day = Annotated[date, BeforeValidator(_as_text)]
Moment = Annotated[AwareDatetime, BeforeValidator(_as_text)]
YesNo = Annotated[bool, BeforeValidator(_as_answer)]
No = Annotated[Literal[False], BeforeValidator(_as_answer)]
After = Annotated[str, Query("", max_length=400)]
Limit = Annotated[int, Query(50)]
Fields = Annotated[str, Query("", max_length=1000)]
Include = Annotated[str, Query("", max_length=200)]


class Liste(Schema):
    """How a list is asked for."""

    after: str = Field("", max_length=200)
    limit: int = 50
    fields: str = Field("", max_length=1000)
    include: str = Field("", max_length=200)

    def of(self, shape: Shape) -> Asked:
        """Return what was asked for of a kind of object. Raises FieldUnknown."""
        return shape.asked(self.fields, self.include)

    @property
    def paging(self) -> dict:
        """Return how queries read this page."""
        return {"after": self.after, "limit": limited(self.limit)}


def is_storable(found: Any) -> bool:
    """Tell whether no text in JSON holds a NUL, which the database cannot keep."""
    if isinstance(found, str):
        return "\0" not in found
    if isinstance(found, dict):
        return all(is_storable(key) and is_storable(value) for key, value in found.items())
    return all(map(is_storable, found)) if isinstance(found, list) else True
