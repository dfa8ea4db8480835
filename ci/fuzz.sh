#!/usr/bin/env bash
# The long run of the fuzzing: 20 times the cases of cargo test, or FUZZ_CASES of them, with a seed of its own, or
# PROPTEST_RNG_SEED. Some minutes. Arguments choose tests, such as `ci/fuzz.sh damage`.
set -euo pipefail
cd "$(dirname "$0")/.."

export FUZZ_CASES="${FUZZ_CASES:-5120}"
export PROPTEST_RNG_SEED="${PROPTEST_RNG_SEED:-$(date +%s)}"
# It would give every property as many cases, those too that take a part of them.
unset PROPTEST_CASES
echo "repeat with: FUZZ_CASES=$FUZZ_CASES PROPTEST_RNG_SEED=$PROPTEST_RNG_SEED ci/fuzz.sh $*"
[[ $# -gt 0 ]] || set -- ""
cargo test --locked --test slow -- "${@/#/fuzz::}"
