//! Runs a program of the administrator's, for a limited time.

use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

/// More than any password or error message; the rest is not read.
const OUTPUT_BYTES_MAX: u64 = 64 * 1024;

/// What a program that ended by itself left behind.
pub(super) struct Finished {
    pub(super) status: ExitStatus,
    pub(super) output: Vec<u8>,
    pub(super) errors: Vec<u8>,
}

/// Runs the command with `input` on its standard input. `None`: it had to be killed, as it was not done within `limit`.
pub(super) fn run(command: &mut Command, input: Vec<u8>, limit: Duration) -> io::Result<Option<Finished>> {
    let deadline = Instant::now() + limit;
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    if let Some(mut pipe) = child.stdin.take() {
        // A program that does not read all its input says by its exit status whether that is a failure.
        thread::spawn(move || pipe.write_all(&input));
    }
    let output = child.stdout.take().map(collect);
    let errors = child.stderr.take().map(collect);
    let Some(status) = wait_until(&mut child, deadline)? else {
        child.kill()?;
        child.wait()?;
        return Ok(None);
    };
    // A process that the program left running may hold the pipes open: so these waits are limited too.
    let received = |pipe: Option<Receiver<Vec<u8>>>| {
        let left = deadline.saturating_duration_since(Instant::now());
        pipe.and_then(|pipe| pipe.recv_timeout(left).ok())
    };
    match (received(output), received(errors)) {
        (Some(output), Some(errors)) => Ok(Some(Finished { status, output, errors })),
        _ => Ok(None),
    }
}

fn collect(pipe: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = pipe.take(OUTPUT_BYTES_MAX).read_to_end(&mut bytes);
        read.map(|_| sender.send(bytes))
    });
    receiver
}

fn wait_until(child: &mut Child, deadline: Instant) -> io::Result<Option<ExitStatus>> {
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(None);
        }
        thread::sleep(pause.min(left));
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}
