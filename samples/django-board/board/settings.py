import os

BASE_DIR = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

SECRET_KEY = "n0t-a-real-key-of-the-board"
DEBUG = True
ALLOWED_HOSTS = ["192.168.40.12", "board.harbour.example"]
ROOT_URLCONF = "board.urls"
WSGI_APPLICATION = "board.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "notices",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.path.join(BASE_DIR, "db.sqlite3"),
    }
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.cache"

MEDIA_ROOT = "/srv/board/media"
MEDIA_URL = "/media/"
STATIC_URL = "/static/"

# A mail server on localhost was used before 2018.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "mail.harbour.example")
CELERY_BROKER_URL = "redis://localhost:6379/0"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {
        "file": {
            "class": "logging.handlers.RotatingFileHandler",
            "filename": "/var/log/board/board.log",
            "maxBytes": 5000000,
        },
        "console": {"class": "logging.StreamHandler"},
    },
    "root": {"handlers": ["file"], "level": "INFO"},
}
