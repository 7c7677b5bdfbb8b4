"""What the demo shows of signatures: a seal of the town, a rule, a letter that is signed and one that was changed."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from verbundakte.akten import actions
from verbundakte.akten.models import Vorgang
from verbundakte.core.actor import SystemActor
from verbundakte.core.bausteine.actions import create_baustein, release
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.clock import now, today
from verbundakte.core.models import BausteinVersion
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.demo.files.signed import Authority, changed_later, small_pdf
from verbundakte.demo.seed_work import WorkSeed
from verbundakte.signaturen import actions as signaturen
from verbundakte.signaturen.models import Organisationszertifikat, ZertifikatArt
from verbundakte.signaturen.permissions import Permission
from verbundakte.verbund.services import SETUP

KEEPER = SystemActor(id="setup", permissions=frozenset({Permission.ZERTIFIKAT_CONFIGURE}))
PASSWORD = "demo"  # noqa: S105  (of a file that exists for a moment)
KIND = "signaturen.signaturkonzept"
VERTRAG = {
    "bezeichnung": "Verpflichtungserklärung der Gemeinde",
    "dokumenttyp": "vertrag",
    "form": "handschriftlich",
    "regel": "Gemeindeordnung, Verpflichtungserklärungen",
    "wer": "Bürgermeisterin oder Bürgermeister und eine vertretungsberechtigte Person",
    "anzahl": 2,
    "schritt": "versand",
}
LETTERS = (
    ("Einverständnis der Nachbarin, elektronisch signiert", False),
    ("Vollmacht, nach dem Signieren verändert", True),
)


class SignedSeed:
    """Lets the open town have a seal, trust an invented provider, and get signed letters."""

    def __init__(self, work: WorkSeed):
        self.work, self.at = work, now().replace(microsecond=0)

    def seed(self) -> None:
        """Do everything in one transaction, once."""
        with transaction.atomic():
            if Organisationszertifikat.objects.exists():
                return
            authority = Authority(self.at)
            self._trust(authority)
            self._seal(authority)
            made = create_baustein(SETUP, KIND, data=VERTRAG, reason="Beispiel")
            release(SETUP, BausteinVersion.objects.get(baustein=made), valid_from=today())
            if self.work.own:
                self._letters(authority, self.work.own[0])

    def _trust(self, authority: Authority) -> None:
        folder = Path(settings.VERTRAUENSANKER)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "musterland.crt").write_bytes(authority.root.der)
        (folder / "musterland.crl").write_bytes(authority.crl())

    def _seal(self, authority: Authority) -> None:
        issued = authority.issue("Dienstsiegel", O=self.work.town.name, ID="VATDE-000000000")
        key = issued.as_pkcs12(PASSWORD, [authority.root])
        werk = signaturen.read_schluessel(key, PASSWORD)
        angaben = signaturen.Angaben("Dienstsiegel (Beispiel)", ZertifikatArt.SIEGEL, werk.sealed())
        signaturen.add_zertifikat(KEEPER, None, angaben=angaben, werk=werk, at=self.at)

    def _letters(self, authority: Authority, vorgang: Vorgang) -> None:
        person = authority.issue("Erika Beispiel", SN="Beispiel", GN="Erika")
        for title, is_changed in LETTERS:
            signed = authority.sign_pdf(small_pdf(title), person, stamper=authority.stamper())
            data = changed_later(signed, "Vollmacht fuer alles") if is_changed else signed
            stored = put_bytes(current_tenant(), data)
            actions.register_dokument(
                self.work.clerk,
                vorgang,
                arrived=actions.Arrived(stored, f"{title}.pdf"),
                at=self.at,
                betreff=title,
                absender="Erika Beispiel",
            )
