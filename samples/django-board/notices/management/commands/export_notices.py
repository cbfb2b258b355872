import csv

from django.core.management.base import BaseCommand

from notices.models import Notice


class Command(BaseCommand):
    help = "Writes all notices to the share of the office"

    def handle(self, *args, **options):
        with open("/mnt/office/notices.csv", "w", newline="") as out:
            writer = csv.writer(out)
            for notice in Notice.objects.all():
                writer.writerow([notice.pk, notice.title, notice.created])
