//! Finds what runs the grant, a line of cron or a timer of systemd, and as which account. Advises one if there is none.

use std::fs;
use std::path::{Path, PathBuf};

use super::finding::{Finding, Health};
use crate::app::{App, Origin, program, typed};
use crate::store::{ClosedMonth, Closing};

const CHECK: &str = "schedule";
const COMMAND: &str = "grant-monthly";
const UNITS: [&str; 3] = ["etc/systemd/system", "usr/lib/systemd/system", "lib/systemd/system"];
/// Scripts in these folders run as root.
const SCRIPTS: [&str; 4] = ["etc/cron.hourly", "etc/cron.daily", "etc/cron.weekly", "etc/cron.monthly"];

/// The folders in which cron looks for programs.
const CRON_PATH: [&str; 2] = ["/usr/bin", "/bin"];
/// The ledger of the units that the Debian package installs.
const PACKAGE_LEDGER: &str = "/var/lib/rad-admin/rad-admin.db";

/// How soon after the beginning of a month its grant is on time.
const ON_TIME_SECONDS: i64 = 86_400;
/// So many grants on time, one after the other, are no accident.
const ON_TIME_MONTHS: usize = 2;

pub(super) fn check(app: &mut App, findings: &mut Vec<Finding>) {
    let here = found(app);
    // A schedule on another machine cannot be seen from here, but what it did is on record.
    let finding = if here.status == Health::Ok { None } else { elsewhere(app) };
    findings.push(finding.unwrap_or(here));
}

/// Whether the newest months were granted on time, whoever did it.
fn elsewhere(app: &mut App) -> Option<Finding> {
    let store = app.ledger().ok()?.0;
    let zone = store.zone();
    let (months, account) = store
        .read(|reader| {
            let mut months: Vec<_> = reader.months()?.closed().collect();
            months.sort_by_key(|month| month.month);
            let newest = months.split_off(months.len().saturating_sub(ON_TIME_MONTHS));
            let last = newest.last().map(|month| reader.operation(month.operation)).transpose()?;
            Ok((newest, last.map(|operation| operation.os_user)))
        })
        .ok()?;
    let is_on_time = |month: &ClosedMonth| {
        let late = month.at.seconds() - zone.start_of(month.month).seconds();
        month.closing == Closing::Granted && (0..ON_TIME_SECONDS).contains(&late)
    };
    let [first, .., last] = months.as_slice() else { return None };
    let follow = first.month.next() == last.month;
    (follow && months.iter().all(is_on_time)).then(|| {
        let account = account.unwrap_or_default();
        Finding::ok(
            CHECK,
            format!(
                "nothing here runs {COMMAND}, but {} and {} were granted on time, by {account}",
                first.month, last.month
            ),
        )
    })
}

fn found(app: &App) -> Finding {
    let root = &app.system_root();
    if let Some((place, account)) = cron(root) {
        return Finding::ok(CHECK, format!("{} runs {COMMAND} as {account}", place.display()));
    }
    match unit(root) {
        Some((place, account, true)) => {
            Finding::ok(CHECK, format!("{} runs {COMMAND} as {account}, by its timer", place.display()))
        }
        Some((place, _, false)) => {
            let timer = place.with_extension("timer");
            let timer = timer.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let message = format!("{} runs {COMMAND}, and its timer is not enabled", place.display());
            Finding::warning(CHECK, message, format!("systemctl enable --now {timer}"))
        }
        None => Finding::warning(
            CHECK,
            format!("this account finds no cron line and no timer that runs {COMMAND}"),
            advice(app),
        ),
    }
}

/// Returns the line for the crontab of this account. Cron starts it in the home folder, without the variables of a shell.
fn advice(app: &App) -> String {
    let named =
        |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string();
    let settings = &app.settings;
    let (ledger, config) = (&settings.database, &settings.config);
    let place = ledger.value.file().map_or_else(|| ledger.value.to_string(), named);
    let mut words = vec![match program() {
        Some(path) if !CRON_PATH.iter().any(|folder| path.parent() == Some(Path::new(folder))) => {
            named(&path)
        }
        _ => "rad-admin".to_owned(),
    }];
    if config.origin != Origin::Default {
        words.extend(["--config".to_owned(), named(&config.value)]);
    }
    if !matches!(ledger.origin, Origin::Default | Origin::File) {
        words.extend(["--db".to_owned(), place.clone()]);
    }
    words.extend([COMMAND, "--quiet", "--catch-up"].map(str::to_owned));
    // Cron ends a command at a `%`.
    let line = format!("add this line with crontab -e: 23 4 * * * {}", typed(&words).replace('%', "\\%"));
    if place == PACKAGE_LEDGER {
        format!(
            "{line}; or, where the Debian package is installed: systemctl enable --now rad-admin-grant.timer"
        )
    } else {
        line
    }
}

fn cron(root: &Path) -> Option<(PathBuf, String)> {
    let system = [root.join("etc/crontab")].into_iter().chain(files(&root.join("etc/cron.d")));
    for path in system {
        if let Some(line) = line_of(&path) {
            // The system's crontab has the account after the time, which is five fields or one such as @daily.
            let fields = if line.starts_with('@') { 1 } else { 5 };
            return Some((path, line.split_whitespace().nth(fields).unwrap_or("root").to_owned()));
        }
    }
    let mut own =
        ["var/spool/cron/crontabs", "var/spool/cron"].iter().flat_map(|folder| files(&root.join(folder)));
    if let Some(path) = own.find(|path| line_of(path).is_some()) {
        let account = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        return Some((path, account));
    }
    let mut scripts = SCRIPTS.iter().flat_map(|folder| files(&root.join(folder)));
    scripts.find(|path| line_of(path).is_some()).map(|path| (path, "root".to_owned()))
}

/// Returns the service, its account, and whether its timer is enabled.
fn unit(root: &Path) -> Option<(PathBuf, String, bool)> {
    let services = UNITS.iter().flat_map(|folder| files(&root.join(folder)));
    let mut services = services.filter(|path| path.extension().is_some_and(|end| end == "service"));
    let service = services.find(|path| line_of(path).is_some())?;
    let text = fs::read_to_string(&service).ok()?;
    let account =
        text.lines().find_map(|line| line.trim().strip_prefix("User=")).unwrap_or("root").to_owned();
    let timer = service.with_extension("timer");
    let wanted = root.join("etc/systemd/system/timers.target.wants").join(timer.file_name()?);
    let is_enabled = wanted.symlink_metadata().is_ok();
    Some((service, account, is_enabled))
}

/// Returns the line that runs the grant, unless it is commented out.
fn line_of(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let mut lines =
        text.lines().map(str::trim).filter(|line| !line.starts_with('#') && !line.starts_with(';'));
    lines.find(|line| line.contains(COMMAND)).map(str::to_owned)
}

/// Returns the files of a folder, sorted by name; none if it cannot be read.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.sort();
    files
}
