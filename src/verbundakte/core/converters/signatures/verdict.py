"""The three verdicts on a signature and their German reasons. What is not decided is never "valid"."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

VALID, INVALID, UNDECIDED = "gueltig", "ungueltig", "nicht_pruefbar"
WORST_FIRST = (INVALID, UNDECIDED, VALID)
UNREADABLE = "Die Signatur ist beschädigt oder ungewöhnlich aufgebaut ({reason})."
NO_CONTENT = "Die signierte Datei liegt nicht dabei."
CHANGED = "Das Dokument wurde nach dem Signieren verändert."
PARTLY = "Die Signatur deckt nicht die ganze Datei ab."
NOT_BEFORE = "nichts beweist, dass vorher signiert wurde"
OLD = "Das Signaturverfahren gilt als veraltet und beweist nichts mehr."
UNKNOWN_ISSUER = (
    "Der Aussteller des Zertifikats ist unbekannt: Er steht nicht unter den Vertrauensankern dieser"
    " Installation."
)
NO_REVOCATION = "Ob das Zertifikat gesperrt ist, ließ sich nicht feststellen: Es liegt keine geltende Sperrliste vor."
REASONS = {
    "FORMAT_FAILURE": "Die Signatur ist fehlerhaft aufgebaut.",
    "HASH_FAILURE": "Der Inhalt passt nicht zur Signatur: Er wurde verändert oder vertauscht.",
    "SIG_CRYPTO_FAILURE": "Die Signatur passt nicht zu ihrem Zertifikat: Sie ist gefälscht oder beschädigt.",
    "REVOKED": "Das Zertifikat war beim Signieren gesperrt.",
    "NOT_YET_VALID": "Das Zertifikat galt beim Signieren noch nicht.",
    "NO_CERTIFICATE_CHAIN_FOUND": UNKNOWN_ISSUER,
    "NO_SIGNING_CERTIFICATE_FOUND": "Das Zertifikat der Signatur fehlt in der Datei.",
    "CERTIFICATE_CHAIN_GENERAL_FAILURE": (
        "Die Zertifikatskette ließ sich nicht prüfen; meist fehlt eine geltende Sperrliste des Ausstellers."
    ),
    "CHAIN_CONSTRAINTS_FAILURE": "Das Zertifikat ist nicht für Signaturen dieser Art ausgestellt.",
    "SIG_CONSTRAINTS_FAILURE": "Die Signatur erfüllt die Regeln ihres Formats nicht.",
    "CRYPTO_CONSTRAINTS_FAILURE": OLD,
    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE": OLD,
    "EXPIRED": f"Das Zertifikat ist abgelaufen, und {NOT_BEFORE}.",
    "OUT_OF_BOUNDS_NO_POE": f"Das Zertifikat ist abgelaufen, und {NOT_BEFORE}.",
    "OUT_OF_BOUNDS_NOT_REVOKED": f"Das Zertifikat ist abgelaufen, und {NOT_BEFORE}.",
    "REVOKED_NO_POE": f"Das Zertifikat ist gesperrt, und {NOT_BEFORE}.",
    "REVOKED_CA_NO_POE": f"Das Zertifikat des Ausstellers ist gesperrt, und {NOT_BEFORE}.",
    "REVOCATION_OUT_OF_BOUNDS_NO_POE": NO_REVOCATION,
    "TRY_LATER": NO_REVOCATION,
    "NO_POE": f"Beweise zum Zeitpunkt fehlen, und {NOT_BEFORE}.",
    "TIMESTAMP_ORDER_FAILURE": "Die Zeitstempel widersprechen einander.",
    "SIGNED_DATA_NOT_FOUND": NO_CONTENT,
}
UNCLEAR = "Die Signatur ließ sich nicht prüfen."
STAMP_BROKEN = "Der Zeitstempel der Signatur ist ungültig: {reason}"
STAMP_UNKNOWN = "Der Zeitstempel beweist nichts: {reason}"
OLDER = (
    "Danach wurden Formularfelder ausgefüllt oder weitere Signaturen angebracht; das ist erlaubt."
)
FORMS = {
    (False, False): "fortgeschrittene_signatur",
    (False, True): "qualifizierte_signatur",
    (True, False): "fortgeschrittenes_siegel",
    (True, True): "qualifiziertes_siegel",
}


@dataclass
class Signature:
    """What is told of one signature. `zertifikat` is the SHA-256 of the certificate, moments are ISO.

    `signiert_at` is what the signer claims, `belegt_at` what a time stamp proves.
    """

    urteil: str = UNDECIDED
    gruende: list[str] = field(default_factory=list)
    hinweise: list[str] = field(default_factory=list)
    unterzeichner: str = ""
    aussteller: str = ""
    seriennummer: str = ""
    zertifikat: str = ""
    form: str = FORMS[False, False]
    pseudonym: str = ""
    gilt_from: str = ""
    gilt_to: str = ""
    signiert_at: str = ""
    belegt_at: str = ""
    zeitstempeldienst: str = ""
    stufe: str = "B-B"
    verfahren: str = ""
    umfang: str = ""
    ergebnis: str = ""

    def decide(self, urteil: str, *reasons: str) -> "Signature":
        """Set a verdict; a worse one that was found before stays, reasons are added."""
        if not self.gruende or WORST_FIRST.index(urteil) < WORST_FIRST.index(self.urteil):
            self.urteil = urteil
        self.gruende += [reason for reason in reasons if reason not in self.gruende]
        return self

    def as_json(self) -> dict:
        """Return the shape that travels to the application."""
        return asdict(self)


def unreadable(failure: Exception) -> Signature:
    """Return a signature that made its reader stumble: nothing is decided."""
    return Signature().decide(UNDECIDED, UNREADABLE.format(reason=type(failure).__name__))


def worst(signatures: Iterable[Signature]) -> str:
    """Return the worst verdict; without signatures nothing is decided."""
    found = {one.urteil for one in signatures}
    return next((urteil for urteil in WORST_FIRST if urteil in found), UNDECIDED)


def reason_of(name: str) -> str:
    """Return the German reason for a sub-indication of EN 319 102-1."""
    return REASONS.get(name, UNCLEAR)
