#!/usr/bin/env bash
# Builds the Debian package from the release build that there is, installs it over an older one, uses it, and purges it again.
#
#   ci/package.sh     as root; it refuses where a rad-admin is installed already
#
# Away from Debian, and where it may not install, it says that it is skipped; where CI is set it fails.
set -euo pipefail
cd "$(dirname "$0")/.."

CARGO_DEB=3.8.0
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")

fail() {
  printf 'package: %s\n' "$*" >&2
  exit 1
}

for tool in dpkg dpkg-shlibdeps faketime lintian man runuser systemd-sysusers; do
  if ! command -v "$tool" >/dev/null || ((EUID != 0)); then
    [[ -z ${CI:-} ]] || fail "it takes root and $tool"
    echo "SKIPPED: the Debian package; it takes root and $tool" >&2
    exit 0
  fi
done
[[ -x $target/release/rad-admin ]] || fail "there is no release build; make one with: cargo build --release --locked"
# dpkg -s also knows what is removed but not purged.
! dpkg -s rad-admin >/dev/null 2>&1 || fail "rad-admin is installed on this machine; purge it first, or try another"

tools=$target/tools
if [[ $("$tools/bin/cargo-deb" --version 2>/dev/null) != *"$CARGO_DEB"* ]]; then
  cargo install cargo-deb --quiet --locked --version "$CARGO_DEB" --root "$tools"
fi

work=$(mktemp -d)
folder=/var/lib/rad-admin
data=$folder/test-of-the-package-$$.db
had_account=$(getent passwd rad-admin || true)
had_folder=$([[ ! -e $folder ]] || echo yes)
# The machine as it was. The package itself leaves the account and its folder to the machine's owner.
finish() {
  dpkg --purge rad-admin >/dev/null 2>&1 || true
  rm -rf "$work" "$data" "$data"[-.]*
  [[ -n $had_folder || ! -e $folder ]] || rmdir "$folder"
  [[ -n $had_account ]] || ! getent passwd rad-admin >/dev/null || userdel rad-admin
}
trap finish EXIT

# With one clock, one source makes one package, byte for byte.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 1793512800)}
export SOURCE_DATE_EPOCH
ci/sbom.sh
for name in package again; do
  "$tools/bin/cargo-deb" --quiet --no-build --locked --output "$work/$name.deb" >/dev/null
done
cmp "$work/package.deb" "$work/again.deb" || fail "two packages of one build differ"
lintian --fail-on error --allow-root "$work/package.deb"
version=$(dpkg-deb -f "$work/package.deb" Version)
head -n 1 ci/deb/changelog | grep -qF "rad-admin ($version)" || fail "ci/deb/changelog does not begin with $version"

install_package() {
  dpkg -i "$1" >"$work/dpkg.log" || { cat "$work/dpkg.log" >&2; fail "${1##*/} cannot be installed"; }
}

# As an administrator with a home of their own.
ours() {
  env -i PATH=/usr/bin:/bin HOME="$work" TZ=UTC RAD_ADMIN_ACTOR=ops@example.org rad-admin "$@"
}

# An upgrade keeps the ledger. No version was released before, so the same files stand for an older one.
dpkg-deb --raw-extract "$work/package.deb" "$work/before"
sed -i 's/^Version: .*/Version: 0.1.0-1/' "$work/before/DEBIAN/control"
dpkg-deb --root-owner-group --build "$work/before" "$work/before.deb" >/dev/null
install_package "$work/before.deb"
ours init -q --timezone UTC
install_package "$work/package.deb"
[[ $(dpkg-query -W -f '${Version}' rad-admin) == "$version" ]] || fail "the older version was not upgraded"

program=/usr/bin/rad-admin
[[ $("$program" --version) == "rad-admin ${version%-*}" ]] || fail "the program is of another version"
"$program" --version --verbose
commit=${RAD_ADMIN_COMMIT:-$([[ ! -e .git ]] || git rev-parse --short=12 HEAD)}
[[ -z $commit ]] || "$program" --version --verbose | grep -qx "commit $commit" || fail "the release is not of commit $commit"

# What a machine's own settings leave out of /usr/share (path-exclude, as in slim images) is looked for in the package.
dpkg-deb -c "$work/package.deb" | awk '{ sub(/^\./, "", $6); print $6 }' >"$work/files"
for page in man/*.1; do
  grep -qx "/usr/share/man/man1/${page##*/}.gz" "$work/files" || fail "${page##*/} is missing"
done
if [[ -e /usr/share/man/man1/rad-admin.1.gz ]]; then
  man -w rad-admin-grant-monthly >/dev/null || fail "man finds no page"
fi
for file in bash-completion/completions/rad-admin zsh/vendor-completions/_rad-admin \
  fish/vendor_completions.d/rad-admin.fish doc/rad-admin/examples/config.toml doc/rad-admin/copyright \
  doc/rad-admin/rad-admin.cdx.json; do
  grep -qx "/usr/share/$file" "$work/files" || fail "/usr/share/$file is missing"
done
for unit in rad-admin-grant.service rad-admin-grant.timer; do
  [[ -e /usr/lib/systemd/system/$unit ]] || fail "$unit is missing"
  [[ -z $(find /etc/systemd/system -name "$unit") ]] || fail "$unit is enabled, before there is a ledger"
done
if command -v systemd-analyze >/dev/null; then
  systemd-analyze verify /usr/lib/systemd/system/rad-admin-grant.{service,timer} || fail "systemd does not take the units"
fi

ours user add -q ada@example.org --name 'Ada Moreno' --role partner
ours partner set -q ada@example.org 100
ours grant-monthly
ours verify -q
# As the unit's account, in the unit's folder.
[[ $(stat -c '%U %a' "$folder") == 'rad-admin 700' ]] || fail "$folder is not the account's alone"
runuser -u rad-admin -- rad-admin --db "$data" --actor ops@example.org init -q --timezone UTC

ci/year.sh "$program"

dpkg --purge rad-admin >"$work/dpkg.log" || { cat "$work/dpkg.log" >&2; fail "it cannot be purged"; }
[[ -s $data && -s $work/.local/share/rad-admin/rad-admin.db ]] || fail "the purge took a ledger"
while read -r path; do
  [[ $path == */ || ! -e $path ]] || fail "the purge left $path"
done <"$work/files"
[[ -z $(find /etc /var/lib/systemd -name '*rad-admin-grant*') ]] || fail "the purge left the units' links"
echo "the Debian package $version installs, upgrades, works, and leaves nothing but the ledgers"
