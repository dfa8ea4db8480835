//! Starts a PostgreSQL server when a test first needs one, and stops it when the test program ends.

#![allow(
    clippy::disallowed_methods,
    reason = "variables say where PostgreSQL is, and which engine is tested"
)]

use std::env;
use std::fs;
use std::io::Read;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;

use super::server::certificate::Authority;

/// A server in its own folder, with its socket there.
pub struct PostgresServer {
    pub(super) folder: TempDir,
    pub(super) programs: PathBuf,
    pub(super) port: u16,
    pub(super) process: Child,
}

/// The port in the name of a server's socket. Without TCP, it is only a name.
const USUAL_PORT: u16 = 5432;

static SERVER: OnceLock<Option<PostgresServer>> = OnceLock::new();

static DATABASES: AtomicU32 = AtomicU32::new(0);

/// Returns the shared server, or `None` if PostgreSQL is not installed. In CI, that is a failure.
pub fn server() -> Option<&'static PostgresServer> {
    let server =
        SERVER.get_or_init(|| programs().map(|programs| PostgresServer::start(programs, None))).as_ref();
    assert!(server.is_some() || env::var_os("CI").is_none(), "CI needs a PostgreSQL server");
    server
}

/// Returns the URL of a schema that no other test has, with `RAD_ADMIN_TEST_ENGINE=postgres`; else `None`.
pub fn schema_of_its_own() -> Option<String> {
    if env::var_os("RAD_ADMIN_TEST_ENGINE").is_none_or(|engine| engine != "postgres") {
        return None;
    }
    let server = server().expect("RAD_ADMIN_TEST_ENGINE=postgres needs PostgreSQL on this machine");
    let number = DATABASES.fetch_add(1, Ordering::Relaxed);
    Some(format!("{}&schema=test{number}", server.url(&account(), "postgres")))
}

/// Runs SQL in a schema from [`schema_of_its_own`] as the superuser.
pub fn in_schema(schema: &str, sql: &str) -> Result<String, String> {
    server().unwrap().psql("postgres", &format!("SET search_path = {schema}; {sql}"))
}

/// Starts a session on the same database. It reads SQL from standard input.
pub fn session() -> Child {
    let mut psql = server().unwrap().psql_command("postgres", "postgres");
    psql.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap()
}

/// The account under which the program logs in on this machine.
pub fn account() -> String {
    String::from_utf8(Command::new("id").arg("-un").output().unwrap().stdout).unwrap().trim().to_owned()
}

/// Returns the folder with the newest server's programs.
pub fn programs() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = debian.map(|entry| entry.path().join("bin")).collect();
    found.sort();
    found.reverse();
    found.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    found.into_iter().find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
}

/// Writes a file that only the server's account can read.
fn write_as_server(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
    if rustix::process::geteuid().is_root() {
        assert!(Command::new("chown").arg("postgres").arg(path).status().unwrap().success());
    }
}

/// A command as an account that may run a server: root may not.
pub(super) fn command(program: &Path) -> Command {
    if rustix::process::geteuid().is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    }
}

/// Creates a folder that belongs to the account that runs servers.
fn server_folder() -> TempDir {
    let folder = tempfile::Builder::new().prefix("pg").tempdir_in("/tmp").unwrap();
    if rustix::process::geteuid().is_root() {
        assert!(Command::new("chown").arg("postgres").arg(folder.path()).status().unwrap().success());
    }
    folder
}

/// Runs the server whose data are in the folder.
pub(super) fn run_server(programs: &Path, folder: &Path, listen: &str) -> Child {
    // The shell ends the server when its input ends, however the tests end.
    let script = r#""$0" -D "$1" -k "$2" $3 -c fsync=off -c full_page_writes=off -c max_connections=80 >"$2/log" 2>&1 & server=$!; read -r _; kill -INT $server 2>/dev/null; wait $server; rm -rf "$2""#;
    command(Path::new("/bin/sh"))
        .arg("-c")
        .arg(script)
        .arg(programs.join("postgres"))
        .arg(folder.join("data"))
        .arg(folder)
        .arg(listen)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap()
}

impl PostgresServer {
    /// Starts a server for one test that also listens on a port of localhost, there only with TLS and passwords. `None`
    /// if PostgreSQL is not installed.
    pub fn with_tls(authority: &Authority) -> Option<Self> {
        Self::with_certificate(authority.files("localhost"))
    }

    /// Like [`Self::with_tls`], with this certificate and its key.
    pub fn with_certificate(files: [String; 2]) -> Option<Self> {
        server()?;
        programs().map(|programs| Self::start(programs, Some(files)))
    }

    /// Starts a server for one test that is about the whole server. `None` if PostgreSQL is not installed.
    pub fn alone() -> Option<Self> {
        server()?;
        programs().map(|programs| Self::start(programs, None))
    }

    fn start(programs: PathBuf, tls_files: Option<[String; 2]>) -> Self {
        let listen = if tls_files.is_some() { "" } else { "-c listen_addresses=" };
        let folder = server_folder();
        let data = folder.path().join("data");
        let made = command(&programs.join("initdb"))
            .args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-N", "-D"])
            .arg(&data)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let mut port = USUAL_PORT;
        if let Some([certificate, key]) = tls_files {
            let free = TcpListener::bind("127.0.0.1:0").unwrap();
            port = free.local_addr().unwrap().port();
            let more = format!("listen_addresses = '127.0.0.1'\nport = {port}\nssl = on\n");
            for (name, text) in [("server.crt", certificate), ("server.key", key), ("more.conf", more)] {
                write_as_server(&data.join(name), &text);
            }
            write_as_server(&data.join("postgresql.conf"), "include 'more.conf'\n");
            write_as_server(
                &data.join("pg_hba.conf"),
                "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n",
            );
        }
        let server = Self::serve(programs, folder, port, listen);
        // Add the account under which the program logs in on this machine, so that both engines record the same name.
        if account() != "postgres" {
            server.psql("postgres", &format!("CREATE ROLE \"{}\" SUPERUSER LOGIN", account())).unwrap();
        }
        server
    }

    /// Starts the server on the data in the folder.
    fn serve(programs: PathBuf, folder: TempDir, port: u16, listen: &str) -> Self {
        let process = run_server(&programs, folder.path(), listen);
        let server = Self { folder, programs, port, process };
        super::wait_until(|| server.psql("postgres", "SELECT 1").is_ok());
        server
    }

    /// Starts a standby of this server, and waits until it has everything that is there now.
    pub fn standby(&self) -> Self {
        let folder = server_folder();
        let made = command(&self.programs.join("pg_basebackup"))
            .args(["-R", "-c", "fast", "-U", "postgres", "-p", &self.port.to_string(), "-h"])
            .arg(self.folder.path())
            .arg("-D")
            .arg(folder.path().join("data"))
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let standby = Self::serve(self.programs.clone(), folder, self.port, "-c listen_addresses=");
        let now = self.psql("postgres", "SELECT pg_current_wal_lsn()").unwrap();
        let follows = format!("SELECT pg_last_wal_replay_lsn() >= '{now}'");
        super::wait_until(|| standby.psql("postgres", &follows).is_ok_and(|there| there == "t"));
        standby
    }

    /// Runs SQL as the superuser. Returns standard output, or standard error if it fails.
    pub fn psql(&self, database: &str, sql: &str) -> Result<String, String> {
        self.psql_as("postgres", database, sql)
    }

    /// Like [`Self::psql`], as this account.
    pub fn psql_as(&self, account: &str, database: &str, sql: &str) -> Result<String, String> {
        let run = self.psql_command(account, database).args(["-c", sql]).output().unwrap();
        let [out, err] = [run.stdout, run.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        if run.status.success() { Ok(out.trim().to_owned()) } else { Err(err) }
    }

    /// Returns a whole database as a script.
    pub fn dump(&self, database: &str) -> String {
        let run = Command::new(self.programs.join("pg_dump"))
            .args(["-U", "postgres", "-p", &self.port.to_string(), "-h"])
            .arg(self.folder.path())
            .arg(database)
            .output()
            .unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        String::from_utf8(run.stdout).unwrap()
    }

    /// A session that takes SQL on its standard input.
    pub fn session(&self, database: &str) -> Child {
        let mut psql = self.psql_command("postgres", database);
        psql.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap()
    }

    fn psql_command(&self, account: &str, database: &str) -> Command {
        let mut command = Command::new(self.programs.join("psql"));
        command.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h"]).arg(self.folder.path());
        command.args(["-p", &self.port.to_string(), "-U", account, "-d", database]);
        command
    }

    /// Creates an empty database. Returns its name, and its URL for the account of these tests.
    pub fn new_database(&self) -> (String, String) {
        let name = format!("test{}", DATABASES.fetch_add(1, Ordering::Relaxed));
        self.psql("postgres", &format!("CREATE DATABASE {name}")).unwrap();
        let url = self.url(&account(), &name);
        (name, url)
    }

    pub fn url(&self, account: &str, database: &str) -> String {
        let folder = self.folder.path().to_str().unwrap().replace('/', "%2F");
        format!("postgres://{account}@/{database}?host={folder}")
    }

    pub fn socket(&self) -> PathBuf {
        self.folder.path().join(format!(".s.PGSQL.{}", self.port))
    }

    /// Returns the port on localhost.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Returns the text of the server's log.
    pub fn log(&self) -> String {
        let mut text = String::new();
        let _ = fs::File::open(self.folder.path().join("log"))
            .and_then(|mut file| file.read_to_string(&mut text));
        text
    }
}

/// A `PgBouncer` in transaction mode, with two connections to the server.
pub struct Pooler {
    folder: TempDir,
    process: Child,
}

/// Starts a pooler in front of the server. `None` if `PgBouncer` is not installed. In CI, that is a failure.
pub fn pooler(server: &PostgresServer) -> Option<Pooler> {
    let program = Path::new("/usr/sbin/pgbouncer");
    if !program.exists() {
        assert!(env::var_os("CI").is_none(), "CI needs PgBouncer");
        return None;
    }
    let folder = tempfile::Builder::new().prefix("pool").tempdir_in("/tmp").unwrap();
    let own = folder.path().display();
    let config = format!(
        "[databases]\n* = host={} user={}\n[pgbouncer]\npool_mode = transaction\nauth_type = any\n\
         listen_port = {USUAL_PORT}\nlisten_addr =\nunix_socket_dir = {own}\ndefault_pool_size = 2\nlogfile = {own}/log\n",
        server.folder.path().display(),
        account(),
    );
    let file = folder.path().join("pgbouncer.ini");
    fs::write(&file, config).unwrap();
    if rustix::process::geteuid().is_root() {
        assert!(
            Command::new("chown").args(["-R", "postgres"]).arg(folder.path()).status().unwrap().success()
        );
    }
    let process = command(program).arg("-q").arg(&file).stderr(Stdio::null()).spawn().unwrap();
    let socket = folder.path().join(format!(".s.PGSQL.{USUAL_PORT}"));
    super::wait_until(|| socket.exists());
    Some(Pooler { folder, process })
}

impl Pooler {
    /// Returns the URL of a database behind the pooler.
    pub fn url(&self, database: &str) -> String {
        let folder = self.folder.path().to_str().unwrap().replace('/', "%2F");
        format!("postgres://{}@/{database}?host={folder}", account())
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
