"""Reading CMS (RFC 5652) in BER: what lies in an S/MIME envelope that is only signed."""

SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
SEQUENCE, OCTETS, WRAPPED, OBJECT_ID = 0x30, 0x04, 0xA0, 0x06
CONSTRUCTED = 0x20
MAX_DEPTH = 20


class Broken(Exception):
    """The bytes are no BER."""


def signed_content(data: bytes) -> bytes | None:
    """Return what was signed, empty when it is not inside; None when it is encrypted or no CMS."""
    try:
        signed = signed_parts(data)
        if signed is None:
            return None
        inner = children(_of(signed, SEQUENCE))
        wrapped = [value for tag, value in inner if tag == WRAPPED]
        return b"".join(_octets(wrapped[0], 0)) if wrapped else b""
    except (Broken, IndexError):
        return None


def signed_parts(data: bytes) -> list[tuple[int, bytes]] | None:
    """Return tag and content of the parts of a SignedData, None when it is none. Raises Broken."""
    envelope = children(_first(data, SEQUENCE))
    if not envelope or envelope[0] != (OBJECT_ID, SIGNED_DATA):
        return None
    return children(_first(_of(envelope, WRAPPED), SEQUENCE))


def _of(elements: list[tuple[int, bytes]], wanted: int) -> bytes:
    return next((value for tag, value in elements if tag == wanted), b"")


def _first(data: bytes, wanted: int) -> bytes:
    tag, value, _ = _element(data, 0, 0)
    if tag != wanted:
        raise Broken
    return value


def children(data: bytes) -> list[tuple[int, bytes]]:
    """Return tag and content of the elements one after the other. Raises Broken."""
    found, position = [], 0
    while position < len(data):
        tag, value, position = _element(data, position, 0)
        found.append((tag, value))
    return found


def elements(data: bytes) -> list[tuple[int, bytes]]:
    """Return the elements one after the other, each with its tag and as it stands. Raises Broken."""
    found, position = [], 0
    while position < len(data):
        tag, _, end = _element(data, position, 0)
        found.append((tag, data[position:end]))
        position = end
    return found


def length_of(content: bytes) -> bytes:
    """Return how DER writes the length of a content."""
    if len(content) < 0x80:
        return bytes([len(content)])
    size = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(size)]) + size


def _octets(data: bytes, depth: int) -> list[bytes]:
    """The pieces of a string that may be sent in parts."""
    if depth > MAX_DEPTH:
        raise Broken
    pieces: list[bytes] = []
    for tag, value in children(data):
        pieces += _octets(value, depth + 1) if tag & CONSTRUCTED else [value]
    return pieces


def _element(data: bytes, position: int, depth: int) -> tuple[int, bytes, int]:
    """Return tag, content and the place behind the element that begins at `position`."""
    if depth > MAX_DEPTH or position + 2 > len(data):
        raise Broken
    tag, length = data[position], data[position + 1]
    begin = position + 2
    if length == 0x80:
        end = begin
        while data[end : end + 2] != b"\0\0":
            end = _element(data, end, depth + 1)[2]
        return tag, data[begin:end], end + 2
    if length > 0x80:
        size = length & 0x7F
        length = int.from_bytes(data[begin : begin + size], "big")
        begin += size
    if begin + length > len(data):
        raise Broken
    return tag, data[begin : begin + length], begin + length
