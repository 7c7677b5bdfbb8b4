"""libarchive (libarchive13) through ctypes: reads 7z, RAR and CAB, where it is installed.

Source: libarchive(3), archive_read(3), archive_entry(3). Nothing is ever written to the disk.
"""

import ctypes
import functools
from collections.abc import Iterator
from dataclasses import dataclass

from verbundakte.core.converters import charset, programs
from verbundakte.core.converters.errors import Damaged, Encrypted
from verbundakte.core.converters.source import Source

MEDIA_TYPES = (
    "application/x-7z-compressed", "application/vnd.rar", "application/vnd.ms-cab-compressed",
)  # fmt: skip
OK, WARN, END = 0, -20, 1
REGULAR, KIND_MASK = 0o100000, 0o170000
BLOCK = 1 << 17
DAMAGED = "Das Archiv ist beschädigt und lässt sich nicht lesen."


@dataclass
class Found:
    """One entry of the archive; `chunks` holds while the archive stands at it."""

    name: str
    size: int | None
    changed: int
    is_file: bool
    is_locked: bool
    chunks: Iterator[bytes]


@functools.cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(programs.require("libarchive").path)
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int64
    for name, result, arguments in (
        ("archive_read_new", pointer, []),
        ("archive_read_support_filter_all", ctypes.c_int, [pointer]),
        ("archive_read_support_format_7zip", ctypes.c_int, [pointer]),
        ("archive_read_support_format_rar", ctypes.c_int, [pointer]),
        ("archive_read_support_format_rar5", ctypes.c_int, [pointer]),
        ("archive_read_support_format_cab", ctypes.c_int, [pointer]),
        ("archive_read_open_fd", ctypes.c_int, [pointer, ctypes.c_int, ctypes.c_size_t]),
        ("archive_read_next_header", ctypes.c_int, [pointer, ctypes.POINTER(pointer)]),
        ("archive_read_data", ctypes.c_ssize_t, [pointer, pointer, ctypes.c_size_t]),
        ("archive_read_free", ctypes.c_int, [pointer]),
        ("archive_error_string", text, [pointer]),
        ("archive_entry_pathname", text, [pointer]),
        ("archive_entry_pathname_utf8", text, [pointer]),
        ("archive_entry_filetype", ctypes.c_uint, [pointer]),
        ("archive_entry_size", number, [pointer]),
        ("archive_entry_size_is_set", ctypes.c_int, [pointer]),
        ("archive_entry_mtime", number, [pointer]),
        ("archive_entry_is_data_encrypted", ctypes.c_int, [pointer]),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


def entries(source: Source) -> Iterator[Found]:
    """Yield the entries, folders left out. Raises Damaged, Encrypted, MissingProgram."""
    library = _library()
    with source.open() as stream:
        archive = library.archive_read_new()
        try:
            library.archive_read_support_filter_all(archive)
            for form in ("7zip", "rar", "rar5", "cab"):
                getattr(library, f"archive_read_support_format_{form}")(archive)
            _check(library, archive, library.archive_read_open_fd(archive, stream.fileno(), BLOCK))
            entry = ctypes.c_void_p()
            while True:
                code = library.archive_read_next_header(archive, ctypes.byref(entry))
                if code == END:
                    return
                _check(library, archive, code)
                kind = library.archive_entry_filetype(entry) & KIND_MASK
                if kind != 0o040000:
                    yield _found(library, archive, entry, kind)
        finally:
            library.archive_read_free(archive)


def _found(library, archive, entry, kind: int) -> Found:
    name = library.archive_entry_pathname_utf8(entry) or library.archive_entry_pathname(entry)
    has_size = library.archive_entry_size_is_set(entry)
    return Found(
        name=charset.decode(name or b""),
        size=library.archive_entry_size(entry) if has_size else None,
        changed=library.archive_entry_mtime(entry),
        is_file=kind == REGULAR,
        is_locked=library.archive_entry_is_data_encrypted(entry) == 1,
        chunks=_chunks(library, archive),
    )


def _chunks(library, archive) -> Iterator[bytes]:
    buffer = ctypes.create_string_buffer(BLOCK)
    while (size := library.archive_read_data(archive, buffer, BLOCK)) > 0:
        yield buffer.raw[:size]
    if size < 0:
        _check(library, archive, size)


def _check(library, archive, code: int) -> None:
    if code in (OK, WARN):
        return
    reason = (library.archive_error_string(archive) or b"").decode("utf-8", "replace").lower()
    if "encrypt" in reason or "passphrase" in reason:
        raise Encrypted("Das Archiv ist verschlüsselt. Ohne Kennwort lässt es sich nicht lesen.")
    raise Damaged(DAMAGED)
