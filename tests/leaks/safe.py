"""What every answer of the house carries, whoever asked: policy, headers, cookies, nothing inline."""

import re

from verbundakte.core.blobs.download import NOTHING_RUNS, READ_ONLY_PDF
from verbundakte.core.ui.content_security import CONTENT_SECURITY

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
INLINE = re.compile(
    rb"<[a-z][^>]*\s(?:style|on[a-z]+)\s*=|<style|<script(?![^>]*\ssrc=)|javascript:|srcdoc=", re.I
)
OURS = ("text/html", "application/json", "application/problem+json", "text/event-stream")
STILL = ("image/webp", "image/png", "text/plain")  # pictures we drew, text nobody runs


def check_safe(answer, content: bytes) -> None:
    """Refuse an answer in which something foreign could run."""
    for name, value in HEADERS.items():
        assert answer.headers.get(name) == value, (name, answer.headers)
    policy = answer.headers["Content-Security-Policy"]
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    is_ours = kind in OURS or answer.status_code in (204, 302, 304)
    if policy == READ_ONLY_PDF:
        assert kind == "application/pdf"  # for the browser's own viewer; no script in any case
    elif not is_ours and kind not in STILL:
        assert answer.headers["Content-Disposition"].startswith("attachment"), kind
        assert policy in (NOTHING_RUNS, CONTENT_SECURITY)
    else:
        assert policy in (NOTHING_RUNS, CONTENT_SECURITY)
    if kind == "text/html":
        found = INLINE.search(content)
        assert not found, content[max(0, found.start() - 80) : found.end() + 80]
    for cookie in answer.cookies.values():
        assert cookie["httponly"] or not cookie.value, cookie
        assert cookie["samesite"] in ("Lax", "Strict"), cookie
