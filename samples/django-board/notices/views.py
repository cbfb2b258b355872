import logging
import subprocess
import tempfile

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from .models import Notice

log = logging.getLogger(__name__)
views_of_notice = {}


def index(request):
    request.session["seen"] = request.session.get("seen", 0) + 1
    return render(request, "notices/list.html", {"notices": Notice.objects.all()})


def show(request, pk):
    notice = get_object_or_404(Notice, pk=pk)
    views_of_notice[pk] = views_of_notice.get(pk, 0) + 1
    if request.GET.get("format") == "pdf":
        with tempfile.NamedTemporaryFile(suffix=".html") as page:
            page.write(notice.text.encode("utf-8"))
            page.flush()
            return HttpResponse(
                subprocess.check_output(["/usr/bin/wkhtmltopdf", page.name, "-"]),
                content_type="application/pdf",
            )
    return render(request, "notices/list.html", {"notices": [notice]})


def create(request):
    picture = request.FILES.get("picture")
    notice = Notice.objects.create(title=request.POST["title"], text=request.POST["text"])
    if picture:
        with open("/srv/board/media/pictures/%d.png" % notice.pk, "wb") as target:
            for chunk in picture.chunks():
                target.write(chunk)
    log.info("notice %d created", notice.pk)
    return redirect("index")
