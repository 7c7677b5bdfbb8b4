"""Pages of a PDF that opens with a password only: drawn for one answer, kept nowhere."""

import pypdfium2
import pypdfium2.raw as pdfium

from verbundakte.core.converters import images, pdf
from verbundakte.core.converters.errors import Damaged, Encrypted
from verbundakte.core.converters.source import Source

WRONG = (
    "Das Kennwort passt nicht. Prüfen Sie Groß- und Kleinschreibung, oder fragen Sie den Absender."
)


def locked_pages(
    source: Source, *, kennwort: str, first: int, most: int, width: int
) -> tuple[dict, list[bytes]]:
    """Operation: at most `most` pages from `first` (from 1) on as pictures, and how many there are.

    Raises Encrypted when the password does not fit, Damaged.
    """
    with source.open() as stream:
        try:
            document = pypdfium2.PdfDocument(stream, password=kennwort)
        except pypdfium2.PdfiumError:
            is_wrong = pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD
            raise Encrypted(WRONG) if is_wrong else Damaged(pdf.DAMAGED) from None
        with document:
            count = len(document)
            begin = min(max(first, 1), max(count, 1))
            numbers = range(begin, min(begin + most, count + 1))
            drawn = [images.encode(pdf.render(document, one, width), "webp") for one in numbers]
    return {"count": count, "pages": [told for told, _ in drawn]}, [data for _, data in drawn]
