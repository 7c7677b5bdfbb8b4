"""Passkeys (WebAuthn): what the browser is asked, and whether its answer is right."""

import logging
from dataclasses import dataclass

from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.models import Account, Passkey
from verbundakte.organisation.accounts.limits import limited

logger = logging.getLogger("verbundakte.accounts")
NAME = "Verbundakte"


class WrongPasskey(Refusal):
    message = (
        "Dieser Passkey passt nicht. Versuchen Sie es noch einmal oder wählen Sie einen anderen."
    )


class PasskeyKnown(Refusal):
    message = "Dieser Passkey ist schon eingerichtet."


@dataclass(frozen=True)
class Site:
    """The address the browser knows us by: `host` without port, `origin` with scheme and port."""

    host: str
    origin: str


@dataclass(frozen=True)
class NewPasskey:
    """A passkey whose answer was right and that is not kept yet."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def _descriptors(passkeys) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=bytes(key.credential_id)) for key in passkeys]


def registration_options(account: Account, site: Site, challenge: bytes) -> str:
    """Return what the browser is asked for a new passkey (JSON)."""
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=NAME,
        user_id=account.pk.bytes,
        user_name=account.login,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_descriptors(account.passkeys.all()),
    )
    return options_to_json(options)


def read_registration(answer: str, site: Site, challenge: bytes) -> NewPasskey:
    """Return the passkey in the browser's answer. Raises WrongPasskey or PasskeyKnown."""
    try:
        found = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise WrongPasskey from error
    if Passkey.objects.filter(credential_id=found.credential_id).exists():
        raise PasskeyKnown
    return NewPasskey(found.credential_id, found.credential_public_key, found.sign_count)


def login_options(account: Account | None, site: Site, challenge: bytes) -> str:
    """Return what the browser is asked at login (JSON).

    Of an account whose password was right, any of its keys will do; without an account the
    browser offers what it has, and the device must check the person itself (PIN, finger, face).
    """
    wanted = (
        UserVerificationRequirement.PREFERRED if account else UserVerificationRequirement.REQUIRED
    )
    options = generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        allow_credentials=_descriptors(account.passkeys.all()) if account else [],
        user_verification=wanted,
    )
    return options_to_json(options)


def check_passkey(
    answer: str, site: Site, challenge: bytes, *, account: Account | None, address: str
) -> Account:
    """Return whose passkey answered; with `account` it must be one of this account.

    Raises WrongPasskey or TooManyAttempts.
    """
    name = f"factor:{account.pk}" if account else f"passkey:{address}"
    found = limited(name, address, lambda: _owner(answer, site, challenge, account))
    if found is None:
        logger.warning("passkey failed")
        raise WrongPasskey
    return found


def _owner(answer: str, site: Site, challenge: bytes, account: Account | None) -> Account | None:
    try:
        credential = parse_authentication_credential_json(answer)
        key = _find(base64url_to_bytes(credential.id), account)
        if key is None:
            return None
        result = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=bytes(key.public_key),
            credential_current_sign_count=key.sign_count,
            require_user_verification=account is None,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    key.sign_count, key.used_at = result.new_sign_count, now()
    key.save(update_fields=["sign_count", "used_at"])
    return key.account


def _find(credential_id: bytes, account: Account | None) -> Passkey | None:
    rows = Passkey.objects.select_for_update(of=("self",)).select_related("account")
    rows = rows.filter(credential_id=credential_id, account__is_active=True)
    return (rows.filter(account=account) if account else rows).first()
