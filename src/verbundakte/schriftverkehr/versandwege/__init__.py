"""The ways out of the house behind one interface: what each needs, and who carries it.

A new way (the citizens' portal, the Behördenpostfach) is a module here with a `Versandweg`, and a line in
`WEGE`; pages, Postausgangsbuch and rights know no single way.
"""

from verbundakte.schriftverkehr.models import Weg
from verbundakte.schriftverkehr.versandwege.elektronisch import EMAIL
from verbundakte.schriftverkehr.versandwege.papier import FAX, HAUSPOST, POST, UEBERGABE
from verbundakte.schriftverkehr.versandwege.weg import Versandweg, Ziel

__all__ = ["OFFERED", "WEGE", "Versandweg", "Ziel", "weg_of"]

WEGE: dict[str, Versandweg] = {
    Weg.POST: POST,
    Weg.UEBERGABE: UEBERGABE,
    Weg.HAUSPOST: HAUSPOST,
    Weg.EMAIL: EMAIL,
    Weg.FAX: FAX,
}
OFFERED = tuple((weg.value, weg.label) for weg in Weg if weg in WEGE)


def weg_of(weg: str) -> Versandweg | None:
    """Return how a way works; None where nothing carries it yet."""
    return WEGE.get(weg)
