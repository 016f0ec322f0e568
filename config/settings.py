"""Django's settings: one file, from the environment, deny by default."""

from typing import Any

from config import environment

ENVIRONMENT = environment.read()

BASE_DIR = environment.BASE_DIR
SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = False
ALLOWED_HOSTS = ENVIRONMENT.hosts

INSTALLED_APPS = [
    "config",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "permanence.ui",
    "permanence.vault",
    "permanence.audit",
    "permanence.territory",
    "permanence.accounts",
    "permanence.live",
    "permanence.roster",
    "permanence.desk",
    "permanence.desk.craft",
    "permanence.desk.administration",
    "permanence.desk.paging",
    "permanence.desk.wallboard",
    "permanence.interventions",
    "permanence.interventions.connectors",
    "permanence.interventions.console",
    "permanence.casework",
    "permanence.casework.reports",
    "permanence.casework.assessment",
    "permanence.casework.evidence",
    "permanence.casework.referrals",
    "permanence.casework.documents",
    "permanence.casework.console",
    "permanence.casework.search",
    "permanence.statistics",
    "permanence.statistics.publications",
    "permanence.portal",
    "permanence.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "permanence.ui.middleware.page_headers",
    "permanence.api.problems.problems_only",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "permanence.ui.context.page",
            ],
        },
    }
]

DATABASES = {"default": ENVIRONMENT.database}
CONN_MAX_AGE = 0
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Officer"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "accounts:sign-in"

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
STATICFILES_DIRS = [path for path in [BASE_DIR / "build" / "vendor"] if path.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "permanence.ui.storage.HashedFiles"},
}

# Cookies: none outlives the browser, none is read by a script, none travels from another site.
SESSION_COOKIE_NAME = "__Host-poste"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 14 * 3600  # a shift and its hand-over
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CSRF_COOKIE_NAME = "__Host-jeton"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "permanence.ui.views.stale_form"

SECURE_CONTENT_TYPE_NOSNIFF = True
# Nothing leaves for another site. Not "no-referrer": a form would then come with `Origin: null`, and be refused.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if ENVIRONMENT.demonstration else 31_536_000
X_FRAME_OPTIONS = "DENY"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"level": "WARNING"},
        # Django's request log names paths and quotes exceptions; ours says what failed without what was typed.
        "django.request": {"level": "CRITICAL"},
        # Malformed requests are answered; a page of trace for each would let anybody fill the log, in their own words.
        "django.security": {"level": "CRITICAL"},
        "django.security.csrf": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
        # The server's own log tells the address and port of every live connection.
        "uvicorn.error": {"level": "WARNING"},
    },
}

# A file of a form waits sealed until it is in the database; requests other than files are short.
FILE_UPLOAD_HANDLERS = ["permanence.lib.uploads.SealedUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# Mail: only pages to whoever is on call (`permanence/desk/paging/`).
EMAIL_TIMEOUT = 5
vars().update(ENVIRONMENT.mail)

# Where quick exit leads: a plain page that anybody may have open, and that says nothing.
PUBLIC_PAGE = "https://meteofrance.com/"

# What the product itself reads.
PERMANENCE = ENVIRONMENT
