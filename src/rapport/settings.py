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

HOME = Path(
    setting("RAPPORT_HOME", _default_home(), "The folder that holds everything: database, copy, keys.")
).absolute()
DATABASE_URL = setting(
    "DATABASE_URL",
    "",
    "Your own PostgreSQL (15 or later), as postgresql://user:password@host:port/name. Empty: Rapport runs its own.",
)
BIND = setting("RAPPORT_BIND", "127.0.0.1", "The address the web server listens on.")
PORT = int(setting("RAPPORT_PORT", "8700", "The port the web server listens on."))
PUBLIC_URL = setting(
    "RAPPORT_PUBLIC_URL",
    f"http://{'localhost' if BIND in ('127.0.0.1', '0.0.0.0') else BIND}:{PORT}",  # noqa: S104
    "The address people open, with its scheme. With https, cookies are sent over TLS only.",
).rstrip("/")
DEBUG = setting("RAPPORT_DEBUG", "", "1 shows errors in the page, for development only.") == "1"
EMAIL_URL = setting(
    "RAPPORT_EMAIL_URL",
    "",
    "The mail server, as smtp://user:password@host:587 (STARTTLS where a user is named; smtps:// for TLS from the"
    " start). Empty: no mail is sent.",
)
PROXIES = int(
    setting(
        "RAPPORT_PROXIES",
        "0",
        "How many reverse proxies of yours stand before Rapport. They tell it the client's address and https.",
    )
)
EMAIL_FROM = setting("RAPPORT_EMAIL_FROM", "rapport@localhost", "The address that Rapport's mail comes from.")
_near = setting(
    "RAPPORT_NEAR_SERVERS",
    "",
    "Mastodon servers of your own that are not on the public internet, as https://social.intranet.example, separated by"
    " commas. Visitors may sign in at these too.",
)
NEAR_SERVERS = {urlsplit(each).netloc: each.rstrip("/") for each in _near.lower().replace(",", " ").split()}
_addresses = setting(
    "RAPPORT_PLATFORM_ADDRESSES",
    "",
    "Other addresses of platforms' APIs, as github=http://127.0.0.1:8080, separated by commas: a proxy of yours, or a"
    " stand-in for trying out.",
)
PLATFORM_ADDRESSES = dict(each.split("=", 1) for each in _addresses.replace(",", " ").split() if "=" in each)
UPLOAD_MAX_MB = int(
    setting(
        "RAPPORT_UPLOAD_MAX_MB",
        "2048",
        "The largest file one may upload on the import page, in MB. `rapport import` knows no limit.",
    )
)
TIME_ZONE = setting(
    "RAPPORT_TIME_ZONE",
    "UTC",
    "The time zone in which pages show times. Days are counted in UTC, so that figures are the same everywhere.",
)

KEY_FILE = HOME / "keys" / "secret.keys"
"""Fernet keys, one a line, the newest first; outside the database so that a stolen dump tells no secret."""
DJANGO_KEY_FILE = HOME / "keys" / "django.key"
COPY = HOME / "copy"
UPLOADS = HOME / "uploads"
FILE_UPLOAD_HANDLERS = ["rapport.collect.uploads.IntoHome"]  # refuses before the first byte


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
    "rapport.demo",
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
    "allauth.socialaccount.providers.discord",
    "allauth.socialaccount.providers.github",
    "allauth.socialaccount.providers.gitlab",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.reddit",
    "allauth.socialaccount.providers.slack",
    "allauth.socialaccount.providers.stackexchange",
    "allauth.socialaccount.providers.twitter_oauth2",
    "allauth.usersessions",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rapport.accounts.seen.keep_last_seen",
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
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "rapport.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is checked when it is changed; a new one came by an invitation
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody's address is written to just because somebody typed it
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Of our own public pages; allauth's own limits hold beside them.
ACCOUNT_RATE_LIMITS = {
    "entrance": "20/m/ip",
    "proof": "20/m/ip,100/h/ip",  # ways to prove an account or an address
    "proof-mail": "3/h/key",  # mails to one address
    "proof-server": "10/m/key",  # sign-ins at one server of the Fediverse
    "shared": "60/m/ip",  # boards that are shown by a link
    "badge": "300/m/ip",  # a site's readers may come by one proxy
    "export-mine": "10/h/ip",  # each reads the whole ledger
}
MFA_ADAPTER = "rapport.accounts.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Rapport"
MFA_TOTP_TOLERANCE = 1  # one step of 30 s either way, as RFC 6238 (5.2) advises for clocks that drift
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a change of address that waits for its mail must not forbid a second step
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PUBLIC_URL.startswith("http://localhost")
SOCIALACCOUNT_ADAPTER = "rapport.people.mine.adapter.ProofAdapter"
SOCIALACCOUNT_QUERY_EMAIL = True  # an address that a platform has checked is a proof too
# Where it is described: others may refuse what they do not know.
SOCIALACCOUNT_PROVIDERS = {
    provider: {"OAUTH_PKCE_ENABLED": True} for provider in ("github", "gitlab", "google", "openid_connect")
} | {"reddit": {"USER_AGENT": f"web:rapport:1 (by the team of {PUBLIC_URL})"}}  # it refuses what does not say so
SOCIALACCOUNT_STORE_TOKENS = False  # tokens are kept encrypted, in our own store
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES

# In the database, so that rate limits and used one-time codes hold across processes and restarts.
# With the 300 entries that Django allows by default, whoever comes from many addresses would wipe others' limits out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

_mail = urlsplit(EMAIL_URL)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_URL else 'dummy'}.EmailBackend"
EMAIL_HOST = _mail.hostname or "localhost"
EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtps" else 587 if _mail.username else 25)
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_USE_TLS = bool(_mail.username) and not EMAIL_USE_SSL
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = EMAIL_FROM

USE_TZ = True
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True  # files are served from the packages themselves; nothing to collect

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"no-tokens": {"()": "rapport.accounts.quiet.HideTokens"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no-tokens"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # The pool says each attempt to connect; that the database is away is said once, by whoever needs it.
    "loggers": {"rapport": {"level": "INFO"}, "psycopg.pool": {"level": "ERROR"}},
}

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
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_HSTS_SECONDS = 30 * 86400 if PUBLIC_URL.startswith("https://") else 0
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in ("camera", "microphone", "geolocation", "payment", "usb", "serial", "midi", "display-capture")
}
