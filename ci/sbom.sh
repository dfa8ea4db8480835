#!/usr/bin/env bash
# Writes the list of every package that is built into the program, in CycloneDX's format, to target/rad-admin.cdx.json.
# The Debian package holds it, so that one can ask an advisory database about a program that is installed.
set -euo pipefail
cd "$(dirname "$0")/.."

CARGO_CYCLONEDX=0.5.9
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
tools=$target/tools
if [[ $("$tools/bin/cargo-cyclonedx" cyclonedx --version 2>/dev/null) != *"$CARGO_CYCLONEDX"* ]]; then
  cargo install cargo-cyclonedx --quiet --locked --version "$CARGO_CYCLONEDX" --root "$tools"
fi

# With one clock, one source makes one list.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 1793512800)}
export SOURCE_DATE_EPOCH
made=rad-admin_bin.cdx.json
trap 'rm -f "$made"' EXIT
"$tools/bin/cargo-cyclonedx" cyclonedx --quiet --describe binaries --no-build-deps --format json --spec-version 1.5
# It also lists packages that only tests or features of other programs need. The release holds those of this tree.
tree=$(cargo tree --locked --edges normal --no-dedupe --prefix none --format '{p}' | awk '{ print $1, substr($2, 2) }' | sort -u)
# The folder that the program is built in is nobody's business.
jq --arg tree "$tree" '
  ($tree | split("\n")) as $built
  | [.components[] | select(.name + " " + .version | IN($built[]) | not) | ."bom-ref"] as $unused
  | .components |= map(select(."bom-ref" | IN($unused[]) | not))
  | .dependencies |= map(select(.ref | IN($unused[]) | not)
      | if .dependsOn then .dependsOn |= map(select(IN($unused[]) | not)) else . end)
' "$made" | sed "s|path+file://$PWD#|rad-admin#|" >"$target/rad-admin.cdx.json"
