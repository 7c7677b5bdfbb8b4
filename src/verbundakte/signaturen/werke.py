"""Which Siegelwerk belongs to a certificate of the town: a sealed file, a device, a service."""

from verbundakte.signaturen.fernsignatur import (
    OF_ACCESS,
    OF_KEY,
    Dienst,
    Fernschluessel,
    Fernsiegel,
    Freigabe,
    Zugang,
    unsealed_secret,
)
from verbundakte.signaturen.geraet import Geraeteschluessel, Platz
from verbundakte.signaturen.models import Organisationszertifikat, Werk
from verbundakte.signaturen.werk import Schluessel, Siegelwerk, read_chain


def open_werk(row: Organisationszertifikat) -> Siegelwerk:
    """Return what signs without a person: a sealed key or a device. Raises NotUsable."""
    if row.werk == Werk.GERAET:
        told = row.zugang
        platz = Platz(told["token"], told["name"], unsealed_secret(row.geheimnis))
        first, *rest = read_chain(row.kette)
        return Geraeteschluessel(first, tuple(rest), platz)
    return Schluessel.unsealed(row.geheimnis)


def open_fern(row: Organisationszertifikat, freigabe: Freigabe) -> Fernsiegel:
    """Return a key at a service, for one signature that a person authorises. Raises NotUsable."""
    told, certificates = row.zugang, read_chain(row.kette)
    access = {name: told[name] for name in OF_ACCESS}
    dienst = Dienst(Zugang(geheimnis=unsealed_secret(row.geheimnis), **access))
    key = {name: told[name] for name in OF_KEY}
    schluessel = Fernschluessel(certificates=certificates, **key)
    first, *rest = certificates
    return Fernsiegel(first, tuple(rest), dienst, schluessel, freigabe)
