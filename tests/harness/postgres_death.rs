//! A PostgreSQL server that dies, comes back, or takes the place of another.

use super::postgres::{PostgresServer, command, run_server};
use super::wait_until;

impl PostgresServer {
    fn control(&self, words: &[&str]) {
        let mut run = command(&self.programs.join("pg_ctl"));
        assert!(
            run.args(words)
                .arg("-s")
                .arg("-D")
                .arg(self.folder.path().join("data"))
                .status()
                .unwrap()
                .success()
        );
    }

    /// Ends the server as a crash would.
    pub fn crash(&self) {
        self.control(&["stop", "-m", "immediate"]);
    }

    /// Runs the server again that crashed.
    pub fn restart(&mut self) {
        // The shell behind it would remove the folder.
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        self.process = run_server(&self.programs, self.folder.path(), "-c listen_addresses=");
        wait_until(|| self.psql("postgres", "SELECT 1").is_ok());
    }

    /// Makes the standby a server that can be written.
    pub fn promote(&self) {
        self.control(&["promote", "-w"]);
    }

    /// What stands in a URL in the place of its folder.
    pub fn host(&self) -> String {
        self.folder.path().to_str().unwrap().replace('/', "%2F")
    }
}
