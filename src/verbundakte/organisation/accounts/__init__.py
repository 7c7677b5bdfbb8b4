"""Logins of the installation: passwords, second factors, passkeys, tokens, the limit on guessing.

Accounts are global; nothing here opens a town. Failures are kept as keyed digests only.
"""

from verbundakte.organisation.accounts.challenges import new_challenge, site_of, take_challenge
from verbundakte.organisation.accounts.directory import (
    account_behind,
    begin_directory,
    dienst,
    subject_of,
)
from verbundakte.organisation.accounts.factors import (
    Factors,
    WrongCode,
    check_code,
    factors_of,
    has_factor,
)
from verbundakte.organisation.accounts.limits import (
    ADDRESS_LIMIT,
    ADDRESS_WINDOW,
    LOGIN_LIMIT,
    LOGIN_WINDOW,
    TooManyAttempts,
)
from verbundakte.organisation.accounts.passkeys import (
    NewPasskey,
    Site,
    WrongPasskey,
    check_passkey,
    login_options,
    read_registration,
    registration_options,
)
from verbundakte.organisation.accounts.passwords import (
    WrongLogin,
    active_membership,
    active_memberships,
    authenticate_login,
    generate_password,
    normal_login,
)
from verbundakte.organisation.accounts.refusals import DienstAway, KennungUnknown
from verbundakte.organisation.accounts.reset import (
    account_of_link,
    is_reset_offered,
    request_reset,
    reset_link,
    send_reset,
)
from verbundakte.organisation.accounts.saml import keep_answer, own_metadata, service_provider
from verbundakte.organisation.accounts.tokens import (
    TOKEN_PREFIX,
    check_client,
    generate_token,
    resolve_token,
    token_digest,
)

__all__ = [
    "ADDRESS_LIMIT",
    "ADDRESS_WINDOW",
    "LOGIN_LIMIT",
    "LOGIN_WINDOW",
    "TOKEN_PREFIX",
    "DienstAway",
    "Factors",
    "KennungUnknown",
    "NewPasskey",
    "Site",
    "TooManyAttempts",
    "WrongCode",
    "WrongLogin",
    "WrongPasskey",
    "account_behind",
    "account_of_link",
    "active_membership",
    "active_memberships",
    "authenticate_login",
    "begin_directory",
    "check_client",
    "check_code",
    "check_passkey",
    "dienst",
    "factors_of",
    "generate_password",
    "generate_token",
    "has_factor",
    "is_reset_offered",
    "keep_answer",
    "login_options",
    "new_challenge",
    "normal_login",
    "own_metadata",
    "read_registration",
    "registration_options",
    "request_reset",
    "reset_link",
    "resolve_token",
    "send_reset",
    "service_provider",
    "site_of",
    "subject_of",
    "take_challenge",
    "token_digest",
]
