"""Pictures of phones (HEIC) are shown where the system has libheif; else it says what to install."""

import base64

import pytest

from verbundakte.core.converters import heif, programs
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.converters.pool import Converters

# 64 x 48 points, the left half red, the right half blue.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAa1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAA"
    "AAAAAAAAAAAAAA5waXRtAAAAAAACAAAAEGlkYXQAAAAAAEAAMAAAADhpbG9jAQAAAERAAAIAAQAAAAAAAAHRAAEA"
    "AAAAAAAAJAACAAEAAAAAAAAAAQAAAAAAAAAIAAAAOGlpbmYAAAAAAAIAAAAVaW5mZQIAAAEAAQAAaHZjMQAAAAAV"
    "aW5mZQIAAAAAAgAAZ3JpZAAAAADYaXBycAAAALZpcGNvAAAAdmh2Y0MBA3AAAAAAAAAAAAAe8AD8/fj4AAAPAyAA"
    "AQAYQAEMAf//A3AAAAMAkAAAAwAAAwAeugJAIQABACpCAQEDcAAAAwCQAAADAAADAB6gIIEFlurkprm4EBAwIAAA"
    "AwAgAAADACEiAAEABkQBwXPAiQAAABRpc3BlAAAAAAAAAEAAAABAAAAAFGlzcGUAAAAAAAAAQAAAADAAAAAQcGl4"
    "aQAAAAADCAgIAAAAGmlwbWEAAAAAAAAAAgABAoECAAICA4QAAAAaaXJlZgAAAAAAAAAOZGltZwACAAEAAQAAACxt"
    "ZGF0AAAAICgBrxmA70mlv//f4x/19q/4pshf/7OOd9FbH+73A21v"
)


@pytest.mark.skipif(not programs._library("libheif.so.1"), reason="libheif1 ist nicht installiert")
def test_a_picture_of_a_phone_is_shown_and_becomes_a_page():
    pool = Converters(workers=1)
    try:
        found = pool.ingest(1, HEIC, "IMG_0001.HEIC")
        assert (found.identified.media_type, found.identified.kind) == ("image/heic", "image")
        assert (found.thumbnail.width, found.thumbnail.height) == (64, 48)
        image = pool.page_image(1, HEIC, width=64, image_format="png")
        assert image.data.startswith(b"\x89PNG")
        assert pool.to_pdf(1, HEIC, kind="image").data.startswith(b"%PDF-")
        for cut in range(40, len(HEIC), 60):
            assert pool.ingest(1, HEIC[:cut], "x.heic").problems
    finally:
        pool.close()


def test_without_the_library_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(programs, "_library", lambda name: "")
    heif._library.cache_clear()
    with pytest.raises(ConversionFailed, match="apt-get install -y libheif1"):
        heif._library()
