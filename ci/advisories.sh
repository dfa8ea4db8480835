#!/usr/bin/env bash
# Holds every package of Cargo.lock to the advisories of RustSec, and to the rest of deny.toml. It fetches their database from
# GitHub. Without a network, name a clone of it that is less than 90 days old: ADVISORY_DB=/path/to/advisory-db ci/advisories.sh
set -euo pipefail
cd "$(dirname "$0")/.."

CARGO_DENY=0.20.2
tools=$(realpath -m "${CARGO_TARGET_DIR:-target}")/tools
if [[ $("$tools/bin/cargo-deny" --version 2>/dev/null) != *"$CARGO_DENY"* ]]; then
  cargo install cargo-deny --quiet --locked --version "$CARGO_DENY" --root "$tools"
fi

# cargo-deny reads the folder of the database from its configuration alone.
config=$tools/deny.toml
sed "s|^\[advisories\]\$|&\ndb-path = \"$tools/advisory-dbs\"|" deny.toml >"$config"
offline=()
if [[ -n ${ADVISORY_DB:-} ]]; then
  # The name that this version gives to the clone of the database's address.
  clone=$tools/advisory-dbs/advisory-db-3157b0e258782691
  rm -rf "$clone"
  git clone --quiet "$ADVISORY_DB" "$clone"
  offline=(--offline)
fi
"$tools/bin/cargo-deny" --locked "${offline[@]}" --config "$config" check
