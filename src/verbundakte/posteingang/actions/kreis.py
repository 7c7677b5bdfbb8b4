"""The zone of an Eingang: the unit where it lies, or the circle that alone may open it."""

from datetime import datetime

from verbundakte.akten.actions.aktenplan import zone_of_einheit
from verbundakte.core.access.zones import Grant, grants_of, intern_zone
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import today
from verbundakte.core.models import Level, PrincipalKind, Zone
from verbundakte.organisation.models import Organisationseinheit, Person, Stellenbesetzung
from verbundakte.organisation.rules import standard_rolle_key
from verbundakte.posteingang.models import Eingang, Verschluss

OF_THE_UNIT = (Verschluss.PERSONALRAT, Verschluss.WAHL, Verschluss.VERGABE)


class PersonMissing(Refusal):
    """What is personal needs a name."""

    message = "Persönliche Post geht an eine Person. Nennen Sie, an wen sie gerichtet ist."


class IsSealed(Refusal):
    """Nobody has seen what is inside."""

    message = "Der Eingang ist noch verschlossen. Öffnen Sie ihn zuerst, sobald das erlaubt ist."


def circle(verschluss: str, einheit: Organisationseinheit, person: Person | None = None) -> Zone:
    """Return the zone of an Eingang that lies there; the Registratur is in that of open ones only.

    A person from elsewhere (a Vertretung) is named in addition.

    Raises PersonMissing.
    """
    if verschluss == Verschluss.OFFEN:
        zone = zone_of_einheit(einheit, standard_rolle_key("registratur"))
        if person is None or _works_in(person, einheit):
            return zone
        return intern_zone(
            [*grants_of(zone.pk), Grant(PrincipalKind.PERSON, person.pk, Level.WRITE)]
        )
    if verschluss in OF_THE_UNIT:
        return intern_zone([Grant(PrincipalKind.EINHEIT, einheit.pk, Level.WRITE)])
    if person is not None:
        return intern_zone([Grant(PrincipalKind.PERSON, person.pk, Level.WRITE)])
    if verschluss == Verschluss.PERSOENLICH:
        raise PersonMissing
    return intern_zone([Grant(PrincipalKind.LEITUNG, einheit.pk, Level.WRITE)])


def _works_in(person: Person, einheit: Organisationseinheit) -> bool:
    rows = Stellenbesetzung.objects.valid_on(today()).filter(person=person)
    return rows.filter(stelle__einheit=einheit).exists()


def is_sealed(eingang: Eingang) -> bool:
    """Tell whether nobody may read the content yet."""
    return eingang.oeffnen_ab is not None and eingang.geoeffnet_at is None


def zone_of_content(zone: Zone, oeffnen_ab: datetime | None) -> Zone:
    """Return the zone of the Dokument: as long as something must stay closed, nobody reads it."""
    return zone if oeffnen_ab is None else intern_zone([])
