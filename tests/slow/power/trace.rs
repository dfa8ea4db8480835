//! Reads a command's system calls on files from strace.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::harness::{Home, PROGRAM};

/// Calls that change a file, a name or the meaning of a descriptor. `?` marks those that some machines lack.
const CALLS: &str = "trace=?open,?creat,openat,close,?mkdir,mkdirat,write,pwrite64,writev,pwritev,pwritev2,ftruncate,\
                     truncate,fallocate,fsync,fdatasync,?unlink,unlinkat,?rmdir,?rename,?renameat,renameat2,?link,\
                     linkat,?symlink,symlinkat,sendfile,copy_file_range";

/// A successful call.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    Open {
        descriptor: i32,
        path: PathBuf,
        creates: bool,
        empties: bool,
    },
    Close {
        descriptor: i32,
    },
    /// Without an offset, it continues where the last one ended.
    Write {
        descriptor: i32,
        bytes: Vec<u8>,
        offset: Option<usize>,
    },
    SetLength {
        descriptor: i32,
        bytes: usize,
    },
    Sync {
        descriptor: i32,
    },
    MakeFolder(PathBuf),
    Link(PathBuf, PathBuf),
    Rename(PathBuf, PathBuf),
    Unlink(PathBuf),
}

/// Runs a line, which may reject rows but must not fail otherwise, and returns what it did, in order.
#[track_caller]
pub(crate) fn traced(home: &Home, line: &str) -> Vec<Event> {
    let trace = tempfile::NamedTempFile::new().unwrap();
    let run = home
        .other_command("strace")
        // Bytes in hexadecimal, with a limit so large that no write is cut.
        .args(["-f", "-qq", "-xx", "-s", "16777216", "-e", "signal=none", "-e", CALLS, "-o"])
        .arg(trace.path())
        .arg(PROGRAM)
        .args(line.split(' '))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(matches!(run.status.code(), Some(0 | 6)), "{line}: {}", String::from_utf8_lossy(&run.stderr));
    events(&std::fs::read_to_string(trace.path()).unwrap(), home.path())
}

/// Relative paths start in `root`, where the command ran.
fn events(trace: &str, root: &Path) -> Vec<Event> {
    let mut unfinished: HashMap<&str, &str> = HashMap::new();
    let mut events = Vec::new();
    for line in trace.lines() {
        let (thread, call) = line.split_once(' ').unwrap();
        let call = call.trim_start();
        // Another thread's call came in between. A call counts when it returns.
        if let Some(begun) = call.strip_suffix(" <unfinished ...>") {
            unfinished.insert(thread, begun);
        } else if let Some((_, rest)) = call.split_once(" resumed>") {
            events.extend(event(&format!("{}{rest}", unfinished.remove(thread).unwrap()), root));
        } else {
            events.extend(event(call, root));
        }
    }
    events
}

/// Parses `name(arguments) = result`. A failed call returns `None`.
fn event(call: &str, root: &Path) -> Option<Event> {
    let (name, rest) = call.split_once('(')?;
    let (arguments, result) = rest.rsplit_once(" = ").unwrap();
    let result: i32 = result.split(' ').next()?.parse().unwrap_or(-1);
    if result < 0 {
        return None;
    }
    let arguments: Vec<&str> = arguments.trim_end().trim_end_matches(')').split(", ").collect();
    let number = |at: usize| arguments[at].parse::<i32>().unwrap();
    let path = |at: usize| root.join(String::from_utf8(bytes(arguments[at])).unwrap());
    let size = |at: usize| arguments[at].parse::<usize>().unwrap();
    Some(match name {
        "openat" => Event::Open {
            descriptor: result,
            path: path(1),
            creates: arguments[2].contains("O_CREAT"),
            empties: arguments[2].contains("O_TRUNC"),
        },
        "close" => Event::Close { descriptor: number(0) },
        "write" | "pwrite64" => {
            let mut bytes = bytes(arguments[1]);
            assert!(bytes.len() >= usize::try_from(result).unwrap(), "the trace is cut short: {call:.200}");
            bytes.truncate(usize::try_from(result).unwrap());
            Event::Write { descriptor: number(0), bytes, offset: (name == "pwrite64").then(|| size(3)) }
        }
        "ftruncate" => Event::SetLength { descriptor: number(0), bytes: size(1) },
        "fsync" | "fdatasync" => Event::Sync { descriptor: number(0) },
        "mkdir" => Event::MakeFolder(path(0)),
        "mkdirat" => Event::MakeFolder(path(1)),
        "link" => Event::Link(path(0), path(1)),
        "linkat" => Event::Link(path(1), path(3)),
        "rename" => Event::Rename(path(0), path(1)),
        "renameat" | "renameat2" => Event::Rename(path(1), path(3)),
        "unlink" => Event::Unlink(path(0)),
        "unlinkat" => Event::Unlink(path(1)),
        _ => panic!("the model does not know this call: {call:.200}"),
    })
}

fn bytes(quoted: &str) -> Vec<u8> {
    let hexadecimal = quoted.trim_matches('"').split("\\x").skip(1);
    hexadecimal.map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}
