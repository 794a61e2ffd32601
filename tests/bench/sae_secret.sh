#!/bin/sh
# No branch and no address of our own code depends on a secret of SAE: the
# password, its element, the numbers of a commit, the keys, the confirm
# (SEC-SAE-07).
#
#   sh tests/bench/sae_secret.sh
#
# memcheck takes secrets for octets that nobody has set and reports whoever
# decides by them. One decision is meant: that no try of looping gave an
# element, which happens to one password in a trillion.
set -eu
cd "$(dirname "$0")/../.."
cmake --preset release >/dev/null
cmake --build --preset release --target dot11_sae_secret >/dev/null
program=build/release/tests/bench/dot11_sae_secret
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cat >"$out/meant" <<'END'
{
   no try gave an element
   Memcheck:Cond
   fun:d11_sae_pwe_by_hunting
}
END
judge() {
    valgrind --error-exitcode=3 --suppressions="$out/meant" "$program" "$@" \
        >"$out/log" 2>&1
}
judge || {
    cat "$out/log" >&2
    echo "sae_secret: something depends on a secret" >&2
    exit 1
}
if judge --leak; then
    echo "sae_secret: a leak is not noticed" >&2
    exit 1
fi
echo "sae_secret: ok, no branch and no address depends on a secret"
