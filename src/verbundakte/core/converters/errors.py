"""What can go wrong with a conversion. Every `message` is a German sentence for the screen."""


class ConversionFailed(Exception):
    """The document could not be converted. The original is untouched; the reason is shown.

    `is_final`: the same bytes will fail again, so that another try helps nobody.
    """

    code = "failed"
    is_final = False

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


class Encrypted(ConversionFailed):
    """The document needs a password that nobody gave."""

    code = "encrypted"
    is_final = True


class Damaged(ConversionFailed):
    """The bytes are not what their type promises."""

    code = "damaged"
    is_final = True


class TooLarge(ConversionFailed):
    """A limit on pages, pixels, depth or bytes was reached."""

    code = "too_large"
    is_final = True


class TookTooMuch(TooLarge):
    """Time or memory ran out: that may go better when the machine has less to do."""

    code = "too_much"
    is_final = False


class Unsupported(ConversionFailed):
    """Nothing here can read this type."""

    code = "unsupported"
    is_final = True


class MissingProgram(ConversionFailed):
    """A system program is missing; the message names the Debian package and the command."""

    code = "missing_program"


BY_CODE = {
    kind.code: kind
    for kind in (
        ConversionFailed, Encrypted, Damaged, TooLarge, TookTooMuch, Unsupported, MissingProgram,
    )
}  # fmt: skip


def from_code(code: str, message: str) -> ConversionFailed:
    """Return the exception a worker described by `code`; an unknown code is ConversionFailed."""
    return BY_CODE.get(code, ConversionFailed)(message)
