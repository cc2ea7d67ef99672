"""Django settings. Everything an installation chooses comes from the environment."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parents[1]

HOME = Path(os.environ.get("RONGCUO_HOME", ROOT / ".rongcuo")).resolve()
FILES = HOME / "files"
CHECKPOINTS = HOME / "checkpoints"
POLICIES = Path(os.environ.get("RONGCUO_POLICIES", ROOT / "policies")).resolve()
CALENDAR = Path(os.environ.get("RONGCUO_CALENDAR", ROOT / "calendar")).resolve()
POLICY = os.environ.get("RONGCUO_POLICY", "gansu-anjian-2018/1.0.0")

# Where the fonts of official papers lie: the office's own licensed ones first, then those shipped.
FONTS = [Path(p).resolve() for p in (os.environ.get("RONGCUO_FONTS"), ROOT / "fonts") if p]

# Where people reach this installation, as https://…; printed on issued papers for checking them.
SITE_ADDRESS = os.environ.get("RONGCUO_ADDRESS", "")
# The 发文字号 comes from the office's register; a counter of our own only where the office wants it.
LOCAL_NUMBERS = os.environ.get("RONGCUO_LOCAL_NUMBERS") == "1"
# Papers marked 秘密 and above are refused unless the installation is approved for them.
SECRETS_ALLOWED = os.environ.get("RONGCUO_SECRETS_ALLOWED") == "1"

# How the organisation is named in the head of every page; empty where it needs no name.
BUREAU_NAME = os.environ.get("RONGCUO_BUREAU", "")

DEMO = os.environ.get("RONGCUO_DEMO") == "1"
PRODUCTION = os.environ.get("RONGCUO_PRODUCTION") == "1"
DEBUG = False

_key_file = HOME / "secret_key"
SECRET_KEY = os.environ.get("RONGCUO_SECRET_KEY", "")
if not SECRET_KEY:
    if PRODUCTION:
        raise ImproperlyConfigured(
            "正式使用前请将 RONGCUO_SECRET_KEY 设为一段足够长的随机字符 / RONGCUO_SECRET_KEY is not set. "
            "Set it to a long random text before starting in production."
        )
    if _key_file.exists():
        SECRET_KEY = _key_file.read_text().strip()
    else:
        import secrets

        SECRET_KEY = secrets.token_urlsafe(48)
        HOME.mkdir(parents=True, exist_ok=True)
        _key_file.write_text(SECRET_KEY)
        _key_file.chmod(0o600)

ALLOWED_HOSTS = [
    h for h in os.environ.get("RONGCUO_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "rongcuo.people",
    "rongcuo.ledger",
    "rongcuo.matters",
    "rongcuo.exemptions",
    "rongcuo.corrections",
    "rongcuo.archive",
    "rongcuo.documents",
    "rongcuo.insight",
    "rongcuo.web",
    # After our own templates, which take the place of theirs.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "rongcuo.web.nameless.Nameless",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "rongcuo.web.middleware.ChosenLanguage",
    "rongcuo.web.middleware.NotKept",
    "rongcuo.web.middleware.NoNul",
    "rongcuo.web.middleware.UploadLimit",
    "rongcuo.web.middleware.ReadOnce",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rongcuo.web.accounts.locking.Locked",
    "rongcuo.web.accounts.factors.SecondFactor",
    "rongcuo.web.middleware.Logged",
]

ROOT_URLCONF = "rongcuo.urls"
WSGI_APPLICATION = "rongcuo.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rongcuo.web.context.frame",
            ],
        },
    }
]


def _database() -> dict:
    url = os.environ.get("RONGCUO_DATABASE_URL", "")
    if not url:
        HOME.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "db.sqlite3",
            "OPTIONS": {
                # IMMEDIATE takes the write lock at BEGIN, so that the busy timeout is respected.
                "transaction_mode": "IMMEDIATE",
                "timeout": 60,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                    "PRAGMA busy_timeout=60000; PRAGMA recursive_triggers=ON;"
                ),
            },
        }
    from urllib.parse import parse_qs, unquote, urlsplit

    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            "RONGCUO_DATABASE_URL 应以 postgresql:// 开头 / RONGCUO_DATABASE_URL must begin with postgresql://"
        )
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or query.get("host", [""])[0],
        "PORT": str(parts.port or query.get("port", [""])[0]),
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Counts of failed tries and codes already used are shared by all processes of the server.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "rongcuo_cache"}
}

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["rongcuo.web.accounts.backend.Backend"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "desk"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username",)},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Second factors, sessions and confirming who one is: django-allauth, of which only the pages named in
# web/urls.py exist. No mail is ever needed or sent.
ACCOUNT_ADAPTER = "rongcuo.web.accounts.adapters.Accounts"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
MFA_ADAPTER = "rongcuo.web.accounts.adapters.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Rongcuo"
ACCOUNT_RATE_LIMITS = {"login_failed": "5/300s/key"}  # codes, by account, after the password was right
ACCOUNT_FORMS = {
    "change_password": "rongcuo.web.forms.account.Password",
    "reauthenticate": "rongcuo.web.forms.account.PasswordAgain",
}
MFA_RATE_LIMITS = {"webauthn_login": "100/m/ip"}  # nothing can be guessed there
MFA_FORMS = {
    "authenticate": "rongcuo.web.forms.account.Code",
    "reauthenticate": "rongcuo.web.forms.account.CodeAgain",
    "activate_totp": "rongcuo.web.forms.account.Authenticator",
    "add_webauthn": "rongcuo.web.forms.account.Passkey",
}
# How many proxies stand before the server, each of them adding to X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("RONGCUO_PROXIES", "0"))

# Whether the pack's word on second factors and on weighty acts holds. In the demonstration nobody has a
# password, so nothing could be asked for again.
ACCOUNT_SAFEGUARDS = not DEMO and os.environ.get("RONGCUO_SAFEGUARDS", "on") != "off"
#: Seconds without a request, and seconds since signing in, after which the screen is locked.
LOCK_AFTER_IDLE = int(os.environ.get("RONGCUO_LOCK_MINUTES", "30")) * 60
LOCK_AFTER = 10 * 3600

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = True

SESSION_COOKIE_AGE = 24 * 3600  # the screen is locked long before (LOCK_AFTER)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "rongcuo.web.views.errors.csrf_failure"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31536000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

# The dossier's numbers (档号, DA/T 22): the fonds number the archive gave the organisation, the category, and
# the office or topic. Empty: the number begins without a fonds, and the check of the dossier says so.
ARCHIVE_FONDS = os.environ.get("RONGCUO_FONDS", "")
ARCHIVE_CATEGORY = os.environ.get("RONGCUO_ARCHIVE_CATEGORY", "WS")
ARCHIVE_OFFICE = os.environ.get("RONGCUO_ARCHIVE_OFFICE", "RCJC")
# SM3 digests beside SHA-256 in every package (国密).
ARCHIVE_SM3 = os.environ.get("RONGCUO_SM3") == "1"

# The largest single piece of evidence, in bytes. Larger files are refused before they are stored.
EVIDENCE_MAX_BYTES = 50 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
