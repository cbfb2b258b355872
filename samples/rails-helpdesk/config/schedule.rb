# Read by whenever, which writes the crontab of the server.
set :output, "/var/log/helpdesk/cron.log"

every 1.day, at: "3:30 am" do
  runner "Ticket.close_stale"
end

every :hour do
  rake "mail:fetch"
end
