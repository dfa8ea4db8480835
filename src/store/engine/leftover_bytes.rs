//! Finds the bytes of a SQLite file that belong to no row: what old versions of rows may have left.
//!
//! The format is that of <https://sqlite.org/fileformat2.html>. Whatever does not look like it counts as left over.

use std::collections::HashSet;
use std::fs::File;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::{io, iter};

/// The header of the file, in front of the first page's own.
const FILE_HEADER: usize = 100;

/// The layout of a file.
pub(super) struct Pages {
    pub(super) size: usize,
    /// The numbers of the pages that are free.
    free: HashSet<u32>,
}

impl Pages {
    pub(super) fn of(file: &File) -> io::Result<Self> {
        let mut header = [0; FILE_HEADER];
        file.read_exact_at(&mut header, 0)?;
        let size = match word(&header, 16).unwrap_or_default() {
            1 => 1 << 16,
            size => size.max(512),
        };
        let mut pages = Self { size, free: HashSet::new() };
        let mut trunk = number(&header, 32);
        while let Some(page) = trunk.filter(|page| *page > 0 && pages.free.insert(*page)) {
            let mut content = vec![0; size];
            file.read_exact_at(&mut content, u64::from(page - 1) * size as u64)?;
            let leaves = number(&content, 4).unwrap_or_default() as usize;
            pages
                .free
                .extend(content.chunks_exact(4).skip(2).take(leaves).filter_map(|leaf| number(leaf, 0)));
            trunk = number(&content, 0);
        }
        Ok(pages)
    }

    /// Returns the parts of a page that hold no row: the gap in front of the cells and the freed blocks among them. Of a free page
    /// this is everything, and of one that belongs to no tree, such as the rest of a long row, too.
    pub(super) fn left_over(&self, page: u32, content: &[u8]) -> Vec<Range<usize>> {
        let whole = || iter::once(0..content.len()).collect();
        if self.free.contains(&page) {
            return whole();
        }
        gaps(content, if page == 1 { FILE_HEADER } else { 0 }).unwrap_or_else(whole)
    }
}

fn gaps(page: &[u8], header: usize) -> Option<Vec<Range<usize>>> {
    let length = match page.get(header)? {
        2 | 5 => 12,
        10 | 13 => 8,
        _ => return None,
    };
    let pointers = header + length + 2 * word(page, header + 3)?;
    let cells = match word(page, header + 5)? {
        0 => 1 << 16,
        cells => cells,
    };
    (pointers <= cells && cells <= page.len()).then_some(())?;
    let mut gaps: Vec<_> = iter::once(pointers..cells).collect();
    let mut block = word(page, header + 1)?;
    while block > 0 {
        let (next, size) = (word(page, block)?, word(page, block + 2)?);
        // The blocks are in order, so this ends.
        let is_sound = block >= cells && block + size <= page.len() && (next == 0 || next > block);
        is_sound.then_some(())?;
        gaps.push(block..block + size);
        block = next;
    }
    Some(gaps)
}

fn word(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at + 2)?;
    Some(usize::from(u16::from_be_bytes(bytes.try_into().ok()?)))
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + 4)?;
    Some(u32::from_be_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the texts that begin with `text` in bytes of no row.
    fn left_over(file: &File, text: &str) -> usize {
        let pages = Pages::of(file).expect("a database");
        let mut content = vec![0; pages.size];
        let mut found = 0;
        for page in 1.. {
            if file.read_exact_at(&mut content, u64::from(page - 1) * pages.size as u64).is_err() {
                return found;
            }
            for range in pages.left_over(page, &content) {
                found += memchr::memmem::find_iter(&content[range], text).count();
            }
        }
        found
    }

    #[test]
    fn present_rows_differ_from_leftovers_of_old_versions() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        let sql = rusqlite::Connection::open(&path).expect("a database");
        let run = |statements: &str| sql.execute_batch(statements).expect("the statements");
        let file = || File::open(&path).expect("the file");
        run("CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT);
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
             INSERT INTO t SELECT i, 'row-' || i || '-of-many' FROM n;
             INSERT INTO t VALUES (4000, 'the-last-of-all');
             VACUUM");
        assert_eq!(left_over(&file(), "row-700-of-many"), 0);
        run("PRAGMA secure_delete = OFF; DELETE FROM t WHERE id = 700");
        assert!(left_over(&file(), "-700-of-many") > 0, "a freed block");
        run("DELETE FROM t WHERE id = 4000");
        assert!(left_over(&file(), "last-of-all") > 0, "the gap");
        assert_eq!(left_over(&file(), "row-900-of-many"), 0, "a row of another page");
        run("DELETE FROM t WHERE id > 1000");
        assert!(left_over(&file(), "row-2000-of-many") > 0, "a free page");
        run("VACUUM");
        assert_eq!(left_over(&file(), "row-2000-of-many"), 0);
    }
}
