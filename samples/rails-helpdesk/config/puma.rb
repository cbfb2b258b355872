threads 2, 8
workers 2
port 3000
environment "production"
daemonize true
pidfile "/srv/helpdesk/shared/tmp/pids/puma.pid"
stdout_redirect "/var/log/helpdesk/puma.log", "/var/log/helpdesk/puma.err", true
