"""Makes a PDF into PDF/A-2b where that is safe; whether it became one is for the gate to say.

What is seen stays as it is. What is missing is added (colour profile, metadata, recognised text),
what acts by itself is taken away. Fonts are never put in place of others: such a file stays as it is.
"""

from io import BytesIO
from pathlib import Path

import pikepdf
import weasyprint

from verbundakte.core.converters import archival_text, archival_xmp, calming
from verbundakte.core.converters.errors import Damaged, Encrypted, Unsupported
from verbundakte.core.converters.pdf import DAMAGED, ENCRYPTED
from verbundakte.core.converters.pdfa import gate
from verbundakte.core.converters.pdfa.verdict import PASSED
from verbundakte.core.converters.revision import stamped
from verbundakte.core.converters.source import Source

TOOL = stamped("archive", f"pikepdf {pikepdf.__version__}")
PROFILE = Path(weasyprint.__file__).parent / "pdf" / "sRGB2014.icc"
VERSION = "1.7"
SIGNED = (
    "Die Datei trägt eine Unterschrift; eine Umwandlung machte sie ungültig. Das Original bleibt der"
    " Nachweis."
)
PROTECTED = "Die Datei ist gegen Ändern geschützt und wird nicht umgewandelt."


def make_pdfa(
    source: Source, *, words: dict[str, list], is_picture: bool
) -> tuple[dict, list[bytes]]:
    """Operation: the file as PDF/A-2b, with the recognised `words` of each page unseen over it.

    The verdict is told in any case; the bytes only when they passed.
    """
    texts = {int(page): found for page, found in words.items()}
    made = archive(source.data, texts, is_picture=is_picture)
    verdict = gate.as_told(gate.judge(made))
    return {"tool": TOOL, "verdict": verdict}, [made] if verdict["result"] == PASSED else []


def archive(
    data: bytes, texts: dict[int, list] | None = None, *, is_picture: bool = False
) -> bytes:
    """Return a PDF made ready to be PDF/A-2b. Raises Encrypted, Damaged or Unsupported."""
    try:
        pdf = pikepdf.open(BytesIO(data))
    except pikepdf.PasswordError:
        raise Encrypted(ENCRYPTED) from None
    except pikepdf.PdfError:
        raise Damaged(DAMAGED) from None
    with pdf:
        if pdf.is_encrypted:
            raise Unsupported(PROTECTED)
        if calming.is_signed(pdf):
            raise Unsupported(SIGNED)
        calming.calm(pdf)
        _add_profile(pdf)
        if texts:
            archival_text.lay_over(pdf, texts, is_picture=is_picture)
        archival_xmp.write(pdf)
        return _saved(pdf)


def _add_profile(pdf: pikepdf.Pdf) -> None:
    """Tell which colours are meant where the file only says red, green, blue or grey."""
    intents = pdf.Root.get("/OutputIntents")
    if isinstance(intents, pikepdf.Array) and any(
        each.get("/S") == "/GTS_PDFA1" and "/DestOutputProfile" in each for each in intents
    ):
        return
    stream = pdf.make_stream(PROFILE.read_bytes())
    stream.N = 3
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier="sRGB IEC61966-2.1",
        Info="sRGB IEC61966-2.1",
        DestOutputProfile=stream,
    )
    pdf.Root.OutputIntents = pikepdf.Array([pdf.make_indirect(intent)])


def _saved(pdf: pikepdf.Pdf) -> bytes:
    target = BytesIO()
    pdf.save(
        target,
        force_version=VERSION,
        fix_metadata_version=False,
        compress_streams=True,
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
    )
    return target.getvalue()
