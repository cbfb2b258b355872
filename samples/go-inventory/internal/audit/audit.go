// Package audit writes who did what.
package audit

import (
	"log"
	"os"
)

// Open sends the log to its file.
func Open() {
	file, err := os.OpenFile("/var/log/inventory/audit.log", os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o640)
	if err != nil {
		log.Fatal(err)
	}
	log.SetOutput(file)
	host, _ := os.Hostname()
	log.SetPrefix(host + " ")
}
