"""Second factors of an account: one-time codes and recovery codes; the passkeys stand beside it."""

import logging
import re
import secrets
from dataclasses import dataclass

from django.db import transaction
from django.utils.crypto import salted_hmac

from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.models import Account, Passkey, RecoveryCode, TotpDevice
from verbundakte.core.secrets import unseal
from verbundakte.organisation.accounts.limits import limited
from verbundakte.organisation.accounts.passwords import PASSWORD_LETTERS
from verbundakte.standards.totp import matching_step

logger = logging.getLogger("verbundakte.accounts")
TOTP = "totp"
RECOVERY_CODES = 10


class WrongCode(Refusal):
    message = (
        "Der Code stimmt nicht oder wurde schon benutzt. Warten Sie auf den nächsten und prüfen"
        " Sie, ob die Uhr Ihres Geräts richtig geht."
    )


@dataclass(frozen=True)
class Factors:
    """What an account has beside its password."""

    totp: TotpDevice | None
    passkeys: list[Passkey]
    codes_left: int

    def __bool__(self):
        return bool(self.totp or self.passkeys)


def factors_of(account: Account) -> Factors:
    """Return the second factors of an account (three queries)."""
    return Factors(
        TotpDevice.objects.filter(account=account).first(),
        list(Passkey.objects.filter(account=account).order_by("created_at", "pk")),
        RecoveryCode.objects.filter(account=account, used_at=None).count(),
    )


def has_factor(account: Account) -> bool:
    """Tell whether an account has a second factor at all."""
    rows = (model.objects.filter(account=account) for model in (TotpDevice, Passkey))
    return any(found.exists() for found in rows)


def check_code(account: Account, code: str, *, address: str) -> None:
    """Accept a one-time code or a recovery code of an account; each works once.

    Raises WrongCode or TooManyAttempts.
    """
    typed = re.sub(r"[\s-]", "", code).lower()
    if not limited(f"factor:{account.pk}", address, lambda: _use(account, typed)):
        logger.warning("second factor failed", extra={"actor": str(account.pk)})
        raise WrongCode


def _use(account: Account, code: str) -> bool:
    is_number = code.isascii() and code.isdigit()
    return _use_totp(account, code) if is_number else _use_recovery(account, code)


def _use_totp(account: Account, code: str) -> bool:
    device = TotpDevice.objects.select_for_update().filter(account=account).first()
    if device is None:
        return False
    step = matching_step(unseal(TOTP, device.secret), code, now(), after=device.last_step)
    if step is None:
        return False
    device.last_step, device.used_at = step, now()
    device.save(update_fields=["last_step", "used_at"])
    return True


def recovery_digest(account: Account, code: str) -> str:
    """Return what is kept of a recovery code (typed without blanks and hyphens)."""
    return salted_hmac(
        "verbundakte.recovery", f"{account.pk}:{code}", algorithm="sha256"
    ).hexdigest()


def _use_recovery(account: Account, code: str) -> bool:
    mine = RecoveryCode.objects.filter(account=account, digest=recovery_digest(account, code))
    used = mine.filter(used_at=None).update(used_at=now())
    if used:
        logger.warning("recovery code used", extra={"actor": str(account.pk)})
    return bool(used)


def renew_recovery_codes(account: Account) -> list[str]:
    """Return ten new recovery codes, this once; all older ones are void."""
    codes = [
        "".join(secrets.choice(PASSWORD_LETTERS) for _ in range(12)) for _ in range(RECOVERY_CODES)
    ]
    moment = now()
    with transaction.atomic():
        RecoveryCode.objects.filter(account=account).delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(account=account, digest=recovery_digest(account, code), created_at=moment)
            for code in codes
        )
    return ["-".join(code[start : start + 4] for start in range(0, 12, 4)) for code in codes]


def drop_factors(account: Account) -> None:
    """Remove every second factor and the recovery codes of an account."""
    for model in (TotpDevice, Passkey, RecoveryCode):
        model.objects.filter(account=account).delete()
