"""What a letter is about: the subject of a message, or the lines above the salutation."""

import re

from verbundakte.posteingang.erkennung.fund import Fund, FundArt, found
from verbundakte.posteingang.erkennung.seite import Seite, loose

_LABEL = re.compile(rf"^[ \t]*{loose('betreff|betr.|betrifft|betr')}\s*[:.]\s*", re.MULTILINE)
_SALUTATION = re.compile(rf"^[ \t]*{loose('sehr geehrte~|guten tag|liebe~')}", re.MULTILINE)
_OTHER = re.compile(
    loose("zeichen|datum|telefon|tel.|fax|mail|seite|durchwahl|iban|bearbeiter~|postfach")
)
_REPLY = re.compile(r"^(?:\s*(?:aw|re|wg|fw|fwd|antwort|antw)\s*(?:\[\d+\])?:\s*)+", re.IGNORECASE)


def without_reply(subject: str) -> str:
    """Return the subject of a message without "AW:", "WG:" and the like."""
    return _REPLY.sub("", subject).strip()


def betreff_of(pages: list[Seite], subject: str) -> list[Fund]:
    """Return what the letter is about, at most one."""
    if plain := without_reply(subject):
        return [Fund(FundArt.BETREFF, plain[:300], subject[:300])]
    for page in pages[:1]:
        if label := _LABEL.search(page.shape):
            end = page.shape.find("\n", label.end())
            end = len(page.shape) if end < 0 else end
            if page.plain[label.end() : end].strip():
                return [
                    found(
                        FundArt.BETREFF,
                        page.plain[label.end() : end].strip(),
                        page,
                        label.end(),
                        end,
                    )
                ]
        return _above_salutation(page)
    return []


def _above_salutation(page: Seite) -> list[Fund]:
    salutation = _SALUTATION.search(page.shape)
    if not salutation:
        return []
    above = page.plain[: salutation.start()].rstrip()
    start = max(above.rfind("\n\n") + 2, above.rfind("\n \n") + 3, 0) if "\n" in above else 0
    block = above[start:]
    lines = [line for line in block.split("\n") if line.strip()]
    text = " ".join(" ".join(lines[-2:]).split())
    if not 6 <= len(text) <= 250 or _OTHER.search(Seite(0, text).shape):
        return []
    begin = above.rfind(lines[-2:][0])
    return [found(FundArt.BETREFF, text, page, max(begin, 0), len(above))]
