"""What signatures are worth: each trap once, with a certificate authority of our own.

The verdicts on the shared sample files are compared with their README where these lie beside.
"""

import asyncio
import base64
import hashlib
import io
import os
import zipfile
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import serialization
from lxml import etree
from signxml.xades import XAdESSigner

from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.converters.pool import Converters
from verbundakte.core.converters.signatures.check import check_signatures
from verbundakte.core.converters.signatures.verdict import INVALID, UNDECIDED, VALID
from verbundakte.core.converters.source import Source
from verbundakte.core.converters.tests import samples
from verbundakte.demo.files.signed import Authority, changed_later, moment, small_pdf

NOW = moment()


@pytest.fixture(scope="module")
def authority():
    """An authority with one signer."""
    made = Authority(NOW)
    made.person = made.issue("Erika Beispiel", SN="Beispiel", GN="Erika")
    return made


def trust_of(authority, *, anchors=True, lists=True) -> dict:
    """Return who is trusted, as the application tells the sandbox."""
    told = [base64.b64encode(authority.root.der).decode()] if anchors else []
    crls = [base64.b64encode(authority.crl()).decode()] if lists else []
    return {"anchors": told, "qualified": [], "between": [], "crls": crls}


def check(data: bytes, trust: dict, tmp_path, **more) -> dict:
    """Return the answer of the operation, in this process."""
    handle = os.memfd_create("document")
    os.write(handle, data)
    try:
        told = {"trust": trust, "at": NOW.isoformat(), **more}
        return check_signatures(Source(handle, "brief", tmp_path), **told)[0]
    finally:
        os.close(handle)


def verdict(data: bytes, trust: dict, tmp_path, **more) -> tuple[str, str]:
    """Return the verdict on a file and all its reasons."""
    found = check(data, trust, tmp_path, **more)
    reasons = [text for one in found["signaturen"] for text in one["gruende"]]
    return found["urteil"], " ".join([found["grund"], *reasons]).strip()


def test_a_stamped_signature_is_valid_and_says_whose_it_is(authority, tmp_path):
    signed = authority.sign_pdf(small_pdf(), authority.person, stamper=authority.stamper())
    found = check(signed, trust_of(authority), tmp_path)
    assert (found["format"], found["urteil"]) == ("pades", VALID)
    one = found["signaturen"][0]
    assert one["unterzeichner"] == "Erika Beispiel"
    assert one["aussteller"] == "Musterland Vertrauensdienst"
    assert (one["stufe"], one["umfang"]) == ("B-T", "die ganze Datei")
    assert one["belegt_at"] == NOW.isoformat()
    assert one["form"] == "fortgeschrittene_signatur"


def test_a_page_replaced_after_signing_is_never_valid(authority, tmp_path):
    signed = authority.sign_pdf(small_pdf(), authority.person, stamper=authority.stamper())
    told = verdict(changed_later(signed), trust_of(authority), tmp_path)
    assert told == (INVALID, "Das Dokument wurde nach dem Signieren verändert.")


def test_a_changed_byte_is_found(authority, tmp_path):
    signed = authority.sign_pdf(small_pdf(), authority.person)
    changed = signed.replace(b"(Bescheid)", b"(Bescheit)")
    assert changed != signed
    urteil, reason = verdict(changed, trust_of(authority), tmp_path)
    assert urteil == INVALID
    assert "Der Inhalt passt nicht zur Signatur" in reason


def test_what_lies_outside_of_the_signed_parts_is_told(authority, tmp_path):
    signed = authority.sign_pdf(small_pdf(), authority.person)
    told = verdict(signed + b"\nmehr", trust_of(authority), tmp_path)
    assert told == (INVALID, "Die Signatur deckt nicht die ganze Datei ab.")


def test_a_second_signature_leaves_the_first_valid(authority, tmp_path):
    first = authority.sign_pdf(small_pdf(), authority.person, stamper=authority.stamper())
    seal = authority.issue("Dienstsiegel", O="Musterstadt", ID="VATDE-1")
    both = authority.sign_pdf(first, seal, stamper=authority.stamper(), field_name="Siegel")
    found = check(both, trust_of(authority), tmp_path)
    assert [one["urteil"] for one in found["signaturen"]] == [VALID, VALID]
    assert [one["form"] for one in found["signaturen"]] == [
        "fortgeschrittene_signatur",
        "fortgeschrittenes_siegel",
    ]


def test_without_anchors_the_issuer_is_unknown_and_nothing_is_invalid(authority, tmp_path):
    signed = authority.sign_pdf(small_pdf(), authority.person, stamper=authority.stamper())
    urteil, reason = verdict(signed, trust_of(authority, anchors=False), tmp_path)
    assert urteil == UNDECIDED
    assert reason.startswith("Der Aussteller des Zertifikats ist unbekannt")


def test_without_a_list_nobody_knows_whether_it_is_revoked(authority, tmp_path):
    signed = authority.sign_pdf(small_pdf(), authority.person)
    urteil, reason = verdict(signed, trust_of(authority, lists=False), tmp_path)
    assert urteil == UNDECIDED
    assert "fehlt eine geltende Sperrliste" in reason


def test_a_certificate_that_ended_needs_a_time_stamp_from_before(authority, tmp_path):
    ended = authority.issue("Ausgeschieden", span=(400, -100))
    before = authority.stamper(NOW - timedelta(days=200))
    bare = authority.sign_pdf(small_pdf(), ended)
    stamped = authority.sign_pdf(small_pdf(), ended, stamper=before)
    late = authority.sign_pdf(small_pdf(), ended, stamper=authority.stamper())
    assert verdict(bare, trust_of(authority), tmp_path)[0] == UNDECIDED
    assert verdict(stamped, trust_of(authority), tmp_path)[0] == VALID
    assert verdict(late, trust_of(authority), tmp_path)[0] == UNDECIDED


def test_a_revoked_certificate_is_valid_only_with_proof_from_before(tmp_path):
    authority = Authority(NOW)
    person = authority.issue("Gesperrt")
    authority.revoke(person, NOW - timedelta(days=10))
    after = authority.sign_pdf(small_pdf(), person, stamper=authority.stamper())
    before = authority.sign_pdf(
        small_pdf(), person, stamper=authority.stamper(NOW - timedelta(days=20))
    )
    assert verdict(after, trust_of(authority), tmp_path)[0] != VALID
    assert verdict(before, trust_of(authority), tmp_path)[0] == VALID


def test_the_time_stamp_of_a_stranger_proves_nothing_and_spoils_nothing(authority, tmp_path):
    stranger = Authority(NOW, "Fremder Dienst")
    signed = authority.sign_pdf(small_pdf(), authority.person, stamper=stranger.stamper())
    found = check(signed, trust_of(authority), tmp_path)
    assert (found["urteil"], found["signaturen"][0]["stufe"]) == (VALID, "B-B")
    assert found["signaturen"][0]["hinweise"][0].startswith("Der Zeitstempel beweist nichts")


def sign_data(signer, data: bytes, algorithm: str, *, detached: bool) -> bytes:
    """Return a CMS signature over data."""
    return asyncio.run(signer.async_sign_general_data(data, algorithm, detached=detached)).dump()


def box(signature: bytes, content: bytes) -> bytes:
    """Return a detached signature with what it signs."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("signatur", signature)
        archive.writestr("inhalt", content)
    return made.getvalue()


def test_a_signature_file_belongs_to_its_document(authority, tmp_path):
    signer, trust = authority.signer(authority.person), trust_of(authority)
    detached = sign_data(signer, b"Antrag", "sha256", detached=True)
    inside = sign_data(signer, b"Antrag", "sha256", detached=False)
    assert verdict(box(detached, b"Antrag"), trust, tmp_path, is_box=True)[0] == VALID
    assert verdict(box(detached, b"anderes"), trust, tmp_path, is_box=True)[0] == INVALID
    told = verdict(detached, trust, tmp_path)
    assert told == (UNDECIDED, "Die signierte Datei liegt nicht dabei.")
    assert verdict(inside, trust, tmp_path)[0] == VALID


def signed_xml(authority) -> bytes:
    """Return an application with an XAdES signature inside."""
    root = etree.fromstring('<antrag Id="a1"><betrag>100,00</betrag></antrag>')
    key = authority.person.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    pem = authority.person.certificate.public_bytes(serialization.Encoding.PEM)
    signer = XAdESSigner(signature_algorithm="ecdsa-sha256", digest_algorithm="sha256")
    return etree.tostring(signer.sign(root, key=key, cert=pem.decode(), reference_uri="#a1"))


def test_xml_is_verified_and_what_is_wrapped_or_changed_is_refused(authority, tmp_path):
    signed, trust = signed_xml(authority), trust_of(authority)
    assert verdict(signed, trust, tmp_path)[0] == VALID
    assert verdict(signed.replace(b"100,00", b"900,00"), trust, tmp_path)[0] == INVALID
    wrapped = b'<liste><antrag Id="a1"><betrag>900,00</betrag></antrag>' + signed + b"</liste>"
    assert verdict(wrapped, trust, tmp_path)[0] == INVALID
    partly = b"<liste><betrag>900,00</betrag>" + signed + b"</liste>"
    assert verdict(partly, trust, tmp_path)[0] == INVALID


def container(authority, content: bytes, kept: dict[str, bytes]) -> bytes:
    """Return an ASiC-E whose manifest names `content` as antrag.txt; `kept` is what lies in it."""
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    manifest = (
        '<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#"'
        ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><asic:SigReference'
        ' URI="META-INF/signature001.p7s"/><asic:DataObjectReference URI="antrag.txt">'
        '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
        f"<ds:DigestValue>{digest}</ds:DigestValue></asic:DataObjectReference></asic:ASiCManifest>"
    ).encode()
    signer = authority.signer(authority.person)
    signature = sign_data(signer, manifest, "sha256", detached=True)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.etsi.asic-e+zip")
        archive.writestr("META-INF/ASiCManifest001.xml", manifest)
        archive.writestr("META-INF/signature001.p7s", signature)
        for name, data in kept.items():
            archive.writestr(name, data)
    return made.getvalue()


def test_a_container_is_valid_only_with_exactly_what_was_signed(authority, tmp_path):
    trust, content = trust_of(authority), b"Antrag"
    whole = container(authority, content, {"antrag.txt": content})
    swapped = container(authority, content, {"antrag.txt": b"anderes"})
    missing = container(authority, content, {})
    more = container(authority, content, {"antrag.txt": content, "dazu.txt": b"untergeschoben"})
    assert check(whole, trust, tmp_path)["format"] == "asic_e"
    assert verdict(whole, trust, tmp_path)[0] == VALID
    assert "passt nicht zur Signatur" in verdict(swapped, trust, tmp_path)[1]
    assert "fehlt im Container" in verdict(missing, trust, tmp_path)[1]
    assert verdict(more, trust, tmp_path)[0] == INVALID


def test_what_breaks_a_parser_decides_nothing(authority, tmp_path):
    signed = authority.sign_pdf(small_pdf(), authority.person)
    begin = signed.index(b"/Contents <") + 11
    broken = signed[:begin] + b"ff" * 40 + signed[begin + 80 :]
    assert verdict(broken, trust_of(authority), tmp_path)[0] == UNDECIDED
    with pytest.raises(ConversionFailed, match="keine Signatur"):
        check(b"Guten Tag", trust_of(authority), tmp_path)


def test_it_runs_in_the_sandbox_without_network(authority, tmp_path):
    signed = authority.sign_pdf(small_pdf(), authority.person, stamper=authority.stamper())
    pool = Converters(workers=1, scratch=tmp_path)
    try:
        found = pool.check_signatures(
            1, signed, "brief.pdf", trust=trust_of(authority), at=NOW.isoformat()
        )
    finally:
        pool.close()
    assert found["urteil"] == VALID


def expected(text: str) -> set[str]:
    """Return the verdicts that keep to what the README of the shared files says.

    Issuers of foreign files are trusted by nobody: "intakt" there is "nicht prüfbar" here.
    """
    if text.startswith(("NICHT", "VERDÄCHTIG", "FORMATFEHLER", "INDETERMINATE")):
        return {INVALID, UNDECIDED}
    if "GÜLTIG" in text and "UNGÜLTIG" not in text:
        return {VALID}
    if "ohne Zeitstempel" in text or "Signatur gültig wie B-B" in text:
        return {VALID}
    if text == "intakt" or text.startswith(("intakt (", "beide intakt", "Container")):
        return {UNDECIDED}
    if text.startswith(("nicht prüfbar", "Signatur intakt")):
        return {UNDECIDED}
    return {INVALID}


def rows_of(folder) -> list[tuple[str, str, str]]:
    """Return folder, name and verdict of the README's rows about signatures."""
    found = []
    for line in (folder / "README.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        is_row = len(cells) > 6 and cells[1] in ("asic", "eigene-pki", "pades-fremd")
        if is_row and cells[4] and not cells[2].endswith(".tsr"):
            found.append((cells[1], cells[2], cells[4]))
    return found


def test_the_shared_files_are_judged_as_their_readme_says(tmp_path, capsys):
    folder = samples.shared("signaturen")
    own = folder / "eigene-pki"
    trust = {
        name: [base64.b64encode((own / one).read_bytes()).decode() for one in files]
        for name, files in (
            ("anchors", ["root.crt"]),
            ("between", ["interm.crt"]),
            ("crls", ["crl-root.crl", "crl-interm.crl"]),
        )
    }
    differing, rows = [], rows_of(folder)
    for place, name, text in rows:
        data, more = (folder / place / name).read_bytes(), {}
        if name.endswith(".p7s"):
            data, more = box(data, (own / "cades-dokument.pdf").read_bytes()), {"is_box": True}
        try:
            urteil = check(data, trust, tmp_path, **more)["urteil"]
        except Exception:  # the worker makes "nicht prüfbar" of it
            urteil = UNDECIDED
        wanted = expected(text)
        assert urteil != VALID or VALID in wanted, name
        if urteil not in wanted:
            differing.append(f"{name}: {urteil} ({text})")
    with capsys.disabled():
        print(f"\nSignaturen: {len(rows) - len(differing)} von {len(rows)} wie im README")
    assert differing == []


def test_an_outdated_digest_proves_nothing(authority, tmp_path):
    old = sign_data(authority.signer(authority.person), b"Antrag", "sha1", detached=True)
    urteil, reason = verdict(box(old, b"Antrag"), trust_of(authority), tmp_path, is_box=True)
    assert (urteil, "veraltet" in reason) == (UNDECIDED, True)


def test_a_broken_time_stamp_spoils_the_verdict(authority, tmp_path):
    signed = asyncio.run(
        authority.signer(authority.person).async_sign_general_data(
            b"Antrag", "sha256", detached=True, timestamper=authority.stamper()
        )
    )
    assert verdict(box(signed.dump(), b"Antrag"), trust_of(authority), tmp_path, is_box=True)[
        0
    ] == (VALID)
    signer = signed["content"]["signer_infos"][0]
    token = signer["unsigned_attrs"][0]["values"][0]
    stamp = token["content"]["signer_infos"][0]
    stamp["signature"] = bytes(reversed(stamp["signature"].native))
    told = verdict(
        box(signed.dump(force=True), b"Antrag"), trust_of(authority), tmp_path, is_box=True
    )
    assert told[0] == UNDECIDED
    assert told[1].startswith("Der Zeitstempel der Signatur ist ungültig")
