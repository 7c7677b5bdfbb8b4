"""A program that speaks WebDAV with the key of a person of the cast."""

import base64
import re
from urllib.parse import quote

from django.db import transaction
from django.test import Client

from verbundakte.core.actor import SystemActor
from verbundakte.core.permissions import Permission
from verbundakte.core.tenancy.context import no_tenant, use_tenant
from verbundakte.organisation.actions import create_token
from verbundakte.organisation.models import Person

SETUP = SystemActor("test", frozenset({Permission.TOKEN_CREATE}))
LOCK = (
    '<?xml version="1.0"?><D:lockinfo xmlns:D="DAV:"><D:lockscope><D:exclusive/></D:lockscope>'
    "<D:locktype><D:write/></D:locktype><D:owner>Word</D:owner></D:lockinfo>"
)


def key_of(town, role: str, scopes=("webdav:schreiben",)) -> str:
    """Return a new key of a person of the cast."""
    with use_tenant(town.tenant.pk), transaction.atomic():
        person = Person.objects.get(pk=town.persons[role])
        return create_token(SETUP, person, name="Word", scopes=list(scopes))


def basic(login: str, token: str) -> str:
    """Return what a program sends to say who it is."""
    return "Basic " + base64.b64encode(f"{login}:{token}".encode()).decode()


class Program:
    """Word or LibreOffice of one person; no town is open around its calls."""

    def __init__(self, town, role="sachbearbeiterin", *, scopes=("webdav:schreiben",), slug=""):
        self.login = f"{role}.{town.tenant.slug}"
        self.token = key_of(town, role, scopes)
        self.top = f"/dav/{slug or town.tenant.slug}"
        self.client = Client(headers={"authorization": basic(self.login, self.token)})

    def ask(self, method: str, path: str, data=b"", **headers):
        """Return the answer to one request; `If_` stands for the header If."""
        named = {name.rstrip("_").replace("_", "-"): value for name, value in headers.items()}
        address = self.top + quote(path)
        with no_tenant():
            return self.client.generic(
                method, address, data, content_type="application/octet-stream", headers=named
            )

    def get(self, path: str) -> bytes:
        """Return the bytes of a file."""
        answer = self.ask("GET", path)
        assert answer.status_code == 200, answer.content
        return b"".join(answer.streaming_content)

    def lock(self, path: str, timeout="Second-600") -> str:
        """Lock a file; return what the program shows from then on."""
        answer = self.ask("LOCK", path, LOCK, Timeout=timeout, Depth="0")
        assert answer.status_code in (200, 201), (answer.status_code, answer.content)
        return answer["Lock-Token"]

    def put(self, path: str, data: bytes, token: str = "") -> int:
        """Save bytes; return the status."""
        headers = {"If_": f"({token})"} if token else {}
        return self.ask("PUT", path, data, **headers).status_code

    def unlock(self, path: str, token: str) -> int:
        """Give a file free again; return the status."""
        return self.ask("UNLOCK", path, Lock_Token=token).status_code

    def names(self, path: str) -> list[str]:
        """Return the addresses of what is in a folder."""
        answer = self.ask("PROPFIND", path, Depth="1")
        assert answer.status_code == 207, answer.content
        return re.findall(r"<(?:\w+:)?href>([^<]*)<", answer.content.decode())
