"""WeasyPrint without any way to the outside: only `data:` and the mail's own `cid:` pictures."""

import logging
from email.message import EmailMessage
from io import BytesIO
from urllib.parse import unquote

import weasyprint
from weasyprint.urls import URLFetcher, URLFetcherResponse

from verbundakte.core.converters.revision import stamped

TOOL = f"WeasyPrint {weasyprint.__version__}"
LESEFASSUNG = stamped("page", TOOL)
NOWHERE = "about:blank"
ARCHIVAL = "pdf/a-2b"
SHARP = "* { image-rendering: pixelated !important }"  # PDF/A forbids smoothing (6.2.8)

logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
logging.getLogger("fontTools").setLevel(logging.CRITICAL)


class OwnPartsOnly(URLFetcher):
    """Answers `data:` and `cid:` from the parts given; everything else is refused."""

    def __init__(self, parts: dict[str, tuple[bytes, str]]):
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self.parts = parts

    def fetch(self, url, headers=None):
        if url.lower().startswith("cid:"):
            data, media_type = self.parts[unquote(url[4:])]
            answer = EmailMessage()
            answer["Content-Type"] = media_type
            return URLFetcherResponse(url, BytesIO(data), answer, 200)
        return super().fetch(url, headers)


def render(markup: str, parts: dict[str, tuple[bytes, str]], *, variant: str = ARCHIVAL) -> bytes:
    """Return the PDF of an HTML page, made as PDF/A-2b. `parts` are a mail's own pictures."""
    page = weasyprint.HTML(string=markup, base_url=NOWHERE, url_fetcher=OwnPartsOnly(parts))
    return page.write_pdf(pdf_variant=variant, stylesheets=[weasyprint.CSS(string=SHARP)])
