"""An authority this installation trusts, and work done as the worker does it."""

from verbundakte.akten.kinds import JobKind as AktenJob
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.akten.tests.test_pdfa import work
from verbundakte.core.clock import now
from verbundakte.demo.files.signed import Authority, small_pdf
from verbundakte.signaturen.kinds import JobKind


def trusted(settings, tmp_path) -> Authority:
    """Return an authority whose root and list lie in the trust folder."""
    made = Authority(now().replace(microsecond=0))
    folder = tmp_path / "vertrauensanker"
    folder.mkdir(exist_ok=True)
    settings.VERTRAUENSANKER = folder
    (folder / "wurzel.crt").write_bytes(made.root.der)
    (folder / "liste.crl").write_bytes(made.crl())
    return made


def signed_by(authority, name: str = "Erika Beispiel", **more) -> bytes:
    """Return a small PDF signed with a stamp."""
    person = authority.issue(name, **more)
    return authority.sign_pdf(small_pdf(), person, stamper=authority.stamper())


def filed(office, content: bytes, name: str = "antrag.pdf"):
    """Return the file of a new Dokument after it was read and its signatures were verified."""
    dokument = make_dokument(office.amira, vorgang=office.vorgang, name=name, content=content)
    work(office, AktenJob.INGEST, JobKind.VERIFY)
    return dokument.fassungen.get().dateien.get()


def page_of(office, path: str, role: str = "sachbearbeiterin") -> str:
    """Return a page of the town as text without line breaks."""
    answer = office.browser(role).get(office.at(path), follow=True)
    assert answer.status_code == 200, path
    return " ".join(answer.content.decode().split())
