#!/usr/bin/env bash
# Builds the newest commit twice, in clones in different folders, and compares the two programs byte for byte.
#
#   ci/reproducible.sh
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for clone in "$work/one" "$work/in/another/folder"; do
  git clone --quiet . "$clone"
  (cd "$clone" && env -u CARGO_TARGET_DIR cargo build --release --locked --quiet)
  sha256sum "$clone/target/release/rad-admin"
done
cmp "$work/one/target/release/rad-admin" "$work/in/another/folder/target/release/rad-admin"
echo "both builds are the same"
