"""Django's settings, and every environment variable that Rapport reads: each with its meaning and default.

`SETTINGS` is the list that `docs/settings.md` must tell of (a test compares them) and `rapport settings` prints.
"""

import os
import pwd
import secrets
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit


class Setting(NamedTuple):
    name: str
    default: str
    meaning: str


SETTINGS: list[Setting] = []


def setting(name: str, default: str, meaning: str) -> str:
    SETTINGS.append(Setting(name, default, meaning))
    return os.environ.get(name, "") or default


def _default_home() -> str:
    """A folder of this user's own; root's database runs as an ordinary user, who cannot enter root's home."""
    if os.geteuid() == 0:
        return "/var/lib/rapport"
    return str(Path(pwd.getpwuid(os.geteuid()).pw_dir) / ".local" / "share" / "rapport")


BASE = Path(__file__).resolve().parent

HOME = Path(setting("RAPPORT_HOME", _default_home(), "The folder that holds everything: database, copy, keys.")).absolute()
DATABASE_URL = setting(
    "DATABASE_URL", "", "Your own PostgreSQL (15 or later), as postgresql://user:password@host:port/name. Empty: Rapport runs its own."
)
BIND = setting("RAPPORT_BIND", "127.0.0.1", "The address the web server listens on.")
PORT = int(setting("RAPPORT_PORT", "8700", "The port the web server listens on."))
PUBLIC_URL = setting(
    "RAPPORT_PUBLIC_URL", f"http://{'localhost' if BIND in ('127.0.0.1', '0.0.0.0') else BIND}:{PORT}",  # noqa: S104
    "The address people open, with its scheme. With https, cookies are sent over TLS only.",
).rstrip("/")
DEBUG = setting("RAPPORT_DEBUG", "", "1 shows errors in the page, for development only.") == "1"
EMAIL_URL = setting("RAPPORT_EMAIL_URL", "", "The mail server, as smtp://user:password@host:587 (smtps:// for TLS from the start). Empty: no mail is sent.")
EMAIL_FROM = setting("RAPPORT_EMAIL_FROM", "rapport@localhost", "The address that Rapport's mail comes from.")
UPLOAD_MAX_MB = int(setting("RAPPORT_UPLOAD_MAX_MB", "2048", "The largest file one may upload on the import page, in MB. `rapport import` knows no limit."))
TIME_ZONE = setting("RAPPORT_TIME_ZONE", "UTC", "The time zone in which pages show times and count days.")

KEY_FILE = HOME / "keys" / "secret.keys"
"""Fernet keys, one a line, the newest first; outside the database so that a stolen dump tells no secret."""
DJANGO_KEY_FILE = HOME / "keys" / "django.key"
COPY = HOME / "copy"
UPLOADS = HOME / "uploads"


def _secret_key() -> str:
    """The key of sessions and sign-in links. Until the home exists, one that lasts for this process."""
    try:
        return DJANGO_KEY_FILE.read_text().strip()
    except OSError:
        return secrets.token_urlsafe(48)


def _database(url: str) -> dict[str, Any]:
    """Django's description of a postgresql:// URL; a host in the query (a socket's folder) wins."""
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "rapport",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.pop("host", parts.hostname or "")),
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": {key: unquote(value) for key, value in query.items()},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


SECRET_KEY = _secret_key()
DATABASES = {"default": _database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "rapport.urls"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", urlsplit(PUBLIC_URL).hostname or "localhost"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SITE_ID = None

INSTALLED_APPS = [
    "rapport.accounts",
    "rapport.ledger",
    "rapport.collect",
    "rapport.people",
    "rapport.measure",
    "rapport.console",
    "rapport.cli",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "heroicons",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SOCIALACCOUNT_STORE_TOKENS = False  # tokens are kept encrypted, in our own store

USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = BASE / "static-collected"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

_NOTHING, _SELF = ["'none'"], ["'self'"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": _NOTHING,
        "script-src": _SELF,
        "style-src": _SELF,
        "img-src": [*_SELF, "data:"],
        "font-src": _SELF,
        "connect-src": _SELF,
        "form-action": _SELF,
        "frame-ancestors": _NOTHING,
        "base-uri": _NOTHING,
        "manifest-src": _SELF,
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
