"""Who calls the API: the door has resolved the token and opened its town before."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from verbundakte.core.access.scopes import READ, WRITE, covers

READING = ("GET", "HEAD", "OPTIONS")


class ScopeMissing(Exception):
    """The token is good, but not for this part of the API; `scope` is what it lacks."""

    def __init__(self, scope: str):
        super().__init__(scope)
        self.scope = scope


class TokenAuth(HttpBearer):
    """A token of a person or Fachverfahren that is good for a part of the API (`registry.scopes`).

    Without one (or with one that has ended) the answer is 401. `group` empty: any token is good.
    """

    def __init__(self, group: str = ""):
        super().__init__()
        self.group = group

    def authenticate(self, request: HttpRequest, token: str):
        """Return the actor of the token, or None. Raises ScopeMissing."""
        actor, found = getattr(request, "actor", None), getattr(request, "token", None)
        if actor is None or found is None:
            return None
        writes = request.method not in READING
        if self.group and not covers(found.scopes, self.group, writes=writes):
            raise ScopeMissing(f"{self.group}:{WRITE if writes else READ}")
        return actor
