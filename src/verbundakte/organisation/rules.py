"""What is fixed: which roles are delivered, what the Assistenz never sees, what nobody hands over."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from verbundakte.core.registry import Vertretbares
from verbundakte.organisation.samples import STANDARD_ROLLEN

STANDARD = tuple(STANDARD_ROLLEN)
"""Short names of the standard roles: `sachbearbeitung`, `registratur`, `leitung`, ..."""

ADMINISTRATIVE = ("fachadministration", "systemverwaltung")
"""What the first person of a new town gets: together they can give everybody else their roles."""


def standard_rolle_key(short: str) -> UUID:
    """Return the key of a standard role, the same in every town. Raises KeyError."""
    return STANDARD_ROLLEN[short].key


ASSISTENZ = standard_rolle_key("assistenz")
NEVER_FOR_ASSISTENZ = frozenset({"personal"})
"""Geheimnisklassen an Assistenz (Vorzimmer) does not see, even where her unit does."""

NOT_HANDED_OVER = frozenset(
    {
        "core.token:create",
        "datenschutz.auswertung:read",
        "datenschutz.auswertung:release",
        "datenschutz.auswertung:request",
        "organisation.fachverfahren:edit",
        "organisation.konto:edit",
        "organisation.konto:own",
        "organisation.rolle:assign",
        "organisation.vertretung:edit",
    }
)
"""What nobody does in Vertretung: logins, rights of others, who read secrets. Whoever shall do it gets
the role."""


def entrusted(
    permissions: frozenset[str], arten: Iterable[str], known: Mapping[str, Vertretbares]
) -> frozenset[str]:
    """Return what of somebody's permissions goes over with these kinds of work: theirs, and reading
    that belongs to no other kind. All of it without kinds."""
    arten = set(arten)
    if not arten:
        return permissions
    chosen = {name for art in arten if art in known for name in known[art].permissions}
    others = {name for one in known.values() for name in one.permissions} - chosen
    return frozenset(
        name
        for name in permissions
        if name in chosen or (name.endswith(":read") and name not in others)
    )


def only_assistenz(rollen: Iterable[UUID]) -> bool:
    """Tell whether somebody with these roles is Assistenz and nothing else."""
    return set(rollen) == {ASSISTENZ}


def hidden_from_rollen(rollen: Iterable[UUID], geheimnisklasse: str) -> bool:
    """Tell whether these roles keep somebody out of a Geheimnisklasse, whatever her Stelle opens."""
    return geheimnisklasse in NEVER_FOR_ASSISTENZ and only_assistenz(rollen)
