#!/usr/bin/env bash
# Holds the licence of every package that the build can use to the list in deny.toml.
#
# It needs cargo and jq alone and answers in a second without a network, where cargo-deny has to be compiled first. Both
# read the same list.
set -euo pipefail
cd "$(dirname "$0")/.."

# The identifiers between `allow = [` and the next `]` of [licenses].
allowed=$(sed -n '/^\[licenses\]/,/^\[[a-z]/{/^allow = \[/,/^\]/s/^ *"\(.*\)",\{0,1\}$/\1/p}' deny.toml | jq -R . | jq -cs .)

# An expression becomes one of jq: each identifier the answer whether it is allowed, AND and OR jq's own, which bind alike.
# shellcheck disable=SC2016 # $allowed is jq's
program='
  def answer($allowed): gsub("/"; " OR ")
    | gsub("(?<id>[A-Za-z0-9.+-]+( WITH [A-Za-z0-9.-]+)?)";
        if .id == "OR" or .id == "AND" then .id | ascii_downcase
        else .id as $id | ($allowed | index([$id])) != null | tostring end);
  .packages[] | select(.source != null)
    | [(.license // "none" | answer($allowed)), .name, .version, .license // "none"] | @tsv'

packages=$(cargo metadata --format-version 1 --locked | jq -r --argjson allowed "$allowed" "$program")
count=0
refused=0
declare -A answers=()
while IFS=$'\t' read -r expression name version license; do
  if [[ -z ${answers[$expression]:-} ]]; then
    answers[$expression]=$(jq -n "$expression")
  fi
  count=$((count + 1))
  if [[ ${answers[$expression]} != true ]]; then
    echo "not allowed by deny.toml: $license ($name $version)" >&2
    refused=$((refused + 1))
  fi
done <<<"$packages"
echo "$count packages, $refused with a licence that deny.toml does not allow"
((refused == 0))
