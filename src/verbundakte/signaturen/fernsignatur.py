"""Remote signatures: a trust service keeps the key and signs a digest (CSC API v1, 1.0.4.0).

The person authorises each one with PIN or one-time code. These are used once and kept nowhere; what
comes back (SAD) holds for this digest alone. Everything goes through the house's one way out.
"""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import urlencode

from asn1crypto.algos import SignedDigestAlgorithm
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from verbundakte.core import outbound
from verbundakte.core.actions import Refusal
from verbundakte.core.secrets import SealBroken, seal, unseal
from verbundakte.signaturen.werk import MOST_CHAIN, PSS_SHA256, PURPOSE, Away, NotUsable, Siegelwerk

SHA256 = "2.16.840.1.101.3.4.2.1"
ECDSA, RSA = "1.2.840.10045.4.3.2", "1.2.840.113549.1.1.11"  # each with SHA-256
PSS = "1.2.840.113549.1.1.10"  # what it hashes with, it is told beside (RFC 4055)
NEEDED = {"credentials/info", "credentials/authorize", "signatures/signHash"}
OF_KEY = ("credential", "algorithm", "needs_pin", "needs_otp", "sends_otp")
OF_ACCESS = ("adresse", "kennung", "anmeldung")
MOST_NAMED = 20
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
BROWSER = "oauth2code"
DENIED = {
    "invalid_pin": "Die PIN stimmt nicht.",
    "invalid_otp": "Der Einmalcode stimmt nicht oder ist abgelaufen.",
    "access_denied": "Der Fernsignaturdienst lässt das nicht zu.",
    "invalid_token": "Der Fernsignaturdienst kennt den Zugang nicht (Verwaltung, Zertifikate).",
}
REFUSED = "Der Fernsignaturdienst hat abgelehnt (Antwort {})."
UNREADABLE = "Der Fernsignaturdienst gab keine brauchbare Antwort."
NOTHING_SIGNED = " Es ist nichts signiert."


class Denied(Refusal):
    """The service says no; the message says why and that nothing is signed."""

    def __init__(self, message: str):
        super().__init__(message + NOTHING_SIGNED)


@dataclass(frozen=True)
class Zugang:
    """Where a service is (up to `/csc/v1`), and as whom the town comes there.

    Without `kennung` the secret is a token; with it, both get one (OAuth 2, client credentials) from
    `anmeldung`.
    """

    adresse: str
    geheimnis: str = field(repr=False)
    kennung: str = ""
    anmeldung: str = ""


@dataclass(frozen=True)
class Fernschluessel:
    """What a service tells of one of its keys."""

    credential: str
    certificates: tuple[x509.Certificate, ...]
    algorithm: str
    needs_pin: bool
    needs_otp: bool
    sends_otp: bool


class Dienst:
    """A service that answers by the CSC API."""

    def __init__(self, zugang: Zugang):
        self.zugang = zugang

    @cached_property
    def _token(self) -> str:
        zugang = self.zugang
        if not zugang.kennung:
            return zugang.geheimnis
        given = {
            "grant_type": "client_credentials",
            "client_id": zugang.kennung,
            "client_secret": zugang.geheimnis,
        }
        place = (zugang.anmeldung or zugang.adresse).rstrip("/") + "/oauth2/token"
        return _text(
            _send(place, urlencode(given).encode(), {"Content-Type": FORM}), "access_token"
        )

    def ask(self, method: str, **given) -> dict:
        """Return what the service answers. Raises Denied, Away."""
        headers = {"Content-Type": JSON, "Authorization": f"Bearer {self._token}"}
        place = f"{self.zugang.adresse.rstrip('/')}/{method}"
        return _send(place, json.dumps(given).encode(), headers)

    def credentials(self) -> list[str]:
        """Return the names of the keys that may be used. Raises Denied, Away."""
        found = self.ask("credentials/list").get("credentialIDs")
        return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []

    def describe(self, credential: str) -> Fernschluessel:
        """Return what is needed to sign with a key. Raises NotUsable, Denied, Away."""
        told = self.ask("credentials/info", credentialID=credential, certificates="chain")
        key, pin, otp = (_part(told, name) for name in ("key", "PIN", "OTP"))
        if key.get("status") != "enabled":
            raise NotUsable("Dieser Schlüssel ist beim Fernsignaturdienst nicht freigeschaltet.")
        if told.get("authMode") == BROWSER:
            raise NotUsable(
                "Dieser Schlüssel wird nur auf den Seiten des Dienstes freigegeben; das geht hier nicht."
            )
        algorithms = key.get("algo")
        certificates = _certificates(_part(told, "cert").get("certificates"))
        return Fernschluessel(
            credential,
            certificates,
            _algorithm_for(certificates[0], algorithms if isinstance(algorithms, list) else []),
            needs_pin=_is_present(pin),
            needs_otp=_is_present(otp),
            sends_otp=_is_present(otp) and otp.get("type") == "online",
        )


@dataclass(frozen=True)
class Freigabe:
    """What a person enters to let her key be used once."""

    pin: str = field(default="", repr=False)
    otp: str = field(default="", repr=False)


@dataclass(frozen=True)
class Fernsiegel(Siegelwerk):
    """A key at a service, for one signature."""

    dienst: Dienst
    schluessel: Fernschluessel
    freigabe: Freigabe

    def sign_raw(self, data: bytes) -> bytes:
        """Return the value of a signature over `data`. Raises Denied, Away."""
        told = {"credentialID": self.schluessel.credential}
        digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
        secrets = {"PIN": self.freigabe.pin, "OTP": self.freigabe.otp}
        given = {name: value for name, value in secrets.items() if value}
        allowed = self.dienst.ask(
            "credentials/authorize", **told, numSignatures=1, hash=[digest], **given
        )
        made = self.dienst.ask(
            "signatures/signHash",
            **told,
            SAD=_text(allowed, "SAD"),
            hash=[digest],
            hashAlgo=SHA256,
            **self._algorithm(),
        ).get("signatures")
        if not isinstance(made, list) or len(made) != 1:
            raise Denied(UNREADABLE)
        return _bytes(made[0])

    @property
    def mechanism(self) -> SignedDigestAlgorithm | None:
        """Return RSASSA-PSS where the service signs so, None for what follows from the key."""
        return PSS_SHA256 if self.schluessel.algorithm == PSS else None

    def _algorithm(self) -> dict[str, str]:
        named = {"signAlgo": self.schluessel.algorithm}
        if self.mechanism is None:
            return named
        told = self.mechanism["parameters"].dump()
        return named | {"signAlgoParams": base64.b64encode(told).decode()}

    def as_zugang(self) -> dict:
        """Return what is kept of it beside the sealed secret."""
        told, zugang = self.schluessel, self.dienst.zugang
        return {name: getattr(told, name) for name in OF_KEY} | {
            name: getattr(zugang, name) for name in OF_ACCESS
        }

    def send_otp(self) -> None:
        """Let the service send the one-time code. Raises Denied, Away."""
        self.dienst.ask("credentials/sendOTP", credentialID=self.schluessel.credential)


def choose(zugang: Zugang, credential: str) -> tuple[Dienst, Fernschluessel]:
    """Return a service and its key of this name, or the only one. Raises NotUsable, Denied, Away."""
    place = f"{zugang.adresse.rstrip('/')}/info"
    told = _send(place, b"{}", {"Content-Type": JSON})
    methods, anmeldung = told.get("methods"), told.get("oauth2")
    if not isinstance(methods, list) or not NEEDED.issubset(str(one) for one in methods):
        raise NotUsable("Unter dieser Adresse antwortet kein Fernsignaturdienst (CSC API v1).")
    dienst = Dienst(replace(zugang, anmeldung=anmeldung if isinstance(anmeldung, str) else ""))
    if credential:
        return dienst, dienst.describe(credential)
    names = dienst.credentials()
    if len(names) != 1:
        told = (
            f"Der Dienst nennt: {', '.join(one[:80] for one in names[:MOST_NAMED])}."
            if names
            else "Er nennt keinen."
        )
        raise NotUsable(f"Nennen Sie den Schlüssel beim Dienst. {told}")
    return dienst, dienst.describe(names[0])


def sealed_secret(secret: str) -> str:
    """Return the secret of a service or a device as it is kept: sealed for this installation."""
    return seal(PURPOSE, secret.encode())


def unsealed_secret(text: str) -> str:
    """Return a secret that was kept. Raises NotUsable where another installation sealed it."""
    try:
        return unseal(PURPOSE, text).decode()
    except SealBroken as failure:
        raise NotUsable(
            "Das Geheimnis des Zugangs lässt sich hier nicht öffnen. Hinterlegen Sie das Zertifikat neu."
        ) from failure


def _send(place: str, body: bytes, headers: dict[str, str]) -> dict:
    try:
        answer, content = outbound.ask(place, body, {**headers, "Accept": JSON})
    except outbound.TargetRefused as refused:
        raise NotUsable(refused.message) from refused
    except outbound.SendingFailed as failure:
        raise Away(f"Keine Antwort vom Fernsignaturdienst: {failure.message}") from failure
    if answer.status >= 500:
        raise Away(f"Der Fernsignaturdienst ist gestört (Antwort {answer.status}).")
    try:
        told = json.loads(content) if content.strip() else {}
    except ValueError as failure:
        raise _denied(answer.status, {}) from failure
    if answer.status not in (200, 204) or not isinstance(told, dict):
        raise _denied(answer.status, told)
    return told


def _denied(status: int, told: object) -> Denied:
    if status == 200:
        return Denied(UNREADABLE)
    name = told.get("error") if isinstance(told, dict) else ""
    usual = DENIED["invalid_token"] if status == 401 else REFUSED.format(status)
    return Denied(DENIED.get(name, usual) if isinstance(name, str) else usual)


def _part(told: dict, name: str) -> dict:
    found = told.get(name)
    return found if isinstance(found, dict) else {}


def _text(told: dict, name: str) -> str:
    found = told.get(name)
    if not isinstance(found, str) or not found:
        raise Denied(UNREADABLE)
    return found


def _bytes(text: object) -> bytes:
    try:
        return base64.b64decode(str(text), validate=True)
    except binascii.Error as failure:
        raise Denied(UNREADABLE) from failure


def _is_present(part: dict) -> bool:
    """Tell whether PIN or one-time code is asked for; `optional` ones are not."""
    return str(part.get("presence", "")).lower() == "true"


def _certificates(found: object) -> tuple[x509.Certificate, ...]:
    given = found if isinstance(found, list) else []
    try:
        read = [x509.load_der_x509_certificate(_bytes(one)) for one in given[: 1 + MOST_CHAIN]]
    except ValueError as failure:
        raise NotUsable(UNREADABLE) from failure
    if not read:
        raise NotUsable("Der Fernsignaturdienst nennt zu diesem Schlüssel kein Zertifikat.")
    return tuple(read)


def _algorithm_for(certificate: x509.Certificate, offered: list[str]) -> str:
    """Return the algorithm for the key of the certificate. Raises NotUsable."""
    is_curve = isinstance(certificate.public_key(), ec.EllipticCurvePublicKey)
    for fitting in (ECDSA,) if is_curve else (RSA, PSS):
        if fitting in offered:
            return fitting
    raise NotUsable("Der Fernsignaturdienst bietet kein Verfahren, das hier gilt (SHA-256).")
