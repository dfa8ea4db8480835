//! Removes what the file and its log still hold of erased texts, and remembers which erasure is not finished.

use crate::domain::{Email, OperationId, erased_address};
use crate::error::{Code, Result};
use crate::store::engine::scrub::{Scrubbed, scrub};
use crate::store::engine::session::Access;
use crate::store::ledger::erasure::RemovedTexts;
use crate::store::session::{Reader, Store};

/// What an erasure left in the file and its log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Traces {
    None,
    /// There may be anything, because another process reads the ledger. A repeat of the erasure finishes it.
    Held,
    /// A text about another user names an address of the person.
    OfOthers,
}

/// An erasure of whose texts the file or its log may still hold traces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnfinishedErasure {
    pub operation: OperationId,
    /// The address that stands for one of the users whom it erased.
    pub placeholder: String,
}

impl Store {
    /// Removes the traces of erased texts. `operation` is the erasure that removed them; `None` if they were removed before and
    /// only addresses are still known. On a server, the answer is always [`Traces::Held`].
    pub fn scrub(&mut self, operation: Option<OperationId>, removed: &RemovedTexts) -> Result<Traces> {
        self.scrub_within(operation, removed).map_err(|error| self.named(error))
    }

    fn scrub_within(&self, operation: Option<OperationId>, removed: &RemovedTexts) -> Result<Traces> {
        if self.is_on_server() {
            return Ok(Traces::Held);
        }
        let marked: Option<OperationId> = self.session.value("SELECT unscrubbed FROM ledger", ())?;
        // Nobody knows the texts of an older erasure any more.
        let others = (operation.is_some() && operation == marked)
            .then(|| removed.others.iter().map(String::as_str).collect::<Vec<_>>());
        let addresses: Vec<&str> = removed.addresses.iter().map(Email::as_str).collect();
        let scrubbed = scrub(&self.session, &self.place, &addresses, others.as_deref())?;
        if scrubbed == Scrubbed::Held {
            return Ok(Traces::Held);
        }
        if marked.is_some() {
            self.forget_mark()?;
        }
        Ok(if scrubbed == Scrubbed::Clean { Traces::None } else { Traces::OfOthers })
    }

    /// If somebody else writes for long, the mark stays until the next time: the erasure is done.
    fn forget_mark(&self) -> Result<()> {
        let forget = || {
            let transaction = self.session.begin(Access::Write)?;
            self.session.run("UPDATE ledger SET unscrubbed = NULL", ())?;
            transaction.commit()
        };
        forget().or_else(|error| if error.code() == Code::Busy { Ok(()) } else { Err(error) })
    }
}

impl Reader<'_> {
    /// Returns the oldest erasure of whose texts the file or its log may still hold traces.
    pub fn unfinished_erasure(&self) -> Result<Option<UnfinishedErasure>> {
        if self.session.server().is_some() {
            return Ok(None);
        }
        self.session.optional(
            "SELECT l.unscrubbed, t.user_id FROM ledger l JOIN tombstones t ON t.operation = l.unscrubbed
             ORDER BY t.user_id LIMIT 1",
            (),
            |row| Ok(UnfinishedErasure { operation: row.get(0)?, placeholder: erased_address(row.get(1)?) }),
        )
    }
}
