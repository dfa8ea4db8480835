//! `mail flush`.

use serde::Serialize;

use super::sending::{Post, Run};
use crate::app::App;
use crate::commands::shared::receipt::Outcome;
use crate::error::Result;
use crate::output::{Document, Paper, counted};
use crate::store::Mode;

#[derive(Serialize)]
struct FlushReceipt {
    #[serde(flatten)]
    outcome: Outcome,
    /// Messages that a server took in this run.
    sent: u64,
    /// Messages that still wait.
    queued: u64,
    /// Messages that were refused for good in this run.
    failed: u64,
    /// Messages that were given up in this run: their invitations have expired.
    expired: u64,
}

impl Document for FlushReceipt {
    fn human(&self, paper: &Paper) -> String {
        let count = |messages: u64| paper.credits(messages);
        let tried = match (self.outcome.dry_run, self.sent + self.queued + self.failed) {
            (_, 0) if self.expired > 0 => String::new(),
            (_, 0) => "Nothing to send.\n".to_owned(),
            (true, _) => {
                format!(
                    "Dry run, nothing sent: {}.\n",
                    counted(self.queued, "message is waiting", "messages are waiting")
                )
            }
            (false, _) => format!(
                "{} sent, {} queued, {} failed.\n",
                count(self.sent),
                count(self.queued),
                count(self.failed)
            ),
        };
        tried + &self.given_up()
    }
}

impl FlushReceipt {
    fn given_up(&self) -> String {
        let messages = match (self.outcome.dry_run, self.expired) {
            (_, 0) => return String::new(),
            (false, expired) => counted(expired, "message was", "messages were"),
            (true, expired) => counted(expired, "message would be", "messages would be"),
        };
        let whose = if self.expired == 1 { "its invitation has" } else { "their invitations have" };
        format!("{messages} given up: {whose} expired.\n")
    }
}

/// Sends what is queued, however lately it was tried. Exit 8 if any of it did not go out.
pub(crate) fn run(app: &mut App) -> Result<()> {
    let (now, dry_run) = (app.now, app.globals.dry_run);
    let post = Post::open(app)?;
    let mut run = match post {
        Post::Unconfigured(unset) => Run::unconfigured(unset),
        Post::Open(_) if dry_run => Run::default(),
        Post::Open(_) => post.send(app, None),
    };
    if dry_run && run.unconfigured.is_none() {
        run.expired = app.ledger()?.0.write(Mode::DryRun, |writer| writer.fail_expired_messages(now))?;
    }
    let queued = app.ledger()?.0.read(|reader| reader.queued_messages(None, now))?.len() as u64;
    let Run { sent, failed, expired, .. } = run;
    let outcome = Outcome { changed: sent + failed + expired > 0, dry_run, operation: None };
    app.printer.receipt(&FlushReceipt { outcome, sent, queued, failed, expired })?;
    if dry_run && run.unconfigured.is_none() { Ok(()) } else { run.verdict(queued, run.failed) }
}
