"""Moments in the room `posteingang` at which other rooms may do something or refuse."""

from verbundakte.core.hooks import Hook

sichtvermerk_written = Hook(
    "sichtvermerk_written",
    "Die Leitung hat einen Eingang in der Postmappe mit einem Vermerk versehen",
)
