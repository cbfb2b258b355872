module harbour.example/inventory

go 1.17

require (
	github.com/lib/pq v1.10.4
	github.com/robfig/cron/v3 v3.0.1
)
