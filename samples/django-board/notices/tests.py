import tempfile

from django.test import TestCase, override_settings

from .models import Notice


@override_settings(SESSION_ENGINE="django.contrib.sessions.backends.file")
class IndexTest(TestCase):
    def test_notice_is_listed(self):
        Notice.objects.create(title="Rope for sale", text="50 m")
        self.assertContains(self.client.get("/"), "Rope for sale")

    def test_export_can_be_written(self):
        with open("/tmp/notices-test.csv", "w") as out:
            out.write(tempfile.gettempdir())
