//! `verify`: proves that the ledger is intact.

use serde::Serialize;

use crate::app::{App, Routine};
use crate::cli::verify::Verify;
use crate::domain::Digest;
use crate::error::{Code, Error, Result};
use crate::output::{Document, Format, Formatter};
use crate::store::{Discrepancy, Proof};

#[derive(Debug, Default, Serialize)]
struct VerifyReceipt {
    ok: bool,
    head: Option<Digest>,
    operations: u64,
    entries: u64,
    users: u64,
    redacted: u64,
    #[serde(rename = "fault")]
    discrepancy: Option<Discrepancy>,
}

impl Document for VerifyReceipt {
    fn human(&self, formatter: &Formatter) -> String {
        let mut facts = vec![
            ("Operations", formatter.credits(self.operations)),
            ("Entries", formatter.credits(self.entries)),
            ("Users", formatter.credits(self.users)),
        ];
        if self.redacted > 0 {
            facts.push(("Redacted", formatter.credits(self.redacted)));
        }
        facts.push(("Head", self.head.map(|head| head.to_string()).unwrap_or_default()));
        format!("The ledger is intact.\n{}", formatter.facts(&facts))
    }
}

/// Verifies the ledger. Exit 9 with the first discrepancy.
pub(crate) fn run(app: &mut App, arguments: &Verify) -> Result<()> {
    app.printer.require_fields(&VerifyReceipt::default())?;
    let proof = match app.ledger() {
        Ok((store, _)) => store.verify(arguments.head)?,
        // The ledger is so damaged that it cannot be opened.
        Err(error) if error.has_reason("damaged") => {
            let found = Discrepancy { operation: None, user: None, what: error.message() };
            Proof { discrepancy: Some(found), ..Proof::NOTHING }
        }
        Err(error) => return Err(error),
    };
    let Proof { head, operations, entries, users, redacted, discrepancy } = proof;
    if discrepancy.is_none() {
        app.note_done(Routine::Verify);
    }
    let printer = &mut app.printer;
    let receipt =
        VerifyReceipt { ok: discrepancy.is_none(), head, operations, entries, users, redacted, discrepancy };
    // For people, the error says what is wrong.
    if receipt.ok || printer.format() != Format::Table {
        printer.receipt(&receipt)?;
    }
    receipt.discrepancy.as_ref().map_or(Ok(()), |found| Err(not_proven(found)))
}

pub(crate) fn not_proven(found: &Discrepancy) -> Error {
    let operation = found.operation.map(|operation| format!("operation {operation}: "));
    let user = found.user.as_ref().map(|user| format!("{}: ", crate::text::escape_control(user)));
    let [operation, user] = [operation, user].map(Option::unwrap_or_default);
    Error::new(Code::VerifyFailed, format!("the ledger is not intact: {operation}{user}{}", found.what))
        .hint("write no more to this ledger; compare it with the last intact backup")
        .hint("put a backup in its place with: rad-admin restore FILE")
}
