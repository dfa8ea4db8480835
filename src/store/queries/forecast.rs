//! Filters and sorts the months of a forecast like any other list.

use super::filter::{CompiledFilter, ListKey, order_by};
use super::list_query::ListQuery;
use crate::domain::{Sort, ValueKind};
use crate::error::Result;
use crate::store::ledger::forecast::ForecastMonth;
use crate::store::session::Reader;

pub const FORECAST_KEYS: &[ListKey] = &[
    ListKey::new("month", ValueKind::Month, "f.month"),
    ListKey::new("users", ValueKind::Integer, "f.users"),
    ListKey::new("credits", ValueKind::Integer, "f.credits"),
    ListKey::new("capped", ValueKind::Integer, "f.capped"),
];

const IN_ORDER: Sort = Sort { key: "month", descending: false };

impl Reader<'_> {
    /// Returns the months that fit the query, in the order of the query.
    pub fn forecast_list(&self, forecast: &[ForecastMonth], query: &ListQuery) -> Result<Vec<ForecastMonth>> {
        self.session.batch(
            "CREATE TEMP TABLE IF NOT EXISTS forecast (
                 month INTEGER PRIMARY KEY, users INTEGER NOT NULL, credits INTEGER NOT NULL,
                 capped INTEGER NOT NULL);
             DELETE FROM temp.forecast;",
        )?;
        let mut insert = self
            .session
            .prepare("INSERT INTO temp.forecast (month, users, credits, capped) VALUES (?1, ?2, ?3, ?4)")?;
        for month in forecast {
            insert.run((month.month, month.users, month.credits, month.capped))?;
        }
        let filter = CompiledFilter::new(&query.filter, FORECAST_KEYS, 0)?;
        let sql = format!(
            "SELECT f.month, f.users, f.credits, f.capped FROM temp.forecast f WHERE {} ORDER BY {} {}",
            filter.sql(),
            order_by(&query.sort, FORECAST_KEYS, &IN_ORDER, "f.month"),
            query.cut()
        );
        self.session.all(&sql, filter.values(&[]).as_slice(), |row| {
            Ok(ForecastMonth {
                month: row.get(0)?,
                users: row.get(1)?,
                credits: row.get(2)?,
                capped: row.get(3)?,
            })
        })
    }
}
