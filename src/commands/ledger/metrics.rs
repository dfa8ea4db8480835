//! `status --metrics`: the overview in the text format of Prometheus.

use std::fmt::Write as _;
use std::path::Path;

use crate::app::{App, Routine};
use crate::commands::shared::replaceable::OutputFile;
use crate::domain::Timestamp;
use crate::error::{Error, Result};
use crate::store::Summary;

/// Everybody may read the file, because another account collects it.
const MODE: u32 = 0o644;

/// Writes the metrics to the file; `-` is standard output.
pub(crate) fn run(app: &mut App, file: &Path) -> Result<()> {
    if !app.printer.is_for_people() {
        return Err(
            Error::usage("--metrics has a format of its own").hint("leave out -o, --json and --fields")
        );
    }
    let file = OutputFile::of(file, "the metrics", app)?;
    let done = [Routine::Verify, Routine::Backup].map(|routine| app.last_done(routine));
    let (now, low_balance) = (app.now, app.settings.low_balance());
    let (store, printer) = app.ledger()?;
    let (summary, newest, low_users) = store
        .read(|reader| Ok((reader.summary(now)?, reader.newest_time()?, reader.users_below(low_balance)?)))?;
    let low = (low_balance > 0).then_some((low_balance, low_users));
    let text = metrics(now, &summary, newest, low, done);
    if file.is_stdout() {
        return printer.raw_text(&text);
    }
    if app.globals.dry_run {
        app.printer.remark(&format!("dry run: {} was not written", file.name()));
        return Ok(());
    }
    file.replace(&text, MODE)
}

fn metrics(
    now: Timestamp,
    summary: &Summary,
    newest: Timestamp,
    low: Option<(i64, u64)>,
    done: [Option<Timestamp>; 2],
) -> String {
    let mut text = Metrics::default();
    text.labelled("build_info", "The version of rad-admin.", "version", [(env!("CARGO_PKG_VERSION"), 1)]);
    text.gauge("collected_timestamp_seconds", "When these figures were read.", now.seconds());
    text.gauge(
        "grant_due",
        "Whether a month is owed and not granted: grant-monthly --check.",
        i64::from(!summary.owed.is_empty()),
    );
    text.gauge("owed_months", "Months that are owed and not granted.", summary.owed.len());
    if let Some(last) = &summary.last_grant {
        text.gauge("last_grant_timestamp_seconds", "When a month was last granted.", last.at.seconds());
        text.gauge("last_grant_users", "Users whom that grant paid.", last.granted);
        text.gauge("last_grant_credits", "Credits that it paid.", last.credits);
    }
    text.gauge("last_operation_timestamp_seconds", "When the newest operation was done.", newest.seconds());
    text.counter("operations_total", "Operations in the ledger.", summary.operations);
    text.counter("entries_total", "Entries in the ledger.", summary.entries);
    let users = &summary.users;
    let by_status = [
        ("invited", users.invited),
        ("active", users.active),
        ("inactive", users.inactive),
        ("erased", users.erased),
    ];
    text.labelled("users", "Users by status.", "status", by_status);
    let by_role = summary.roles.0.map(|(role, users)| (role.as_str(), users));
    text.labelled("role_users", "Users who hold a role, whatever their status.", "role", by_role);
    text.gauge("active_admins", "Active users with the role admin.", summary.active_admins);
    let credits = [("awarded", summary.credits.awarded), ("purchased", summary.credits.purchased)];
    text.labelled("credits", "Credits of all users, by balance.", "balance", credits);
    if let Some((threshold, users)) = low {
        text.gauge("low_balance_users", "Active users with fewer credits than the threshold.", users);
        text.gauge("low_balance_threshold_credits", "The threshold: notify.low_balance.", threshold);
    }
    let mail = [("queued", summary.mail.queued), ("failed", summary.mail.failed)];
    text.labelled("mail_messages", "Messages that were not sent.", "status", mail);
    let invitations = [("open", summary.invitations.open), ("expired", summary.invitations.expired)];
    text.labelled("invitations", "Invitations that were not accepted.", "status", invitations);
    let [verified, backed_up] = done;
    if let Some(at) = verified {
        let help = "When the account that reads these figures last proved the ledger.";
        text.gauge("last_verify_timestamp_seconds", help, at.seconds());
    }
    if let Some(at) = backed_up {
        let help = "When the account that reads these figures last made a backup.";
        text.gauge("last_backup_timestamp_seconds", help, at.seconds());
    }
    text.gauge("database_size_bytes", "The size of the database.", summary.database_bytes);
    text.0
}

/// The text: the help, the type and the samples of each metric.
#[derive(Default)]
struct Metrics(String);

impl Metrics {
    fn gauge(&mut self, name: &str, help: &str, value: impl std::fmt::Display) {
        self.begin(name, help, "gauge");
        let _ = writeln!(self.0, "rad_admin_{name} {value}");
    }

    fn counter(&mut self, name: &str, help: &str, value: u64) {
        self.begin(name, help, "counter");
        let _ = writeln!(self.0, "rad_admin_{name} {value}");
    }

    /// Adds a gauge with a sample for each value of a label. The values are words of this program and need no escapes.
    fn labelled<V: std::fmt::Display>(
        &mut self,
        name: &str,
        help: &str,
        label: &str,
        samples: impl IntoIterator<Item = (&'static str, V)>,
    ) {
        self.begin(name, help, "gauge");
        for (word, value) in samples {
            let _ = writeln!(self.0, "rad_admin_{name}{{{label}=\"{word}\"}} {value}");
        }
    }

    fn begin(&mut self, name: &str, help: &str, kind: &str) {
        let _ = writeln!(self.0, "# HELP rad_admin_{name} {help}\n# TYPE rad_admin_{name} {kind}");
    }
}
