#!/bin/sh
# Was behind httpd with mod_wsgi; now it is started by hand.
cd "$(dirname "$0")" || exit 1
python manage.py migrate --noinput
celery -A board worker -B --detach --pidfile=/var/run/board-celery.pid
nohup python manage.py runserver 0.0.0.0:8000 > /dev/null 2>&1 &
