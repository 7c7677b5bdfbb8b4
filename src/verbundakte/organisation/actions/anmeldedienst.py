"""The directory service of a town, and who its people are there."""

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action, assign
from verbundakte.core.secrets import seal
from verbundakte.organisation.accounts.directory import PURPOSE
from verbundakte.organisation.actions.konto import NotYourself
from verbundakte.organisation.actor import Actor
from verbundakte.organisation.events import Event
from verbundakte.organisation.models import AeussereKennung, Anmeldedienst, DienstArt, Person
from verbundakte.organisation.permissions import Permission
from verbundakte.standards.saml_metadata import Refused, read_metadata


class SecretMissing(Refusal):
    message = "Das Geheimnis der Anwendung fehlt. Der Dienst hat es beim Eintragen gezeigt."


class MetadataMissing(Refusal):
    message = "Die Metadaten des Dienstes fehlen. Laden Sie die Datei hoch oder fügen Sie sie ein."


class MetadataWrong(Refusal):
    message = (
        "Das sind keine brauchbaren SAML-Metadaten eines Anmeldedienstes. Gebraucht wird das XML"
        " genau eines Dienstes (EntityDescriptor) mit einer Anmeldeadresse für HTTP-Redirect (https)"
        " und einem Zertifikat für Signaturen."
    )


class KennungTaken(Refusal):
    message = "Dieses Dienstkonto gehört schon zu einer anderen Person."


class DienstMissing(Refusal):
    message = "Für diese Kommune ist kein Anmeldedienst eingerichtet."


@action(Permission.ANMELDEDIENST_EDIT, Event.ANMELDEDIENST_SET, about="result")
def set_anmeldedienst(actor: Actor, subject: None, *, secret: str = "", **values) -> Anmeldedienst:
    """Set up or change the service of this town; without `secret` the present one stays.

    values: label, issuer, client_id, proves_second_factor, is_active. Raises SecretMissing.
    """
    service = Anmeldedienst.objects.select_for_update().first() or Anmeldedienst()
    if not (secret or service.secret):
        raise SecretMissing
    if secret:
        service.secret = seal(PURPOSE, secret.encode())
        audit.note_change("Geheimnis", None, "neu gesetzt")
    assign(service, {"kind": DienstArt.OIDC, **values})
    service.save()
    return service


@action(Permission.ANMELDEDIENST_EDIT, Event.ANMELDEDIENST_SET, about="result")
def set_saml_dienst(
    actor: Actor, subject: None, *, metadata: bytes = b"", **values
) -> Anmeldedienst:
    """Set up or change the service of this town by SAML; without `metadata` its present ones stay.

    values: label, own_address, attribute, proves_second_factor, is_active.
    Raises MetadataMissing, MetadataWrong.
    """
    service = Anmeldedienst.objects.select_for_update().first() or Anmeldedienst()
    if not (metadata or service.certificates):
        raise MetadataMissing
    if metadata:
        try:
            provider = read_metadata(metadata)
        except Refused as error:
            raise MetadataWrong from error
        values |= {"issuer": provider.entity_id, "login_url": provider.login_url}
        service.certificates = provider.certificates
        audit.note_change("Zertifikate", None, "neu gesetzt")
    assign(service, {"kind": DienstArt.SAML, **values})
    service.save()
    return service


def _link(person: Person, subject: str) -> None:
    service = Anmeldedienst.objects.first()
    if service is None:
        raise DienstMissing
    taken = AeussereKennung.objects.filter(issuer=service.issuer, subject=subject)
    if taken.exclude(person=person).exists():
        raise KennungTaken
    AeussereKennung.objects.filter(person=person).delete()
    if subject:
        AeussereKennung.objects.create(issuer=service.issuer, subject=subject, person=person)


@action(Permission.KONTO_EDIT, Event.KENNUNG_SET)
def set_kennung(actor: Actor, person: Person, *, subject: str) -> None:
    """Say who a person is at the town's service, "" for nobody. Raises DienstMissing, KennungTaken."""
    _link(person, subject)
    audit.note_change("Dienstkonto", None, "verknüpft" if subject else "gelöst")


@action(Permission.KONTO_OWN, Event.KENNUNG_SET)
def link_own_kennung(actor: Actor, person: Person, *, subject: str) -> None:
    """Link the identity somebody just proved to herself. Raises NotYourself, KennungTaken."""
    if str(person.pk) != str(actor.id):
        raise NotYourself
    _link(person, subject)
    audit.note_change("Dienstkonto", None, "verknüpft" if subject else "gelöst")
