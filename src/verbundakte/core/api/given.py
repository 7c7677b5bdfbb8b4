"""What programs send: days and moments as text, and text that can be stored."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BeforeValidator


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


def is_storable(found: Any) -> bool:
    """Tell whether no text in JSON holds a NUL, which the database cannot keep."""
    if isinstance(found, str):
        return "\0" not in found
    if isinstance(found, dict):
        return all(is_storable(key) and is_storable(value) for key, value in found.items())
    return all(map(is_storable, found)) if isinstance(found, list) else True
