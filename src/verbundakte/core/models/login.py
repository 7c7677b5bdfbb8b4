"""What belongs to a login beside its password: sessions, second factors, recovery codes (global)."""

import hashlib
from uuid import UUID

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from verbundakte.core.ids import uuid7
from verbundakte.core.models.tenant import Account


class Session(AbstractBaseSession):
    """A device on which somebody is logged in. Deleting the row ends it at once."""

    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=80, blank=True)
    began_at = models.DateTimeField()
    used_at = models.DateTimeField()

    @classmethod
    def get_session_store_class(cls):
        """Sessions are loaded and saved by core.sessions alone."""
        raise NotImplementedError

    @property
    def public_id(self) -> UUID:
        """Return the name under which a page speaks of it; the key itself opens the session."""
        return UUID(bytes=hashlib.sha256(self.session_key.encode()).digest()[:16])


class TotpDevice(models.Model):
    """An app that makes one-time codes (RFC 6238). The secret is sealed; no code works twice."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="totp")
    secret = models.TextField()
    last_step = models.BigIntegerField()
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Passkey(models.Model):
    """A passkey or security key (WebAuthn): only its public key is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential_id = models.BinaryField(unique=True)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class RecoveryCode(models.Model):
    """A code that stands in once for a lost second factor; kept as a digest."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
