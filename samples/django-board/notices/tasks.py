from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from .models import Notice


@shared_task
def remove_old():
    """Removes rows only; open("...", "w") is not needed here."""
    Notice.objects.filter(created__lt=timezone.now() - timedelta(days=90)).delete()
