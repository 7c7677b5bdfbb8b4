"""Sound and film: told apart by their first bytes, and how long they last where that is cheap."""

import wave

from verbundakte.core.converters.facts import Facts
from verbundakte.core.converters.source import Source

TYPES = {
    "audio/mpeg": ("media", "mp3"),
    "audio/wav": ("media", "wav"),
    "audio/ogg": ("media", "ogg"),
    "audio/flac": ("media", "flac"),
    "audio/mp4": ("media", "m4a"),
    "video/mp4": ("media", "mp4"),
    "video/quicktime": ("media", "mov"),
    "video/webm": ("media", "webm"),
    "video/x-msvideo": ("media", "avi"),
}
STARTS = (
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
)
RIFF = {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
BRANDS = {b"M4A ": "audio/mp4", b"qt  ": "video/quicktime"}
FILM_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ")
HEADER = b"mvhd"


def type_of(head: bytes) -> str | None:
    """Return the media type of sound or film, None for anything else."""
    for start, media_type in STARTS:
        if head.startswith(start):
            return media_type
    if head.startswith(b"RIFF"):
        return RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return "video/mp4" if head[8:12] in FILM_BRANDS else BRANDS.get(head[8:12])
    return None


def of_media(source: Source, media_type: str) -> Facts:
    """Return how long a recording lasts, where its header says so."""
    facts = Facts()
    if media_type == "audio/wav":
        with source.open() as stream, wave.open(stream) as sound:
            facts.tell("duration", _shown(sound.getnframes() / max(1, sound.getframerate())))
    elif media_type in ("video/mp4", "audio/mp4", "video/quicktime"):
        facts.tell("duration", _shown(_mp4_seconds(source.head)))
    return facts


def _mp4_seconds(head: bytes) -> float:
    """Return the length of the film in its first 64 KiB (ISO 14496-12, 8.2.2), 0 if not there."""
    at = head.find(HEADER)
    if at < 0 or at + 36 > len(head):
        return 0.0
    is_long = head[at + 4] == 1
    start, size = (at + 24, 8) if is_long else (at + 16, 4)
    scale = int.from_bytes(head[start : start + 4], "big")
    length = int.from_bytes(head[start + 4 : start + 4 + size], "big")
    return length / scale if scale else 0.0


def _shown(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 3600}:{whole % 3600 // 60:02}:{whole % 60:02}" if whole else ""
