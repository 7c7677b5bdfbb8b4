"""libheif (libheif1) through ctypes: pictures of phones (HEIC), where it is installed.

Source: libheif/heif.h. The picture comes upright: libheif applies turns and mirrors itself.
"""

import ctypes
import functools

from PIL import Image

from verbundakte.core.converters import programs
from verbundakte.core.converters.errors import Damaged, TooLarge
from verbundakte.core.converters.limits import MAX_PIXELS
from verbundakte.core.converters.source import Source

BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
RGB, INTERLEAVED_RGB, INTERLEAVED = 1, 10, 10
DAMAGED = "Das Bild ist beschädigt und lässt sich nicht öffnen."


class _Error(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_int),
        ("subcode", ctypes.c_int),
        ("message", ctypes.c_char_p),
    )


@functools.cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(programs.require("libheif").path)
    pointer, number = ctypes.c_void_p, ctypes.c_int
    several = ctypes.POINTER(pointer)
    for name, result, arguments in (
        ("heif_context_alloc", pointer, []),
        ("heif_context_free", None, [pointer]),
        (
            "heif_context_read_from_memory_without_copy",
            _Error,
            [pointer, ctypes.c_char_p, ctypes.c_size_t, pointer],
        ),
        ("heif_context_get_primary_image_handle", _Error, [pointer, several]),
        ("heif_image_handle_get_width", number, [pointer]),
        ("heif_image_handle_get_height", number, [pointer]),
        ("heif_image_handle_release", None, [pointer]),
        ("heif_decode_image", _Error, [pointer, several, number, number, pointer]),
        ("heif_image_get_width", number, [pointer, number]),
        ("heif_image_get_height", number, [pointer, number]),
        (
            "heif_image_get_plane_readonly",
            pointer,
            [pointer, number, ctypes.POINTER(number)],
        ),
        ("heif_image_release", None, [pointer]),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


def is_heif(head: bytes) -> bool:
    """Tell whether a file begins as HEIF does (ISO 23008-12), AVIF left out."""
    return head[4:8] == b"ftyp" and head[8:12] in BRANDS


def opened(source: Source) -> Image.Image:
    """Return the main picture of the file in RGB. Raises Damaged, TooLarge, MissingProgram."""
    library, data = _library(), source.data
    context, handle, image = library.heif_context_alloc(), ctypes.c_void_p(), ctypes.c_void_p()
    try:
        read = library.heif_context_read_from_memory_without_copy
        _check(read(context, data, len(data), None))
        _check(library.heif_context_get_primary_image_handle(context, ctypes.byref(handle)))
        width = library.heif_image_handle_get_width(handle)
        if width * library.heif_image_handle_get_height(handle) > MAX_PIXELS:
            raise TooLarge(f"Das Bild hat mehr als {MAX_PIXELS // 1_000_000} Millionen Bildpunkte.")
        decode = library.heif_decode_image
        _check(decode(handle, ctypes.byref(image), RGB, INTERLEAVED_RGB, None))
        return _picture(library, image)
    finally:
        if image:
            library.heif_image_release(image)
        if handle:
            library.heif_image_handle_release(handle)
        library.heif_context_free(context)


def _picture(library: ctypes.CDLL, image: ctypes.c_void_p) -> Image.Image:
    width = library.heif_image_get_width(image, INTERLEAVED)
    height = library.heif_image_get_height(image, INTERLEAVED)
    stride = ctypes.c_int()
    plane = library.heif_image_get_plane_readonly(image, INTERLEAVED, ctypes.byref(stride))
    if not plane or width <= 0 or height <= 0 or stride.value < 3 * width:
        raise Damaged(DAMAGED)
    pixels = ctypes.string_at(plane, stride.value * height)
    return Image.frombytes("RGB", (width, height), pixels, "raw", "RGB", stride.value)


def _check(error: _Error) -> None:
    if error.code:
        raise Damaged(DAMAGED)
