import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "board.settings")

app = Celery("board")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = {
    "remove-old-notices": {
        "task": "notices.tasks.remove_old",
        "schedule": crontab(hour=4, minute=10),
    }
}
app.autodiscover_tasks()
