module example.com/shop

go 1.22

require (
	example.org/queue v1.4.2
	example.org/log v0.3.0
)
