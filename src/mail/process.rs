//! Runs a program of the administrator's with a time limit.

use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::io::ioctl_fionbio;
use rustix::process::{Pid, Signal, kill_process_group};

/// More than any password or error message. Output beyond this is not read.
const OUTPUT_BYTES_MAX: u64 = 64 * 1024;

/// The result of a program that ended by itself.
pub(super) struct Finished {
    pub(super) status: ExitStatus,
    pub(super) output: Vec<u8>,
    pub(super) errors: Vec<u8>,
}

/// Variables that hold passwords. They are removed from the program's environment.
const SECRET_VARIABLES: [&str; 2] = ["RAD_ADMIN_SMTP_PASSWORD", "PGPASSWORD"];

/// Runs the command with `input` on its standard input. Returns `None` if the command did not end within `limit` and was
/// killed. The command may ask questions on the terminal.
pub(super) fn run(command: &mut Command, input: Vec<u8>, limit: Duration) -> io::Result<Option<Finished>> {
    run_until(command, input, limit, Child::kill)
}

/// Like [`run`], for a command that asks nothing. The time limit also kills all programs that the command started.
pub(super) fn run_in_group(
    command: &mut Command,
    input: Vec<u8>,
    limit: Duration,
) -> io::Result<Option<Finished>> {
    run_until(command.process_group(0), input, limit, |child| {
        let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        group.map_or(Ok(()), |group| Ok(kill_process_group(group, Signal::KILL)?))
    })
}

fn run_until(
    command: &mut Command,
    input: Vec<u8>,
    limit: Duration,
    kill: impl FnOnce(&mut Child) -> io::Result<()>,
) -> io::Result<Option<Finished>> {
    let deadline = Instant::now() + limit;
    for variable in SECRET_VARIABLES {
        command.env_remove(variable);
    }
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    if let Some(mut pipe) = child.stdin.take() {
        // A failed write is ignored: a program that needs all its input says so by its exit status.
        thread::spawn(move || pipe.write_all(&input));
    }
    let mut output = PipeOutput::of(child.stdout.take())?;
    let mut errors = PipeOutput::of(child.stderr.take())?;
    let mut pause = Duration::from_millis(1);
    loop {
        // The order matters: a program that has ended has already written everything. The loop does not wait for the pipes to
        // close, because a process that the program left running may hold them open forever.
        let ended = child.try_wait()?;
        output.read()?;
        errors.read()?;
        if let Some(status) = ended {
            return Ok(Some(Finished { status, output: output.bytes, errors: errors.bytes }));
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            kill(&mut child)?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(pause.min(left));
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

/// The bytes that have come through a pipe so far.
struct PipeOutput<R> {
    pipe: Option<R>,
    bytes: Vec<u8>,
}

impl<R: Read + AsFd> PipeOutput<R> {
    fn of(pipe: Option<R>) -> io::Result<Self> {
        if let Some(pipe) = &pipe {
            ioctl_fionbio(pipe, true)?;
        }
        Ok(Self { pipe, bytes: Vec::new() })
    }

    /// Reads the available bytes without waiting. Closes the pipe at its end or at the limit.
    fn read(&mut self) -> io::Result<()> {
        let Some(pipe) = &mut self.pipe else { return Ok(()) };
        match pipe.take(OUTPUT_BYTES_MAX - self.bytes.len() as u64).read_to_end(&mut self.bytes) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(()),
            read => {
                self.pipe = None;
                read.map(drop)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Finished {
        let folder = tempfile::tempdir().expect("a folder");
        let mut command = Command::new("/bin/sh");
        command.arg("-c").arg(script).current_dir(folder.path());
        run(&mut command, Vec::new(), Duration::from_secs(60)).expect("a shell").expect("an end")
    }

    #[test]
    fn all_that_a_program_wrote_is_taken_whatever_it_left_running() {
        let forever = "while [ -d \"$PWD\" ]; do sleep 1; done &";
        let finished = shell(&format!("{forever} echo done; echo why >&2; exit 3"));
        assert_eq!((finished.output, finished.errors), (b"done\n".to_vec(), b"why\n".to_vec()));
        assert_eq!(finished.status.code(), Some(3));
        assert_eq!(shell("head -c 60000 /dev/zero; exit 0").output.len(), 60_000);
    }

    #[test]
    fn a_program_that_takes_too_long_is_killed_with_all_that_it_started() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut command = Command::new("/bin/sh");
        command.arg("-c").arg("sleep 600 & echo $! >child; wait").current_dir(folder.path());
        let limit = Duration::from_secs(1);
        assert!(run_in_group(&mut command, Vec::new(), limit).expect("a shell").is_none());
        let child = std::fs::read_to_string(folder.path().join("child")).expect("a number");
        // Gone, or dead and not yet reaped. The signal may take a moment to arrive.
        let is_alive = || {
            let status =
                std::fs::read_to_string(format!("/proc/{}/status", child.trim())).unwrap_or_default();
            !status.is_empty() && !status.contains("State:\tZ")
        };
        let begun = std::time::Instant::now();
        while is_alive() {
            assert!(begun.elapsed() < Duration::from_secs(60), "process {child} lives on");
            std::thread::yield_now();
        }
    }

    #[test]
    fn endless_output_is_read_up_to_a_limit() {
        let finished = shell("yes; exit 0");
        assert_eq!(finished.output.len() as u64, OUTPUT_BYTES_MAX);
    }
}
