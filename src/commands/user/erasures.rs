//! `user erasures`: erased users, newest first.

use crate::app::App;
use crate::cli::lists::ListFlags;
use crate::commands::shared::lists::{self, ListShape};
use crate::commands::shared::records::ERASURES;
use crate::error::Result;
use crate::store::{ERASURE_KEYS, ListQuery, Reader};

pub(crate) fn run(app: &mut App, flags: &ListFlags) -> Result<()> {
    let query = lists::query(app, flags, ERASURE_KEYS, [])?;
    let count = |reader: &Reader<'_>, query: &ListQuery| reader.count_erasures(query);
    lists::print(app, &ListShape::of(ERASURES), flags, &query, count, |reader, query, each| {
        reader.erasures(query, each)
    })
}
