//! How the program logs in to a PostgreSQL server over a network: TLS and passwords.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use crate::harness::Home;
use crate::harness::postgres::PostgresServer;
use crate::harness::server::certificate::Authority;

const PASSWORD: &str = "pa:ss w0rd";

/// Starts a server with an account that has this password, and a home with the authority's certificate.
fn set_up() -> Option<(PostgresServer, Home)> {
    let authority = Authority::new();
    let server = PostgresServer::with_tls(&authority)?;
    server.psql("postgres", &format!("CREATE ROLE ada LOGIN SUPERUSER PASSWORD '{PASSWORD}'")).unwrap();
    let home = Home::new();
    home.write("ca.pem", authority.pem());
    home.write("stranger.pem", Authority::new().pem());
    Some((server, home))
}

fn url(server: &PostgresServer, host: &str, options: &str) -> String {
    format!("postgres://ada@{host}:{}/postgres?{options}", server.port())
}

#[test]
fn a_server_is_believed_only_with_a_trusted_certificate_of_its_name() {
    let Some((server, home)) = set_up() else { return };
    let home = home.with("PGPASSWORD", PASSWORD);
    let at = |host: &str, options: &str| home.with("RAD_ADMIN_DB", &url(&server, host, options));
    at("localhost", "sslrootcert=ca.pem").ok(&["init", "--timezone", "UTC"]);
    for (host, options) in [
        ("localhost", "sslmode=verify-full&sslrootcert=ca.pem"),
        ("127.0.0.1", "sslmode=verify-ca&sslrootcert=ca.pem"),
        ("127.0.0.1", "sslmode=require"),
    ] {
        at(host, options).ok(&["users", "list"]);
    }
    at("127.0.0.1", "schema=rad_admin").with("PGSSLMODE", "require").ok(&["users", "list"]);
    at("localhost", "schema=rad_admin").with("PGSSLROOTCERT", "ca.pem").ok(&["users", "list"]);
    for (host, options) in [
        ("localhost", "schema=rad_admin"),
        ("127.0.0.1", "sslrootcert=ca.pem"),
        ("localhost", "sslmode=verify-ca"),
        ("localhost", "sslmode=require&sslrootcert=stranger.pem"),
    ] {
        let run = at(host, options).fails(7, &["users", "list"]);
        assert!(
            run.stderr.contains("certificate") && run.stderr.contains("hint: "),
            "{host} {options}: {run}"
        );
    }
    let run = at("localhost", "sslmode=disable").fails(7, &["users", "list"]);
    assert!(run.stderr.contains("the server refuses the login"), "{run}");
    assert!(run.stderr.contains("leave out sslmode=disable"), "{run}");
    home.write("empty.pem", "no certificate\n");
    let run = at("localhost", "sslrootcert=empty.pem").fails(7, &["users", "list"]);
    assert!(run.stderr.contains("empty.pem") && run.stderr.contains("has none in it"), "{run}");
    let run = at("localhost", "sslrootcert=nowhere.pem").fails(7, &["users", "list"]);
    assert!(run.stderr.contains("nowhere.pem"), "{run}");
}

#[test]
fn a_password_comes_from_a_variable_or_a_private_file() {
    let Some((server, home)) = set_up() else { return };
    let home = home.with("RAD_ADMIN_DB", &url(&server, "localhost", "sslrootcert=ca.pem"));
    let run = home.fails(7, &["users", "list"]);
    assert!(run.stderr.contains(".pgpass"), "{run}");
    let run = home.with("PGPASSWORD", "wrong horse").fails(7, &["users", "list"]);
    assert!(run.stderr.contains("the server refuses the login") && !run.stderr.contains("wrong"), "{run}");
    home.with("PGPASSWORD", PASSWORD).ok(&["init", "--timezone", "UTC"]);
    let line = format!("# passwords\nlocalhost:{}:*:ada:{}\n", server.port(), PASSWORD.replace(':', "\\:"));
    home.write(".pgpass", &line);
    home.write("elsewhere", &line);
    let only_owner = Permissions::from_mode(0o600);
    for file in [".pgpass", "elsewhere"] {
        fs::set_permissions(home.path().join(file), Permissions::from_mode(0o644)).unwrap();
    }
    let run = home.fails(7, &["users", "list"]);
    assert!(run.stderr.contains("chmod 600") && !run.stderr.contains("w0rd"), "{run}");
    fs::set_permissions(home.path().join("elsewhere"), only_owner.clone()).unwrap();
    home.with("PGPASSFILE", "elsewhere").ok(&["users", "list"]);
    fs::set_permissions(home.path().join(".pgpass"), only_owner).unwrap();
    let run = home.ok(&["credits", "history", "--verbose"]);
    assert!(!run.stderr.contains("w0rd"), "{run}");
    let run = home.ok(&["config", "show", "--json"]);
    assert!(!run.stdout.contains("w0rd"), "{run}");
}

#[test]
fn a_self_signed_certificate_can_be_trusted_by_itself() {
    let files = Authority::itself("localhost");
    let Some(server) = PostgresServer::with_certificate(files.clone()) else { return };
    server.psql("postgres", &format!("CREATE ROLE ada LOGIN SUPERUSER PASSWORD '{PASSWORD}'")).unwrap();
    let home = Home::new().with("PGPASSWORD", PASSWORD);
    home.write("own.pem", &files[0]);
    home.write("other.pem", &Authority::itself("localhost")[0]);
    let at = |host: &str, options: &str| home.with("RAD_ADMIN_DB", &url(&server, host, options));
    at("localhost", "sslrootcert=own.pem").ok(&["init", "--timezone", "UTC"]);
    at("127.0.0.1", "sslmode=verify-ca&sslrootcert=own.pem").ok(&["users", "list"]);
    let run = at("127.0.0.1", "sslrootcert=own.pem").fails(7, &["users", "list"]);
    assert!(run.stderr.contains("subjectAltName"), "{run}");
    let run = at("localhost", "sslrootcert=other.pem").fails(7, &["users", "list"]);
    assert!(run.stderr.contains("the server's certificate is refused"), "{run}");
}

#[test]
fn each_of_several_hosts_gets_the_password_of_its_own_line() {
    let Some((server, home)) = set_up() else { return };
    let lines = format!(
        "localhost:1:*:ada:wrong\nlocalhost:{}:*:ada:{}\n",
        server.port(),
        PASSWORD.replace(':', "\\:")
    );
    home.write(".pgpass", &lines);
    fs::set_permissions(home.path().join(".pgpass"), Permissions::from_mode(0o600)).unwrap();
    let options = "sslrootcert=ca.pem";
    let several = format!("postgres://ada@localhost:1,localhost:{}/postgres?{options}", server.port());
    home.with("RAD_ADMIN_DB", &several).ok(&["init", "--timezone", "UTC"]);
    let by_option = format!("postgres://ada@localhost/postgres?port={}&{options}", server.port());
    home.with("RAD_ADMIN_DB", &by_option).ok(&["users", "list"]);
    let by_variable = home.with("PGPORT", &server.port().to_string());
    by_variable
        .with("RAD_ADMIN_DB", &format!("postgres://ada@localhost/postgres?{options}"))
        .ok(&["users", "list"]);
}

#[test]
fn a_url_that_is_none_of_postgresql_is_refused_with_the_right_form() {
    let home = Home::new();
    for (url, words) in [
        ("mysql://localhost/rad", "neither a path nor a URL of PostgreSQL"),
        ("postgres:/ada@localhost/rad", "neither a path nor a URL of PostgreSQL"),
        ("postgress://localhost/rad", "neither a path nor a URL of PostgreSQL"),
        ("postgres://localhost:99999/rad", "'99999' is not a port"),
        ("postgres://localhost/rad?service=x", "'service' is not an option of the ledger's URL"),
        ("postgres://localhost/rad?target_session_attrs=master", "use any, read-write"),
    ] {
        let run = home.fails(2, &["--db", url, "init"]);
        assert!(run.stderr.contains(words) && run.stderr.contains("hint: "), "{url}: {run}");
    }
}
