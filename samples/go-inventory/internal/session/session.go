// Package session remembers who is logged in.
package session

import (
	"crypto/rand"
	"encoding/hex"
	"sync"
)

var (
	mu       sync.Mutex
	sessions = map[string]string{}
)

// Start makes a session for a user and returns its key.
func Start(user string) string {
	key := make([]byte, 16)
	_, _ = rand.Read(key)
	name := hex.EncodeToString(key)
	mu.Lock()
	defer mu.Unlock()
	sessions[name] = user
	return name
}

// User returns whose session it is.
func User(key string) (string, bool) {
	mu.Lock()
	defer mu.Unlock()
	user, ok := sessions[key]
	return user, ok
}
