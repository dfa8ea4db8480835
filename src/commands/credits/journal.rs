//! `credits history -o hledger`: the entries as a journal for hledger and ledger, oldest first.
//!
//! Each entry is a transaction between the user's account for the bucket and an account `issued:KIND`, so the balances of
//! `users:…` are the users' own.

use std::fmt::Write as _;

use crate::Result;
use crate::domain::Zone;
use crate::output::Printer;
use crate::store::{Entry, HistoryQuery, Store};

/// Bytes to collect before a write.
const PIECE_BYTES: usize = 64 * 1024;

/// Prints the entries of the query as a journal. Exit 3 for an address that nobody has.
pub(crate) fn journal(store: &mut Store, printer: &mut Printer, query: &HistoryQuery) -> Result<()> {
    let zone = store.zone();
    let mut piece = String::new();
    store.read(|reader| {
        reader.journal(query, |entry| {
            transaction(&mut piece, zone, entry);
            if piece.len() >= PIECE_BYTES {
                printer.raw_text(&piece)?;
                piece.clear();
            }
            Ok(())
        })
    })?;
    printer.raw_text(&piece)
}

fn transaction(text: &mut String, zone: Zone, entry: &Entry) {
    let Entry { id, email, bucket, kind, amount, .. } = entry;
    let local = zone.format(entry.at);
    let day = local.split(' ').next().unwrap_or_default();
    let reason = entry.reason.as_deref().map(|reason| format!(": {}", tame(reason))).unwrap_or_default();
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{day} ({id}) {}{reason}", kind.as_str());
    let _ = writeln!(text, "    ; operation: {}", entry.operation);
    let _ = writeln!(text, "    ; actor: {}", tame(&entry.actor));
    if let Some(reference) = &entry.reference {
        let _ = writeln!(text, "    ; reference: {}", tame(reference));
    }
    let _ = writeln!(text, "    users:{email}:{}  {amount} credits", bucket.as_str());
    let _ = writeln!(text, "    issued:{}  {} credits\n", kind.as_str(), -amount);
}

/// Removes what has a meaning in a journal: line ends, comments, dates in brackets, and colons, which would make tags.
fn tame(text: &str) -> String {
    let plain = text.chars().map(|c| match c {
        ';' | ':' | ',' => ' ',
        '[' => '(',
        ']' => ')',
        c if c.is_control() || c.is_whitespace() => ' ',
        c => c,
    });
    plain.collect::<String>().split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::tame;

    #[test]
    fn a_text_stays_on_its_line_and_means_nothing_to_a_journal() {
        assert_eq!(
            tame("a\n2026-01-01 x\n  b  9; date:2020-01-01 [=2020/01/01]"),
            "a 2026-01-01 x b 9 date 2020-01-01 (=2020/01/01)"
        );
        assert_eq!(tame("  größe\u{2028}ok\u{7}"), "größe ok");
    }
}
