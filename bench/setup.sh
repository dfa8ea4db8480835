# shellcheck shell=bash
# The start of bench/run.sh and bench/growth.sh: builds the program, and makes a folder that is removed at the end.
set -euo pipefail
cd "$(dirname "$0")/.."

for tool in sqlite3 python3; do
  command -v "$tool" >/dev/null || {
    echo "$tool is needed" >&2
    exit 1
  }
done
if [[ -z ${RAD_ADMIN:-} ]]; then
  cargo build --release --locked --quiet
  RAD_ADMIN=${CARGO_TARGET_DIR:-$PWD/target}/release/rad-admin
fi

folder=$(mktemp -d "${BENCH_DIR:-${TMPDIR:-/tmp}}/rad-admin-bench.XXXXXX")
trap 'rm -rf "$folder"' EXIT
: >"$folder/config.toml"
export RAD_ADMIN RAD_ADMIN_CONFIG=$folder/config.toml RAD_ADMIN_ACTOR=bench@example.org PYTHONDONTWRITEBYTECODE=1
