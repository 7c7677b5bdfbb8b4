"""Lays out letters: pages of our own HTML become PDF/A-2a that is PDF/UA-1 as well.

The markup is ours, the texts in it are those of users; nothing is fetched from anywhere.
"""

import json

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from verbundakte.core.converters import accessible, weasy
from verbundakte.core.converters.errors import TooLarge
from verbundakte.core.converters.source import Source

VARIANT = "pdf/a-2a"
MOST_PAGES = 300
TOO_LONG = (
    "Das Schreiben hat {pages} Seiten; hergestellt werden höchstens {most}. Legen Sie einen Teil als"
    " Anlage bei."
)


def letters_to_pdf(source: Source) -> tuple[dict, list[bytes]]:
    """Operation: lay out each page of a JSON list. Raises TooLarge for one that is too long."""
    pages, made, fonts = [], [], FontConfiguration()
    for markup in json.loads(source.data):
        page = weasyprint.HTML(
            string=markup, base_url=weasy.NOWHERE, url_fetcher=weasy.OwnPartsOnly({})
        )
        laid_out = page.render(font_config=fonts)
        if len(laid_out.pages) > MOST_PAGES:
            count = len(laid_out.pages)
            raise TooLarge(TOO_LONG.format(pages=count, most=MOST_PAGES))
        made.append(laid_out.write_pdf(pdf_variant=VARIANT, finisher=accessible.finish))
        pages.append(len(laid_out.pages))
    return {"pages": pages, "tool": weasy.TOOL}, made
