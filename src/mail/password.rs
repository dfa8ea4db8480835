//! Reads the password of the SMTP login.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use zeroize::Zeroizing;

use super::{MailSettings, Secret, Surroundings, process};
use crate::{Error, Result};

const PASSWORD_BYTES_MAX: u64 = 4096;
/// Long enough for a person to unlock a key ring.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(60);
/// The name that systemd's `LoadCredential=` has to use.
const CREDENTIAL: &str = "smtp-password";

/// Returns the password from the first source that is set: the environment, `password_file`, `password_command`, systemd's
/// credential. A source that fails is a setup error, and so is having no source.
pub(super) fn read(settings: &MailSettings, surroundings: &mut Surroundings) -> Result<Secret> {
    if settings.password_file.is_some() && settings.password_command.is_some() {
        return Err(Error::setup("mail.password_file and mail.password_command are both set")
            .hint("keep one of them"));
    }
    if let Some(password) = surroundings.password.take() {
        return Ok(password);
    }
    if let Some(path) = &settings.password_file {
        return from_file(path);
    }
    if let Some(command) = &settings.password_command {
        return from_command(command, COMMAND_TIMEOUT);
    }
    if let Some(folder) = &surroundings.credentials_directory {
        let path = folder.join(CREDENTIAL);
        if path.exists() {
            return from_credential(&path);
        }
    }
    Err(Error::setup("mail.username is set, and there is no password for it")
        .hint("write password_file = \"/etc/rad-admin/smtp-password\" under [mail], or password_command")
        .hint("or set RAD_ADMIN_SMTP_PASSWORD, or load the systemd credential 'smtp-password'"))
}

pub(super) fn from_file(path: &Path) -> Result<Secret> {
    let origin = format!("mail.password_file '{}'", path.display());
    let file = open(path, &origin)?;
    let mode = file.metadata().map_err(|error| unreadable(&origin, &error))?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(Error::setup(format!(
            "{origin} can be read by others than its owner (mode {:03o})",
            mode & 0o777
        ))
        .hint(format!("run: chmod 600 '{}'", path.display())));
    }
    from_reader(file, &origin)
}

/// Reads systemd's credential. Its mode is not checked, because systemd protects the folder.
fn from_credential(path: &Path) -> Result<Secret> {
    let origin = format!("credential '{}'", path.display());
    from_reader(open(path, &origin)?, &origin)
}

fn open(path: &Path, origin: &str) -> Result<File> {
    File::open(path).map_err(|error| unreadable(origin, &error))
}

fn from_reader(file: File, origin: &str) -> Result<Secret> {
    let mut bytes = Zeroizing::new(Vec::new());
    file.take(PASSWORD_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|error| unreadable(origin, &error))?;
    one_line(&bytes, origin)
}

fn unreadable(origin: &str, error: &std::io::Error) -> Error {
    let hint = match error.kind() {
        ErrorKind::NotFound => "write the password into it, on one line, and run: chmod 600",
        _ => "make it readable for the account that runs rad-admin, and for no other",
    };
    Error::setup(format!("{origin} cannot be read: {error}")).hint(hint)
}

/// Runs the command for the password. Errors do not show its standard error, which could hold a secret.
fn from_command(command: &str, limit: Duration) -> Result<Secret> {
    let fault = |what: &str| {
        Error::setup(format!("mail.password_command {what}"))
            .hint("run it by hand, with sh -c, as the account that runs rad-admin: it must print the password on one line")
    };
    let finished = process::run(Command::new("/bin/sh").arg("-c").arg(command), Vec::new(), limit)
        .map_err(|error| fault(&format!("cannot be run: {error}")))?
        .ok_or_else(|| fault(&format!("did not end within {} s", limit.as_secs())))?;
    let output = Zeroizing::new(finished.output);
    if !finished.status.success() {
        return Err(fault(&format!("failed ({})", finished.status)));
    }
    one_line(&output, "mail.password_command")
}

/// Returns the password without the line end.
fn one_line(bytes: &[u8], origin: &str) -> Result<Secret> {
    let fault = |what: &str| {
        Error::setup(format!("{origin} {what}"))
            .hint("it must hold the password on one line, and nothing else")
    };
    if bytes.len() as u64 > PASSWORD_BYTES_MAX {
        return Err(fault(&format!("is longer than {PASSWORD_BYTES_MAX} bytes")));
    }
    let text = str::from_utf8(bytes).map_err(|_| fault("is not UTF-8 text"))?;
    let line = text.strip_suffix('\n').map_or(text, |line| line.strip_suffix('\r').unwrap_or(line));
    if line.is_empty() {
        return Err(fault("is empty"));
    }
    if line.contains(char::is_control) {
        return Err(fault("has more than one line, or control characters"));
    }
    Ok(Secret::new(line.to_owned()))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::*;
    use crate::Code;

    fn surroundings(password: Option<&str>, credentials_directory: Option<PathBuf>) -> Surroundings {
        let password = password.map(|password| Secret::new(password.to_owned()));
        Surroundings { password, credentials_directory, host_name: "test".into() }
    }

    fn password_file(folder: &Path, content: &str, mode: u32) -> PathBuf {
        let path = folder.join("smtp-password");
        fs::write(&path, content).expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("mode");
        path
    }

    fn fault(result: Result<Secret>) -> String {
        let error = result.map(drop).expect_err("a fault");
        assert_eq!(error.code(), Code::Setup);
        assert!(!error.message().contains("hunter2"), "{error}");
        error.message()
    }

    #[test]
    fn the_sources_are_asked_in_order() {
        let folder = tempfile::tempdir().expect("folder");
        let file = password_file(folder.path(), "from-file\r\n", 0o600);
        let credentials = tempfile::tempdir().expect("folder");
        fs::write(credentials.path().join("smtp-password"), "from-systemd").expect("written");
        let here = || Some(credentials.path().to_owned());
        let with_file = MailSettings { password_file: Some(file), ..MailSettings::default() };
        let with_command = MailSettings {
            password_command: Some("printf 'from-%s\\n' command".into()),
            ..MailSettings::default()
        };
        let found = |settings: &MailSettings, given: Option<&str>| {
            read(settings, &mut surroundings(given, here())).map(|secret| secret.reveal().to_owned()).ok()
        };
        assert_eq!(found(&with_file, Some("given")).as_deref(), Some("given"));
        assert_eq!(found(&with_file, None).as_deref(), Some("from-file"));
        assert_eq!(found(&with_command, None).as_deref(), Some("from-command"));
        assert_eq!(found(&MailSettings::default(), None).as_deref(), Some("from-systemd"));
        let none = read(&MailSettings::default(), &mut surroundings(None, None));
        assert_eq!(fault(none), "mail.username is set, and there is no password for it");
    }

    #[test]
    fn a_password_file_that_group_or_others_can_read_is_refused() {
        let folder = tempfile::tempdir().expect("folder");
        for mode in [0o640, 0o604, 0o660, 0o644] {
            let path = password_file(folder.path(), "hunter2", mode);
            let message = fault(from_file(&path));
            assert!(
                message.ends_with(&format!("can be read by others than its owner (mode {mode:o})")),
                "{message}"
            );
        }
        assert!(from_file(&password_file(folder.path(), "hunter2", 0o400)).is_ok());
    }

    #[test]
    fn a_source_that_fails_is_named_and_never_quoted() {
        let folder = tempfile::tempdir().expect("folder");
        for content in ["", "\n", "hunter2\nsecond line\n", "hunter2\u{0}"] {
            fault(from_file(&password_file(folder.path(), content, 0o600)));
        }
        assert!(fault(from_file(&folder.path().join("missing"))).contains("missing"));
        let minute = Duration::from_secs(60);
        let failed = from_command("echo hunter2; echo hunter2 >&2; exit 3", minute);
        assert_eq!(fault(failed), "mail.password_command failed (exit status: 3)");
        let slow = from_command("sleep 5; echo hunter2", Duration::from_millis(50));
        assert_eq!(fault(slow), "mail.password_command did not end within 0 s");
        let both = MailSettings {
            password_file: Some("x".into()),
            password_command: Some("x".into()),
            ..MailSettings::default()
        };
        assert!(fault(read(&both, &mut surroundings(None, None))).contains("both"));
    }
}
