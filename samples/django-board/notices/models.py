from django.db import models


class Notice(models.Model):
    title = models.CharField(max_length=120)
    text = models.TextField()
    picture = models.ImageField(upload_to="pictures", blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created"]
