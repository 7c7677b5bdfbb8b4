"""What a page may load and where it may send to (Content-Security-Policy)."""

CONTENT_SECURITY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; font-src 'self' data:;"
    " script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; connect-src 'self';"
    " object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)


def with_frame(origin: str) -> str:
    """Return the policy of a page that shows one other origin in a frame and sends a form to it."""
    return f"{CONTENT_SECURITY} {origin}; frame-src {origin}"
