//! Finds out what a server is and offers.

use tokio_postgres::Row;

use super::failure::of_postgres;
use crate::error::{Error, Result};

/// The oldest server that works, as PostgreSQL numbers its versions.
const OLDEST_SERVER: i64 = 140_000;

/// The expressions that are asked for, in the order in which [`Features::of_row`] reads them.
pub(super) const FEATURES: &str = "current_setting('server_version_num')::bigint,
    version() LIKE 'PostgreSQL%linux%', pg_is_in_recovery(), current_setting('server_encoding'),
    EXISTS (SELECT FROM pg_collation WHERE collname = 'und-x-icu')";

/// The number of columns in [`FEATURES`].
pub(super) const FEATURE_COLUMNS: usize = 5;

#[derive(Clone, Debug, Default)]
pub(super) struct Features {
    /// Whether the server can check whether a client is still there. This is assumed of Linux only.
    pub(super) checks_clients: bool,
    /// Whether the server follows another one, so it can only be read.
    pub(super) is_standby: bool,
    encoding: String,
    has_icu: bool,
}

impl Features {
    /// Reads the features. Fails (exit 7) if the server is too old.
    pub(super) fn of_row(row: &Row) -> Result<Self> {
        let version: i64 = row.try_get(0).map_err(of_postgres)?;
        if version < OLDEST_SERVER {
            return Err(Error::setup(format!(
                "the server is PostgreSQL {}, and the oldest that works is 14",
                version / 10_000
            )));
        }
        Ok(Self {
            checks_clients: row.try_get(1).map_err(of_postgres)?,
            is_standby: row.try_get(2).map_err(of_postgres)?,
            encoding: row.try_get(3).map_err(of_postgres)?,
            has_icu: row.try_get(4).map_err(of_postgres)?,
        })
    }

    /// Fails (exit 7) if no ledger can be made in the database.
    pub(super) fn require_home(&self) -> Result<()> {
        if self.encoding != "UTF8" {
            return Err(Error::setup(format!(
                "the encoding of the database is {}, and a ledger needs UTF8",
                self.encoding
            ))
            .hint("make another: createdb --encoding UTF8 --template template0 NAME"));
        }
        if !self.has_icu {
            return Err(Error::setup(
                "the database has no collation \"und-x-icu\", which a ledger needs to compare names",
            )
            .hint("use a server that is built with ICU, as PostgreSQL's own packages are"));
        }
        Ok(())
    }
}

/// The same check as [`Features::require_home`] in SQL, for somebody else to run before they make a ledger.
pub(super) const REQUIRE_HOME: &str = "DO $check$ BEGIN
  IF current_setting('server_encoding') <> 'UTF8' THEN
    RAISE EXCEPTION 'the encoding of the database is %, and a ledger needs UTF8', current_setting('server_encoding');
  END IF;
  IF NOT EXISTS (SELECT FROM pg_collation WHERE collname = 'und-x-icu') THEN
    RAISE EXCEPTION 'the database has no collation \"und-x-icu\": use a server that is built with ICU';
  END IF; END $check$";
