// Package stock reads and writes amounts.
package stock

import (
	"database/sql"
	"encoding/json"
	"log"
	"os"
	"path/filepath"

	_ "github.com/lib/pq"

	"harbour.example/inventory/internal/config"
)

// Store is the table of amounts.
type Store struct {
	db *sql.DB
}

// Open connects to the database.
func Open(address string) (*Store, error) {
	db, err := sql.Open("postgres", address)
	return &Store{db: db}, err
}

// Amount tells how many pieces of an article there are.
func (s *Store) Amount(article string) (int, error) {
	var amount int
	err := s.db.QueryRow("SELECT amount FROM stock WHERE article = $1", article).Scan(&amount)
	return amount, err
}

// Snapshot writes all amounts to the disk.
func (s *Store) Snapshot() {
	rows, err := s.db.Query("SELECT article, amount FROM stock")
	if err != nil {
		log.Print(err)
		return
	}
	defer rows.Close()
	amounts := map[string]int{}
	for rows.Next() {
		var article string
		var amount int
		if rows.Scan(&article, &amount) == nil {
			amounts[article] = amount
		}
	}
	text, _ := json.Marshal(amounts)
	if err := os.WriteFile(filepath.Join(config.SnapshotDir, "stock.json"), text, 0o640); err != nil {
		log.Print(err)
	}
}
