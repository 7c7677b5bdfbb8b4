"""What can go wrong with a conversion. Every `message` is a German sentence for the screen."""


class ConversionFailed(Exception):
    """The document could not be converted. The original is untouched; the reason is shown."""

    code = "failed"

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


class Encrypted(ConversionFailed):
    """The document needs a password that nobody gave."""

    code = "encrypted"


class Damaged(ConversionFailed):
    """The bytes are not what their type promises."""

    code = "damaged"


class TooLarge(ConversionFailed):
    """A limit on pages, pixels, depth, bytes, memory or time was reached."""

    code = "too_large"


class Unsupported(ConversionFailed):
    """Nothing here can read this type."""

    code = "unsupported"


class MissingProgram(ConversionFailed):
    """A system program is missing; the message names the Debian package and the command."""

    code = "missing_program"


BY_CODE = {
    kind.code: kind
    for kind in (ConversionFailed, Encrypted, Damaged, TooLarge, Unsupported, MissingProgram)
}


def from_code(code: str, message: str) -> ConversionFailed:
    """Return the exception a worker described by `code`; an unknown code is ConversionFailed."""
    return BY_CODE.get(code, ConversionFailed)(message)
