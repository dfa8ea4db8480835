//! The transports that stay on this machine.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use rad_admin::mail::SendFailureKind;

use super::client::{mailer_with, message, send};

#[test]
fn a_folder_gets_one_private_file_for_each_message() {
    let folder = tempfile::tempdir().expect("a folder");
    let spool = folder.path().join("spool");
    let mut mailer = mailer_with(&format!("transport = 'file'\nfolder = '{}'", spool.display()));
    let message = message(&mailer, "ada@example.org", None);
    for _ in 0..2 {
        mailer.send(&message).expect("written");
    }
    let files: Vec<PathBuf> =
        spool.read_dir().expect("a folder").flatten().map(|entry| entry.path()).collect();
    assert_eq!(files, [spool.join("one@example.org.eml")]);
    assert_eq!(std::fs::read(&files[0]).expect("read"), message.bytes());
    let mode = |path: &Path| path.metadata().expect("a mode").permissions().mode() & 0o777;
    assert_eq!((mode(&files[0]), mode(&spool)), (0o600, 0o700));
}

#[test]
fn a_folder_that_cannot_be_written_keeps_the_message() {
    let folder = tempfile::tempdir().expect("a folder");
    let taken = folder.path().join("taken");
    std::fs::write(&taken, "a file").expect("written");
    let mut mailer = mailer_with(&format!("transport = 'file'\nfolder = '{}'", taken.display()));
    let failure = send(&mut mailer, "ada@example.org").expect_err("no folder");
    assert_eq!((failure.kind, failure.halts), (SendFailureKind::Temporary, true));
    assert!(failure.advice.contains("mail.folder"), "{}", failure.advice);
}

#[test]
fn sendmail_gets_the_message_on_its_input_and_its_exit_status_decides() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = folder.path().join("sendmail");
    symlink(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sendmail"), &program).expect("a link");
    let with = |program: &Path, timeout_seconds: u32| {
        let path = program.display();
        mailer_with(&format!(
            "transport = 'sendmail'\nsendmail_path = '{path}'\ntimeout_seconds = {timeout_seconds}"
        ))
    };
    let mut mailer = with(&program, 60);
    let message = message(&mailer, "ada@example.org", None);
    mailer.send(&message).expect("sent");
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect(name);
    assert_eq!(read("arguments"), "-i\n-f\nno-reply@example.org\n--\nada@example.org\n");
    assert_eq!(read("message").replace('\n', "\r\n").as_bytes(), message.bytes());

    let busy = send(&mut mailer, "busy@example.org").expect_err("75");
    assert_eq!((busy.kind, busy.halts), (SendFailureKind::Temporary, false));
    assert!(busy.words.ends_with("sendmail: queue is full"), "{busy}");
    let nobody = send(&mut mailer, "nobody@example.org").expect_err("67");
    assert_eq!((nobody.kind, nobody.halts), (SendFailureKind::Permanent, false));
    for mut broken in [with(&program, 1), with(&folder.path().join("none"), 60)] {
        let failure = send(&mut broken, "slow@example.org").expect_err("slow or missing");
        assert_eq!((failure.kind, failure.halts), (SendFailureKind::Temporary, true));
    }
}
