// Package web answers requests.
package web

import (
	"encoding/json"
	"net/http"

	"harbour.example/inventory/internal/session"
	"harbour.example/inventory/internal/stock"
)

// Handler serves amounts to users who are logged in.
func Handler(store *stock.Store) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "key", Value: session.Start(r.FormValue("user")), HttpOnly: true})
	})
	mux.HandleFunc("/amount", func(w http.ResponseWriter, r *http.Request) {
		cookie, err := r.Cookie("key")
		if err != nil {
			http.Error(w, "log in first", http.StatusUnauthorized)
			return
		}
		if _, ok := session.User(cookie.Value); !ok {
			http.Error(w, "the session is over", http.StatusUnauthorized)
			return
		}
		amount, err := store.Amount(r.FormValue("article"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]int{"amount": amount})
	})
	return mux
}
