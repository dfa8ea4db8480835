//! `doctor`: says what is wrong with this installation and how to fix it. It changes nothing.

mod files;
mod finding;
mod ledger;
mod schedule;

use std::fmt::Write as _;

use serde::Serialize;

use self::finding::{Finding, Health};
use crate::app::{App, Origin, Settings};
use crate::domain::Email;
use crate::error::{Code, Error, Result};
use crate::mail::{Mailer, Message, MessageContent, SendFailure};
use crate::output::{Document, Formatter};

#[derive(Serialize)]
struct Examination {
    status: Health,
    findings: Vec<Finding>,
}

impl Document for Examination {
    fn human(&self, formatter: &Formatter) -> String {
        let mut text = String::new();
        for Finding { check, status, message, fix, .. } in &self.findings {
            let word = match status {
                Health::Ok => formatter.well("ok     "),
                Health::Warning => formatter.waiting("warning"),
                Health::Error => formatter.bold("error  "),
            };
            let _ = writeln!(text, "{word}  {check:<15}  {}", formatter.clean(message));
            if let Some(fix) = fix.as_deref().filter(|fix| !fix.is_empty()) {
                let _ = writeln!(text, "{:26}fix: {}", "", formatter.clean(fix));
            }
        }
        let open = self.findings.iter().filter(|finding| finding.is_open()).count();
        let summary = match open {
            0 if self.findings.iter().any(|finding| finding.is_advice) => "All else is well.".to_owned(),
            0 => "All is well.".to_owned(),
            1 => "1 thing needs attention.".to_owned(),
            more => format!("{more} things need attention."),
        };
        let _ = writeln!(text, "\n{summary}");
        text
    }
}

/// Runs all checks. Exit 10 if something needs attention.
pub(crate) fn run(app: &mut App) -> Result<()> {
    let mut findings = Vec::new();
    let loaded = Settings::load(&app.globals);
    let is_readable = loaded.is_ok();
    findings.push(settings(app, loaded));
    files::check(app, &mut findings);
    // A file that cannot be read may name another database. One on the line or in the environment comes first anyway.
    let has_moved = if is_readable || app.settings.database.origin != Origin::Default {
        ledger::check(app, &mut findings)
    } else {
        findings.push(Finding::unknown("ledger"));
        false
    };
    findings.push(if is_readable { mail(app) } else { Finding::unknown("mail") });
    if !has_moved {
        schedule::check(app, &mut findings);
    }
    let open = findings.iter().filter(|finding| finding.is_open());
    let status = open.map(|finding| finding.status).max().unwrap_or(Health::Ok);
    for fix in findings.iter_mut().filter_map(|finding| finding.fix.as_mut()) {
        *fix = app.printer.with_ledger_flags(fix);
    }
    app.printer.document(&Examination { status, findings })?;
    if status == Health::Ok { Ok(()) } else { Err(Error::silent(Code::Due)) }
}

/// The fix of a wrong setting.
const EDIT: &str = "rad-admin config edit";

/// Takes the settings over, if they can be read, and checks them.
fn settings(app: &mut App, loaded: Result<Settings>) -> Finding {
    const CHECK: &str = "settings";
    let settings = match loaded {
        Ok(settings) => settings,
        Err(error) => return Finding::failure(CHECK, &error, EDIT),
    };
    let config = settings.config.value.display();
    let finding = match settings.check() {
        Err(error) => Finding::failure(CHECK, &error, EDIT),
        Ok(()) if settings.config_exists => Finding::ok(CHECK, config.to_string()),
        Ok(()) => Finding::ok(CHECK, format!("there is no file {config}: defaults apply")),
    };
    app.settings = settings;
    finding
}

/// Connects to the mail server and logs in, without sending anything.
fn mail(app: &App) -> Finding {
    const CHECK: &str = "mail";
    if !app.settings.mail.is_configured() {
        return Finding::ok(CHECK, "not set up: messages wait in the outbox");
    }
    match try_mail(app) {
        Ok(Ok(what)) => Finding::ok(CHECK, what),
        Ok(Err(failure)) => Finding::error(CHECK, failure.words, failure.advice),
        Err(error) => Finding::failure(CHECK, &error, EDIT),
    }
}

fn try_mail(app: &App) -> Result<Result<&'static str, SendFailure>> {
    let mut mailer = Mailer::new(&app.settings.mail, app.surroundings()?)?;
    let recipient: Email =
        format!("postmaster@{}", mailer.sender().domain()).parse().map_err(Error::setup)?;
    let id = format!("doctor@{}", mailer.sender().domain());
    // The message is never sent, but the advice on a failure depends on it.
    let message = Message::new(mailer.sender(), &recipient, None, &MessageContent::test(), &id, app.now)?;
    Ok(mailer.try_out(&message))
}
