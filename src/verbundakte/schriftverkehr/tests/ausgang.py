"""What tests of the Postausgang need: small PDFs, Dokumente that may go out, a mail server."""

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from django.utils import timezone

from verbundakte.akten.models import Datei
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import Job
from verbundakte.core.tenancy.context import current_tenant, no_tenant
from verbundakte.schriftverkehr.actions import ausgang as actions
from verbundakte.schriftverkehr.actions.mailkonto import Kontoangaben, create_mailkonto
from verbundakte.schriftverkehr.actions.versand import Versandauftrag
from verbundakte.schriftverkehr.models import Versand, Weg
from verbundakte.schriftverkehr.versandwege import Ziel

MM = 72 / 25.4
ANSCHRIFT = "Frau\nPaula Zaun\nLindenallee 12\n12345 Musterstadt"
PAULA = Ziel("Paula Zaun", ANSCHRIFT, "paula.zaun@beispiel.de")


def letter_pdf(*lines: str, left: float = 25, top: float = 66, pages: int = 1) -> bytes:
    """Return a PDF of A4 pages; `lines` stand on the first, from a place in mm on."""
    texts = " ".join(
        f"BT /F 10 Tf {left * MM:.1f} {(297 - top - 4.5 * row) * MM:.1f} Td ({text}) Tj ET"
        for row, text in enumerate(lines)
    )
    body = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{4 + 2 * n} 0 R' for n in range(pages))}] /Count {pages} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number in range(pages):
        drawn = texts if number == 0 else ""
        body.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {210 * MM:.2f} {297 * MM:.2f}]"
            f" /Contents {5 + 2 * number} 0 R /Resources << /Font << /F 3 0 R >> >> >>"
        )
        body.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    data, places = b"%PDF-1.4\n", []
    for number, text in enumerate(body, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    head = f"xref\n0 {len(body) + 1}\n0000000000 65535 f \n{table}"
    end = f"trailer\n<< /Size {len(body) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + (head + end).encode()


def make_letter(actor_of, *lines: str, vorgang=None, **place):
    """Return a final Dokument whose file is a PDF that was looked at already."""
    lines = lines or tuple(ANSCHRIFT.splitlines())
    content = letter_pdf(*lines, **place)
    dokument = make_dokument(actor_of, name="Bescheid.pdf", content=content, vorgang=vorgang)
    Datei.objects.filter(fassung__dokument=dokument).update(
        media_type="application/pdf", ingested_at=timezone.now()
    )
    return dokument


def send(actor, dokument, ziel: Ziel = PAULA, weg=Weg.POST, **more) -> Versand:
    """Hand a Dokument to the Postausgang and return the row as `queries` read it."""
    return actions.create_versand(
        actor, dokument, auftrag=Versandauftrag(ziel, weg, **more), at=timezone.now()
    )


def run_jobs(*kinds: str) -> None:
    """Run the jobs of the Postausgang that wait."""
    tenant = current_tenant()
    for row in list(Job.objects.filter(finished_at=None, kind__in=kinds).order_by("pk")):
        with no_tenant():
            run_job(tenant, row.pk)


class _Controller(Controller):
    """Listens where there is room."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class Mailserver:
    """A real mail server (aiosmtpd) that keeps what it takes, or refuses as told."""

    def __init__(self):
        self.taken, self.answer, self.login = [], "", ("stadt", "geheim")
        self.controller = _Controller(
            self, hostname="127.0.0.1", port=0, authenticator=self._check, auth_require_tls=False
        )

    def _check(self, server, session, envelope, mechanism, data):
        given = tuple(part.decode() for part in (data.login, data.password))
        is_right = given == self.login
        return AuthResult(success=is_right, handled=is_right)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.taken.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        return "250 2.0.0 angenommen"

    @property
    def port(self) -> int:
        """Return where it listens."""
        return self.controller.port


def make_konto(actor, town, server: Mailserver, settings, **changed):
    """Set up the account of a town at a test server."""
    settings.OUTBOUND_ALLOWED = [f"smtp://127.0.0.1:{server.port}"]
    told = {
        "absender_name": "Stadt Musterstadt",
        "absender_email": "stadt@musterstadt.example",
        "host": "127.0.0.1",
        "port": server.port,
        "security": "ohne",
        "login": "stadt",
        "kennwort": "geheim",
    }
    return create_mailkonto(actor, town, angaben=Kontoangaben(**told | changed), at=timezone.now())
