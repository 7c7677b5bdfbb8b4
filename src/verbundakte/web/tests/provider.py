"""A small OpenID provider behind a real socket: discovery, keys, code with PKCE, ID token."""

import base64
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from verbundakte.core.clock import now

CLIENT, SECRET = "verbundakte", "geheim/mit:zeichen"


class Provider:
    """Logs everybody in as `subject`; `wrong` spoils one thing of the ID token."""

    def __init__(self):
        self.key, self.other = RSAKey.generate_key(2048), RSAKey.generate_key(2048)
        self.subject, self.wrong, self.codes = "4711", "", {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        """End the server; once more does nothing."""
        if self.server.socket.fileno() < 0:
            return
        self.server.shutdown()
        self.server.server_close()

    def discovery(self) -> dict:
        """Return the discovery document."""
        issuer = "https://boese.example" if self.wrong == "discovery" else self.issuer
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }

    def authorize(self, query: dict) -> str:
        """Return where the browser goes after the login."""
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict, authorization: str) -> dict | None:
        """Return the ID token for a code, once, or None."""
        asked = self.codes.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        pair = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        if asked is None or challenge != asked["code_challenge"]:
            return None
        if (
            pair != "verbundakte:geheim%2Fmit%3Azeichen"
            or form["redirect_uri"] != asked["redirect_uri"]
        ):
            return None
        return {"token_type": "Bearer", "access_token": "x", "id_token": self._id_token(asked)}

    def _id_token(self, asked: dict) -> str:
        at = int(now().timestamp())
        claims = {
            "iss": "https://boese.example" if self.wrong == "issuer" else self.issuer,
            "aud": "andere" if self.wrong == "audience" else CLIENT,
            "sub": self.subject,
            "nonce": "alt" if self.wrong == "nonce" else asked["nonce"],
            "iat": at,
            "exp": at - 3600 if self.wrong == "expired" else at + 300,
        }
        if self.wrong == "none":
            parts = [{"alg": "none"}, claims]
            texts = [base64.urlsafe_b64encode(json.dumps(part).encode()) for part in parts]
            return b".".join(text.rstrip(b"=") for text in (*texts, b"")).decode()
        key = self.other if self.wrong == "signature" else self.key
        return jwt.encode({"alg": "RS256"}, claims, key)

    def _handler(provider):
        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *arguments):
                """Say nothing."""

            def _send(self, status, value, **headers):
                self.send_response(status)
                for name, text in headers.items():
                    self.send_header(name, text)
                self.end_headers()
                self.wfile.write(json.dumps(value).encode())

            def do_GET(self):
                path, query = (
                    urlsplit(self.path).path,
                    {
                        name: values[0]
                        for name, values in parse_qs(urlsplit(self.path).query).items()
                    },
                )
                if path == "/authorize":
                    self._send(302, "", Location=provider.authorize(query))
                elif path == "/keys":
                    self._send(200, {"keys": [provider.key.as_dict(private=False)]})
                else:
                    self._send(200, provider.discovery())

            def do_POST(self):
                length = int(self.headers["Content-Length"])
                form = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()}
                found = provider.token(form, self.headers.get("Authorization", ""))
                self._send(200 if found else 400, found or {"error": "invalid_grant"})

        return Handler
