//! Changes the ledger's time zone, in which its months and days begin.

use crate::domain::Zone;
use crate::error::{Error, Result};
use crate::store::session::Writer;

impl Writer<'_> {
    /// Sets the time zone. Fails (exit 4, `has_operations`) once there is an operation, because its days and months are in the
    /// present zone.
    pub fn change_zone(&self, zone: Zone) -> Result<()> {
        if self.newest_sealed()?.is_some() {
            return Err(Error::refused(format!(
                "the ledger has operations, and keeps its time zone {}; {zone} was not set",
                self.zone()
            ))
            .reason("has_operations")
            .datum("timezone", self.zone().name())
            .datum("not_set", zone.name())
            .hint("make another ledger in that zone with: rad-admin init --db PATH --timezone ZONE"));
        }
        self.session.run("UPDATE ledger SET timezone = ?1", [zone.name()])?;
        Ok(())
    }
}
