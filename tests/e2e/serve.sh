#!/usr/bin/env bash
# Runs an empty system in a folder of its own for the browser tests, and leaves nothing behind.
set -euo pipefail

folder=$(mktemp -d "${TMPDIR:-/tmp}/skiigen-e2e-XXXXXX")
chmod 755 "$folder" # the database's own user must reach it
SKIIGEN_DATA_DIR="$folder/data" "$SKIIGEN_TEST_SERVER" serve &
server=$!
trap 'kill -TERM "$server"' TERM INT
# The first wait ends with the signal, the second with the server.
wait "$server" || true
wait "$server" 2>/dev/null || true
rm -rf "$folder"
