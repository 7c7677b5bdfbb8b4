"""Which character set is this text in? Declared, then UTF, then the most plausible old one."""

import codecs
import re

SAMPLE = 65536
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OLD_CHARSETS = ("cp1252", "cp850", "cp1250", "cp1251", "cp866", "koi8-r", "cp273", "cp500")
MACINTOSH, CLEARLY = "mac-roman", 5  # its ß is the § of others: a few signs alone do not tell
DECLARED = re.compile(
    rb"""(?:<meta[^>]+charset\s*=\s*["']?|<\?xml[^>]+encoding\s*=\s*["'])([A-Za-z0-9._:-]+)""",
    re.IGNORECASE,
)
BROWSER_NAMES = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252"}
GOOD = frozenset("äöüÄÖÜßéèàç§€°–„“”’…\t\r\n ")
CYRILLIC = re.compile("[а-яё]{3,}")
WORDS = re.compile("[A-Za-zÄÖÜäöüß]{2,}")


def detect(data: bytes, *, is_markup: bool = False) -> str:
    """Return the name of the codec that reads `data` best; any codec decodes with "replace"."""
    for bom, name in BOMS:
        if data.startswith(bom):
            return name
    sample = data[:SAMPLE]
    if wide := _utf16_without_bom(sample):
        return wide
    if _is_utf8(sample):
        return "utf-8"
    declared = declared_charset(sample) if is_markup else None
    if declared and declared != "utf-8":
        return declared
    best = max(OLD_CHARSETS, key=lambda name: plausibility(sample, name))
    if plausibility(sample, MACINTOSH) > plausibility(sample, best) + CLEARLY:
        return MACINTOSH
    return best


def decode(data: bytes, charset: str | None = None, *, is_markup: bool = False) -> str:
    """Return the text; `charset` is only believed when it can read the bytes."""
    if charset and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode(normal_name(charset))
        except (LookupError, UnicodeError, ValueError):
            pass
    return data.decode(detect(data, is_markup=is_markup), "replace")


def declared_charset(sample: bytes) -> str | None:
    """Return the charset an HTML or XML head names, if Python knows it."""
    found = DECLARED.search(sample[:4096])
    if not found:
        return None
    name = normal_name(found.group(1).decode("ascii"))
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def normal_name(name: str) -> str:
    """Return the codec browsers use for `name` (ISO-8859-1 is read as Windows-1252)."""
    name = name.strip().strip("\"'").lower()
    return BROWSER_NAMES.get(name, name)


def plausibility(sample: bytes, name: str) -> float:
    """Return how much of the text looks like words; higher is better."""
    text = sample.decode(name, "replace")
    words = sum(len(word) for word in WORDS.findall(text))
    cyrillic = sum(len(word) for word in CYRILLIC.findall(text))
    good = sum(character in GOOD for character in text)
    bad = sum(_is_bad(character) for character in text)
    return words + 1.5 * cyrillic + good - 3 * bad


def _is_bad(character: str) -> bool:
    code = ord(character)
    is_control = code < 32 and character not in "\t\r\n\f"
    return is_control or 0x7F <= code < 0xA0 or 0x2500 <= code < 0x2600 or code == 0xFFFD


def _utf16_without_bom(sample: bytes) -> str | None:
    half = len(sample) // 2
    if half < 4:
        return None
    if sample[1::2].count(0) > 0.7 * half and sample[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _is_utf8(sample: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(sample, final=False)
    except UnicodeDecodeError:
        return False
    return True
