"""What a verification found out, on its way from the sandbox to its row."""

from dataclasses import dataclass

from verbundakte.signaturen.models import Signaturformat, Urteil


@dataclass(frozen=True)
class Befund:
    """The worst verdict, the reason where nothing could be decided, and one entry per signature."""

    urteil: str = Urteil.NICHT_PRUEFBAR
    format: str = Signaturformat.UNBEKANNT
    grund: str = ""
    signaturen: tuple[dict, ...] = ()
    anker: str = ""
    tool: str = ""
