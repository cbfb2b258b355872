// Command inventory counts what lies in the warehouse.
package main

import (
	"log"
	"net/http"

	"github.com/robfig/cron/v3"

	"harbour.example/inventory/internal/audit"
	"harbour.example/inventory/internal/config"
	"harbour.example/inventory/internal/stock"
	"harbour.example/inventory/internal/web"
)

func main() {
	audit.Open()
	store, err := stock.Open(config.Database)
	if err != nil {
		log.Fatal(err)
	}
	jobs := cron.New()
	if _, err := jobs.AddFunc("0 4 * * *", store.Snapshot); err != nil {
		log.Fatal(err)
	}
	jobs.Start()
	// Other hosts come through the proxy, so http://localhost is enough.
	log.Fatal(http.ListenAndServe("127.0.0.1:8090", web.Handler(store)))
}
