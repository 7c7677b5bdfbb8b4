"""The signature against the worked examples of the Amazon S3 documentation (Signature Version 4)."""

from datetime import UTC, datetime

from verbundakte.core.blobs.sigv4 import Keys, Request, signed_headers

KEYS = Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1")
AT = datetime(2013, 5, 24, tzinfo=UTC)
HOST = "examplebucket.s3.amazonaws.com"


def signature(request: Request) -> str:
    """Return the signature alone."""
    return signed_headers(request, KEYS, AT)["authorization"].rpartition("=")[2]


def test_get_of_a_part():
    request = Request("GET", HOST, "/test.txt", {}, {"Range": "bytes=0-9"})
    assert signature(request) == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"


def test_put_with_a_name_that_is_quoted():
    headers = {
        "Date": "Fri, 24 May 2013 00:00:00 GMT",
        "x-amz-storage-class": "REDUCED_REDUNDANCY",
    }
    payload = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"
    request = Request("PUT", HOST, "/test$file.text", {}, headers, payload)
    assert signature(request) == "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
    assert request.target == "/test%24file.text"


def test_query_without_and_with_values():
    request = Request("GET", HOST, "/", {"lifecycle": ""}, {})
    assert signature(request) == "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"
    request = Request("GET", HOST, "/", {"max-keys": "2", "prefix": "J"}, {})
    assert signature(request) == "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
