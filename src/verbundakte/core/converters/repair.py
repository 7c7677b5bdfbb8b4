"""A readable copy of a PDF whose structure is broken; the original stays as it is (qpdf)."""

import pikepdf

from verbundakte.core.converters import hints
from verbundakte.core.converters.errors import Damaged, Encrypted
from verbundakte.core.converters.pdf import DAMAGED, ENCRYPTED
from verbundakte.core.converters.revision import stamped
from verbundakte.core.converters.source import Source

TOOL = stamped("repair", f"qpdf {pikepdf.__libqpdf_version__}", f"pikepdf {pikepdf.__version__}")


def repair_pdf(source: Source) -> tuple[dict, list[bytes]]:
    """Operation: a PDF whose table of objects was built anew. Raises Encrypted or Damaged."""
    source.require_bytes()
    path = source.folder / "repaired.pdf"
    try:
        with pikepdf.open(source.copy(".pdf")) as document:
            if not len(document.pages):
                raise Damaged(DAMAGED)
            document.save(path)
    except pikepdf.PasswordError:
        raise Encrypted(ENCRYPTED) from None
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError):
        raise Damaged(DAMAGED) from None
    return {"tool": TOOL, "notices": [vars(hints.notice("repaired"))]}, [path.read_bytes()]
