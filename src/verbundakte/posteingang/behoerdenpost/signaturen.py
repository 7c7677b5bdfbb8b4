"""What the signatures of the proofs of a message are worth, told in one sentence for each."""

from collections.abc import Iterator

from verbundakte.core.actor import SystemActor
from verbundakte.posteingang.actions.nachricht import Nachweis
from verbundakte.posteingang.behoerdenpost.teile import Sortiert, Teil
from verbundakte.signaturen.models import Urteil
from verbundakte.signaturen.queries import befund_of
from verbundakte.signaturen.rules import detached_name, names_of_signatures

SIGNATUR = "signatur"
READER = SystemActor(id="posteingang:nachrichten", permissions=frozenset())
MAY_BE_SIGNED = (".xml", ".pdf", ".p7s", ".pkcs7", ".p7m")
NONE = "„{name}“ trägt keine Signatur, die sich prüfen ließe; wer den Nachweis schrieb, beweist er nicht."
VALID = "Signatur von „{name}“ ist gültig, unterzeichnet von {by}."
OTHERWISE = "Signatur von „{name}“ ist {urteil}: {grund}"


def signed_proofs(sortiert: Sortiert) -> Iterator[tuple[Nachweis, Teil]]:
    """Yield for each proof that can be signed what its signature is worth, and the proof it is about.

    A detached signature counts for the file beside it. Read in the sandbox; decided is what the trust
    of this installation can decide, everything else is "nicht prüfbar".
    """
    by_name = {one.name.lower(): one for one in sortiert.nachweise}
    for teil in sortiert.nachweise:
        name = teil.name.lower()
        if not name.endswith(MAY_BE_SIGNED) or detached_name(name) in by_name:
            continue
        beside = next((by_name[one] for one in names_of_signatures(name) if one in by_name), None)
        yield _told(teil, beside), teil


def _told(teil: Teil, beside: Teil | None) -> Nachweis:
    if beside is None:
        found = befund_of(READER, teil.path, teil.name)
    else:
        found = befund_of(READER, beside.path, beside.name, content=teil.path)
    if not found.signaturen:
        return Nachweis(SIGNATUR, NONE.format(name=teil.name))
    reasons = [reason for one in found.signaturen for reason in one["gruende"]]
    told = (VALID if found.urteil == Urteil.GUELTIG else OTHERWISE).format(
        name=teil.name,
        by=", ".join(one["unterzeichner"] for one in found.signaturen),
        urteil=Urteil(found.urteil).label,
        grund=" ".join(dict.fromkeys(reasons)),
    )
    return Nachweis(SIGNATUR, told[:300], {"urteil": str(found.urteil)})


def is_broken(nachweis: Nachweis) -> bool:
    """Tell whether a proof says something its signature does not cover any more."""
    return nachweis.angaben.get("urteil") == Urteil.UNGUELTIG
