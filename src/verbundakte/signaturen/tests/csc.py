"""A remote signing service on this machine: certomancer's, and before it what that does not ask for."""

import asyncio
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiohttp import web
from certomancer.registry import CertomancerConfig
from cryptography.hazmat.primitives import serialization
from csc_dummy.csc_dummy_server import CSCWithCertomancer

PIN, TOKEN, ACCOUNT = "271828", "zugang-314", "musterstadt"
KEY = "haus/person"
VALIDITY = {"valid-from": "2000-01-01T00:00:00+0000", "valid-to": "2100-01-01T00:00:00+0000"}


@dataclass
class Service:
    """What the service was asked, and what it does instead of answering."""

    address: str = ""
    asked: list[tuple[str, dict]] = field(default_factory=list)
    away: str = ""
    needs_otp: bool = False
    mode: str = "explicit"
    algorithms: list[str] | None = None

    def bodies(self, method: str) -> list[dict]:
        """Return what a method was asked."""
        return [body for path, body in self.asked if path.endswith(method)]


def guard(service: Service):
    """Return what stands before the service: token, PIN and one-time code, and what is out of order."""

    @web.middleware
    async def check(request, handler):
        path = request.path
        if path.endswith("oauth2/token"):
            given = await request.post()
            is_known = (given["client_id"], given["client_secret"]) == (ACCOUNT, "passt")
            return web.json_response(
                {"access_token": TOKEN} if is_known else {}, status=200 if is_known else 401
            )
        body = json.loads(await request.read() or b"{}")
        service.asked.append((path, body))
        if service.away and path.endswith(service.away):
            return web.Response(status=503)
        is_open = path.endswith("v1/info")
        if not is_open and request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.json_response({"error": "invalid_token"}, status=401)
        if path.endswith("sendOTP"):
            return web.Response(status=204)
        if path.endswith("authorize") and body.get("PIN") != PIN:
            return web.json_response({"error": "invalid_pin"}, status=400)
        if path.endswith("authorize") and service.needs_otp and body.get("OTP") != "4711":
            return web.json_response({"error": "invalid_otp"}, status=400)
        answer = await handler(request)
        if path.endswith("credentials/info"):
            told = json.loads(answer.body) | {"authMode": service.mode, "PIN": {"presence": "true"}}
            if service.algorithms:
                told["key"]["algo"] = service.algorithms
            told["OTP"] = {"presence": str(service.needs_otp).lower(), "type": "online"}
            return web.json_response(told)
        return answer

    return check


def config_for(authority, issued, folder) -> CertomancerConfig:
    """Return certomancer's configuration for a certificate of our own authority."""
    keys, certs = {}, {}
    for name, one in (("wurzel", authority.root), ("person", issued)):
        (folder / f"{name}.pem").write_bytes(
            one.key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        (folder / f"{name}.crt").write_bytes(
            one.certificate.public_bytes(serialization.Encoding.PEM)
        )
        keys[name] = {"path": f"{name}.pem"}
        certs[name] = {
            "certificate-file": f"{name}.crt",
            "subject": name,
            "issuer": "wurzel",
            "validity": VALIDITY,
        }
    entities = {name: {"common-name": name} for name in keys}
    house = {"keyset": "haus", "entities": entities, "certs": certs}
    told = {"keysets": {"haus": {"keys": keys}}, "pki-architectures": {"haus": house}}
    return CertomancerConfig(told, key_search_dir=str(folder), config_search_dir=str(folder))


@contextmanager
def csc_service(authority, issued, settings, tmp_path):
    """Run the service, allowed by the operator; yields it."""
    folder = tmp_path / "csc"
    folder.mkdir()
    dummy = CSCWithCertomancer(config_for(authority, issued, folder))
    dummy.register_routes()
    service = Service()
    dummy.app.middlewares.append(guard(service))
    loop = asyncio.new_event_loop()
    runner = web.AppRunner(dummy.app)
    loop.run_until_complete(runner.setup())
    loop.run_until_complete(web.TCPSite(runner, "127.0.0.1", 0).start())
    origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    service.address = f"{origin}/csc/v1"
    settings.OUTBOUND_ALLOWED = [*settings.OUTBOUND_ALLOWED, origin]
    try:
        yield service
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
