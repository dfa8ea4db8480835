//! A server whose disk is full. Its tables lie in a tablespace on a small file system that only this test sees.

use std::process::Command;

use super::disk::{ended, namespace, steps_of};
use crate::harness::Home;
use crate::harness::postgres::programs;

/// Starts a server whose database lies on the small disk. `$AS` runs a program as an account that may run a server.
const PRELUDE: &str = r#"
set -eu
home=$PWD
folder=$(mktemp -d /tmp/pg.XXXXXX)
chown postgres "$folder"
cd "$folder"
mkdir disk
mount -t tmpfs -o size=24m none disk
chown postgres disk
AS="setpriv --reuid=postgres --regid=postgres --clear-groups --"
$AS "$PROGRAMS/initdb" -A trust -U postgres -E UTF8 --locale=C -N -D data >/dev/null
$AS "$PROGRAMS/postgres" -D data -k "$folder" -c listen_addresses= -c fsync=off >server.log 2>&1 &
server=$!
trap 'kill -INT $server; wait $server; umount "$folder/disk"; rm -rf "$folder"' EXIT
sql() { "$PROGRAMS/psql" -XqAt -h "$folder" -U postgres -c "$1"; }
until sql "SELECT 1" >/dev/null 2>&1; do sleep 0.1; done
sql "CREATE TABLESPACE small LOCATION '$folder/disk'"
sql "CREATE DATABASE ledger TABLESPACE small"
sql "CREATE ROLE root SUPERUSER LOGIN"
export RAD_ADMIN_DB="postgres://root@/ledger?host=$folder"
cd "$home"
run() { name=$1; shift; echo "== $name"; ended=0; timeout -s KILL 60 "$RAD" "$@" 2>&1 || ended=$?; echo "[exit $ended]"; }
"#;

#[test]
fn a_full_disk_of_a_server_leaves_nothing_half_written() {
    let (Some(programs), Some(["-m"])) = (programs(), namespace()) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "CI has to be able to mount a disk for a server: unshare -m as root"
        );
        eprintln!("SKIPPED: no server can have a small disk here (PostgreSQL, unshare -m as root)");
        return;
    };
    let home = Home::new();
    let rows = (0..5000).map(|number| format!("user{number}@example.org,1\n"));
    home.write("users.csv", format!("email,awarded\n{}", rows.collect::<String>()));
    let script = r#"
        run init init --timezone UTC
        run add user add bob@example.org --awarded 50
        run before verify -o json
        head -c 100000000 /dev/zero >"$folder/disk/fill" 2>/dev/null || true
        run list users list
        run import users import users.csv --yes
        run after verify -o json
        rm "$folder/disk/fill"
        run proof verify -o json
        run again users import users.csv --yes
        run award credits award bob@example.org 5
    "#;
    let output = Command::new("unshare")
        .args(["-m", "/bin/sh", "-c", &format!("{PRELUDE}{script}")])
        .current_dir(home.path())
        .envs(home.command(&[]).get_envs().filter_map(|(name, value)| Some((name, value?))))
        .env("RAD", home.command(&[]).get_program())
        .env("PROGRAMS", programs)
        .output()
        .unwrap();
    let steps = steps_of(&output);
    let full: &[&str] = &["the server's disk is full", "nothing was written"];
    ended(
        &steps,
        &[
            ("init", 0, &[]),
            ("list", 0, &["bob@example.org"]),
            ("import", 1, full),
            ("again", 0, &["5,000 users created"]),
            ("award", 0, &["50 → 55"]),
        ],
    );
    assert_eq!(steps["before"], steps["proof"]);
}
