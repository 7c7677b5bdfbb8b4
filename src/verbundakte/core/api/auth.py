"""Who calls the API: the door has resolved the token and opened its town before."""

from django.http import HttpRequest
from ninja.security import HttpBearer


class TokenAuth(HttpBearer):
    """A person's token; without one (or with one that has ended) the answer is 401."""

    def authenticate(self, request: HttpRequest, token: str):
        """Return the actor of the token, or None."""
        return getattr(request, "actor", None)
