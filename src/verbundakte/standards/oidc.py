"""OpenID Connect Core 1.0 with PKCE (RFC 7636): addresses and the checks of an ID token. No network."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"]
LEEWAY = 60
WELL_KNOWN = "/.well-known/openid-configuration"


class Refused(Exception):
    """An answer of the service does not hold; the text says why (for the log, no content)."""


@dataclass(frozen=True)
class Endpoints:
    """Where a service is asked."""

    issuer: str
    authorization: str
    token: str
    keys: str


def read_discovery(issuer: str, document: object) -> Endpoints:
    """Return the addresses in a discovery document. Raises Refused when it is of another issuer."""
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if not isinstance(document, dict) or document.get("issuer") != issuer:
        raise Refused("issuer of the discovery")
    if not all(isinstance(document.get(name), str) for name in names):
        raise Refused("discovery incomplete")
    return Endpoints(issuer, *(document[name] for name in names))


def authorization_url(endpoints: Endpoints, *, client_id: str, back: str, ask: dict) -> str:
    """Return where the browser is sent. `ask` has state, nonce and verifier."""
    digest = hashlib.sha256(ask["verifier"].encode()).digest()
    query = {
        "response_type": "code",
        "scope": "openid",
        "client_id": client_id,
        "redirect_uri": back,
        "state": ask["state"],
        "nonce": ask["nonce"],
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    joint = "&" if "?" in endpoints.authorization else "?"
    return f"{endpoints.authorization}{joint}{urlencode(query)}"


def read_id_token(
    token: str, keys: object, *, issuer: str, client_id: str, nonce: str, at: datetime
) -> str:
    """Return the subject of an ID token (Core 1.0, 3.1.3.7). Raises Refused."""
    try:
        claims = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims
    except (JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(f"signature: {type(error).__name__}") from error
    audience = claims.get("aud")
    audience = audience if isinstance(audience, list) else [audience]
    expires, subject = claims.get("exp"), claims.get("sub")
    checks = {
        "issuer": claims.get("iss") == issuer,
        "audience": client_id in audience and claims.get("azp", client_id) == client_id,
        "azp": len(audience) == 1 or claims.get("azp") == client_id,
        "expired": isinstance(expires, int) and expires + LEEWAY > at.timestamp(),
        "nonce": claims.get("nonce") == nonce,
        "subject": isinstance(subject, str) and 0 < len(subject) <= 255,
    }
    wrong = [name for name, holds in checks.items() if not holds]
    if wrong:
        raise Refused(wrong[0])
    return str(subject)
