"""The limits of one conversion. Sizes in bytes, times in seconds."""

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What one worker process may use."""

    memory: int = 768 * MIB
    address_space: int = 4096 * MIB
    file_size: int = 512 * MIB
    open_files: int = 512
    processes: int = 64
    cpu_seconds: int = 58
    wall_seconds: int = 58
    result_bytes: int = 512 * MIB
    documents_per_worker: int = 200
    resident_per_worker: int = 320 * MIB
    idle_seconds: int = 120


MAX_SOURCE_BYTES = 1024 * MIB
MAX_PDFA_BYTES = 64 * MIB
MAX_TEXT_CHARS = 20_000_000
MAX_TEXT_PAGES = 50_000
TEXT_PIECE = 1_000
MAX_RENDERED_CHARS = 300_000
MAX_PIXELS = 120_000_000
MAX_RENDER_PIXELS = 20_000_000
MAX_IMAGE_FRAMES = 500
MAX_OCR_PAGES = 10_000
MAX_ZIP_ENTRIES = 10_000
MAX_UNPACKED_FILES = 300
MAX_UNPACKED_BYTES = 200 * MIB
MAX_ZIP_RATIO = 200
MAX_XML_DEPTH = 250
MAX_MAIL_PARTS = 500
MAX_MAIL_DEPTH = 20
MAX_ATTACHMENTS = 300
