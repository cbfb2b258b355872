#!/bin/sh
# bin/delayed_job run would stay in the foreground
cd /srv/helpdesk/current && RAILS_ENV=production bin/delayed_job -n 2 start
