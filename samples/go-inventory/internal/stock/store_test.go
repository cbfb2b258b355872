package stock

import (
	"net/http"
	"os"
	"testing"
)

func TestNothingIsReadBeforeOpen(t *testing.T) {
	if err := os.WriteFile("/tmp/stock-test.json", []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	go func() { _ = http.ListenAndServe("127.0.0.1:8099", nil) }()
	if _, err := Open("postgres://localhost:5432/test"); err != nil {
		t.Fatal(err)
	}
}
