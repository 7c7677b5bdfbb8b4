"""Settings. Everything that differs between installations comes from the environment (docs/betrieb)."""

import os
from datetime import timedelta
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from verbundakte.core.blobs.s3_access import server_named

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(os.environ.get("VERBUNDAKTE_DATA", "data")).absolute()
BROWSER_DIR = Path(os.environ.get("VERBUNDAKTE_STATIC", BASE_DIR / ".venv" / "browser"))


def _secret_key() -> str:
    path = Path(os.environ.get("VERBUNDAKTE_SECRET_KEY_FILE", DATA_DIR / "secret_key"))
    if path.exists():
        return path.read_text().strip()
    if os.environ.get("VERBUNDAKTE_TEST_CLUSTER"):
        return "key-for-tests-only-" * 3
    raise SystemExit(f"Der geheime Schlüssel fehlt: {path}. ./verbundakte start legt ihn an.")


def _from_file(variable: str) -> str:
    path = os.environ.get(variable, "")
    return Path(path).read_text().strip() if path else ""


def _database(variable: str, **more) -> dict:
    parts = conninfo_to_dict(os.environ.get(variable, ""))
    known = {
        "user": "USER",
        "password": "PASSWORD",
        "host": "HOST",
        "port": "PORT",
        "dbname": "NAME",
    }
    config = {name: str(parts.pop(key, "")) for key, name in known.items()}
    config["NAME"] = config["NAME"] or "verbundakte"
    return {
        "ENGINE": "verbundakte.core.db.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {**parts, "application_name": variable.lower(), "connect_timeout": 3},
        # A pooler that gives each transaction another connection knows no prepared statements.
        "KEEP_PLANS": os.environ.get("VERBUNDAKTE_PLANS", "fresh") == "keep",
        **config,
        **more,
    }


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("VERBUNDAKTE_HOSTS", "*").split(",")
DATABASES = {"default": _database("DATABASE_URL", ATOMIC_REQUESTS=True)}
if os.environ.get("DATABASE_OWNER_URL"):
    DATABASES["owner"] = _database("DATABASE_OWNER_URL", APPLY_TENANT=False)
if os.environ.get("DATABASE_SYSTEM_URL"):
    DATABASES["system"] = _database("DATABASE_SYSTEM_URL", APPLY_TENANT=False)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
    "verbundakte.core",
    "verbundakte.organisation",
    "verbundakte.verbund",
    "verbundakte.akten",
    "verbundakte.signaturen",
    "verbundakte.geschaeftsgang",
    "verbundakte.schriftverkehr",
    "verbundakte.posteingang",
    "verbundakte.datenschutz",
    "verbundakte.anbindung",
    "verbundakte.web",
    "verbundakte.api",
    "verbundakte.dav",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "verbundakte.web.middleware.guard",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "verbundakte.web.middleware.slug",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "verbundakte.web.middleware.TownMiddleware",
]

ROOT_URLCONF = "verbundakte.urls"
WSGI_APPLICATION = "verbundakte.wsgi.application"
FORM_RENDERER = "verbundakte.core.ui.renderer.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "src/verbundakte/core/ui/templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "verbundakte.core.ui.context.shell",
            ],
            "builtins": [
                "verbundakte.core.ui.templatetags.ui",
                "template_partials.templatetags.partials",
            ],
        },
    },
]

AUTH_USER_MODEL = "core.Account"
AUTHENTICATION_BACKENDS = [
    "verbundakte.core.sessions.AccountBackend",
    "django.contrib.auth.backends.ModelBackend",  # named in sessions that began before
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "verbundakte.organisation.accounts.password_rules.CommonWordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "email")},
    },
]
LOGIN_URL = "/anmelden/"

SESSION_ENGINE = "verbundakte.core.sessions"
SESSION_IDLE = timedelta(minutes=int(os.environ.get("VERBUNDAKTE_SITZUNG_RUHE", 60)))
SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # scripts find the token in the page
CSRF_FAILURE_VIEW = "verbundakte.web.views.errors.csrf_failed"
SECURE_COOKIES = os.environ.get("VERBUNDAKTE_HTTPS", "") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
_COOKIE = "__Host-" if SECURE_COOKIES else ""  # the prefix ties a cookie to this host and to TLS
SESSION_COOKIE_NAME = f"{_COOKIE}verbundakte"
CSRF_COOKIE_NAME = f"{_COOKIE}csrftoken"
if SECURE_COOKIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

STATIC_URL = "/static/"
STATICFILES_DIRS = [
    BASE_DIR / "src/verbundakte/core/ui/static",
    *([("browser", BROWSER_DIR)] if BROWSER_DIR.is_dir() else []),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "verbundakte.core.ui.assets.Assets"},
}
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MIMETYPES = {".mjs": "text/javascript", ".wasm": "application/wasm"}

LANGUAGE_CODE = "de"
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

FILE_UPLOAD_TEMP_DIR = str(DATA_DIR / "tmp")
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 500
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Mail (docs/betrieb/e-mail.md). The own address is never taken from a request: it stands in links.
PUBLIC_URL = os.environ.get("VERBUNDAKTE_URL", "")
EMAIL_HOST = os.environ.get("VERBUNDAKTE_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("VERBUNDAKTE_MAIL_PORT", 587))
EMAIL_HOST_USER = os.environ.get("VERBUNDAKTE_MAIL_USER", "")
EMAIL_HOST_PASSWORD = _from_file("VERBUNDAKTE_MAIL_PASSWORD_FILE")
EMAIL_USE_TLS = os.environ.get("VERBUNDAKTE_MAIL_TLS", "starttls") == "starttls"
EMAIL_USE_SSL = os.environ.get("VERBUNDAKTE_MAIL_TLS", "") == "tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("VERBUNDAKTE_MAIL_FROM", "verbundakte@localhost")
OIDC_ALLOW_HTTP = False  # only in tests: a directory service is asked over TLS
PASSWORD_RESET_TIMEOUT = 30 * 60

# What one file may weigh (the web server's own limit lies above it) and what is never taken.
EINGANG_ORDNER = Path(os.environ.get("VERBUNDAKTE_EINGANGSORDNER", DATA_DIR / "eingang")).absolute()
VERTRAUENSANKER = Path(
    os.environ.get("VERBUNDAKTE_VERTRAUENSANKER", DATA_DIR / "vertrauensanker")
).absolute()
# The library of the device in which keys of seals lie (PKCS#11); "": there is none.
PKCS11_MODUL = os.environ.get("VERBUNDAKTE_PKCS11", "")
UPLOAD_MAX_BYTES = int(os.environ.get("VERBUNDAKTE_UPLOAD_MAX", 2 * 1024**3))
UPLOAD_PART_BYTES = 8 * 1024 * 1024
CONVERTER_WORKERS = int(os.environ.get("VERBUNDAKTE_CONVERTERS", 0)) or 2
UPLOAD_MIN_FREE_BYTES = 200 * 1024 * 1024

# Where bytes lie (docs/betrieb/speicher.md): the folder, or an S3 server. The file holds two lines.
SPEICHER = os.environ.get("VERBUNDAKTE_SPEICHER", "lokal")
S3_CACHE_BYTES = int(os.environ.get("VERBUNDAKTE_S3_KOPIEN", 2 * 1024**3))
S3 = server_named("VERBUNDAKTE_S3", os.environ.get("VERBUNDAKTE_S3_BUCKET", "verbundakte"))

# Messages to other systems (docs/betrieb/anbindung.md): origins that may lie in the own network, and
# after how many days without success a receiver gets no more.
OUTBOUND_ALLOWED = [
    one for one in os.environ.get("VERBUNDAKTE_ZIELE_ERLAUBT", "").split(",") if one.strip()
]
MELDUNG_DAYS = int(os.environ.get("VERBUNDAKTE_MELDUNG_TAGE", 5))

# Editing in the browser (docs/betrieb/webdav.md): the discovery file of a document server, fetched by
# the operator. The installation itself asks no such server for anything.
WOPI_DISCOVERY = os.environ.get("VERBUNDAKTE_WOPI_DISCOVERY", "")

# Figures for operators under /metrics; without a token there are none (docs/betrieb/ueberwachen.md).
METRICS_TOKEN = _from_file("VERBUNDAKTE_METRICS_TOKEN_FILE")
if 0 < len(METRICS_TOKEN) < 20:
    raise SystemExit("Der Schlüssel für /metrics ist zu kurz: Nötig sind mindestens 20 Zeichen.")

# Mails taken from a mail server (docs/betrieb/postfaecher.md): where to listen, e.g.
# lmtp://127.0.0.1:2424; the domain of addresses of our own; a certificate for STARTTLS.
LMTP = os.environ.get("VERBUNDAKTE_LMTP", "")
MAIL_DOMAIN = os.environ.get("VERBUNDAKTE_MAIL_DOMAIN", "")
LMTP_CERT, LMTP_KEY = (
    os.environ.get("VERBUNDAKTE_LMTP_ZERTIFIKAT", ""),
    os.environ.get("VERBUNDAKTE_LMTP_SCHLUESSEL", ""),
)
LMTP_MAX_BYTES = int(os.environ.get("VERBUNDAKTE_LMTP_MAX", 100 * 1024**2))

# Virus scanner (clamd): a socket's path or host:port; empty: none.
CLAMD = os.environ.get("VERBUNDAKTE_CLAMD", "")

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "verbundakte.core.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "wsgidav": {"level": "CRITICAL"},  # its lines name files; our own door writes what happened
        "fontTools": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},
    },
}
