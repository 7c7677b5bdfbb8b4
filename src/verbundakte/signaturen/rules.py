"""Pure rules about signatures of files."""

SIGNED = "signed"


def is_signed(datei) -> bool:
    """Tell whether a file that was read says of itself that it is signed (not a mail: S/MIME)."""
    if datei.format_name == "mail":
        return False
    return SIGNED in datei.properties.get("notices", ())


DETACHED = ("p7s", "p7m", "cms", "pkcs7", "sig")


def detached_name(name: str) -> str:
    """Return the name of what a detached signature belongs to ("brief.pdf.p7s" -> "brief.pdf")."""
    stem, _, ending = name.rpartition(".")
    return stem if stem and ending.lower() in DETACHED else ""


def names_of_signatures(name: str) -> list[str]:
    """Return how a detached signature of a file of this name may be called."""
    return [f"{name}.{ending}" for ending in DETACHED]
