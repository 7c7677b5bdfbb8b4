"""Towns, logins and who works where: the global tables (core/tenancy/global_tables.py)."""

from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models

from verbundakte.core.ids import uuid7

RESERVED_SLUGS = frozenset(
    {"anmelden", "abmelden", "api", "static", "stadt", "healthz", "readyz", "betrieb", "konto"}
    | {"verbund", "gestaltung", "hilfe", "dav", "admin", "media", "assets", "www", "metrics", "wopi"}
)


class TenantKind(models.TextChoices):
    """What a tenant is; each has its own audit chain."""

    GEMEINDE = "gemeinde", "Kommune"
    VERBUND = "verbund", "Verbund"
    SYSTEM = "system", "Installation"


class Tenant(models.Model):
    """A municipality (or a Verbund, or the installation itself) whose rows nobody else sees."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    slug = models.CharField(
        max_length=40, unique=True, validators=[RegexValidator(r"^[a-z][a-z0-9-]{1,38}$")]
    )
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=TenantKind, default=TenantKind.GEMEINDE)
    ags = models.CharField(max_length=12, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.name


class AccountManager(BaseUserManager):
    """Accounts are found by their login, in lower case."""

    def get_by_natural_key(self, username):
        """Return the account with this login (any case)."""
        return self.get(login=username.strip().lower())


class Account(AbstractBaseUser):
    """A login of this installation. What its holder may do is decided by the Person of each town."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    login = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    # The password was chosen by somebody else: it opens until then, and only to be replaced.
    initial_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    theme = models.CharField(max_length=6, blank=True)
    density = models.CharField(max_length=6, blank=True)
    is_keyboard_off = models.BooleanField(default=False)

    objects = AccountManager()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"


class Membership(models.Model):
    """An account works in a town as a Person (a row of that town; no foreign key across).

    Without an account: a Fachverfahren, which has tokens and never logs in.
    """

    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="memberships")
    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="memberships")
    person_id = models.UUIDField()
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "tenant"], name="membership_unique")
        ]


class LoginAttempt(models.Model):
    """A failed login, kept for the rate limit and deleted after a day. Only digests, no names."""

    login_digest = models.CharField(max_length=64)
    address_digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["login_digest", "at"], name="attempt_login"),
            models.Index(fields=["address_digest", "at"], name="attempt_address"),
        ]


class ClientSecret(models.Model):
    """With what a Fachverfahren asks for tokens (OAuth 2.0 client credentials); only a digest.

    Two may hold at the same time, so that a new one can be carried over without a break.
    """

    digest = models.CharField(max_length=64, unique=True)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="client_secrets")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)


class ApiToken(models.Model):
    """A token for the API. Stored as a digest; it can be ended and runs out.

    `scopes` narrow the rights of whom it acts for (empty: they do not); `client_secret`: for which
    one it was issued for a short time.
    """

    digest = models.CharField(max_length=64, unique=True)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)
    scopes = ArrayField(models.CharField(max_length=40), default=list, db_default=[])
    client_secret = models.ForeignKey(
        ClientSecret, models.CASCADE, null=True, related_name="tokens"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
