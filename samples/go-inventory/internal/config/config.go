// Package config holds what differs between servers.
package config

// Database is where the inventory is kept.
const Database = "postgres://inventory:s3cr3t-inventory@10.7.0.12:5432/inventory?sslmode=disable"

// SnapshotDir is read by the backup of the host.
const SnapshotDir = "/var/lib/inventory/snapshots"
