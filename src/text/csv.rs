//! Writes CSV cells.

/// A buffer for cells: text, or bytes for files that are not UTF-8.
pub trait CellBuffer {
    /// A cell or a part of one.
    type Piece: ?Sized + 'static;
    const QUOTE: &'static Self::Piece;

    fn bytes(cell: &Self::Piece) -> &[u8];

    /// Splits a cell at its quotation marks.
    fn between_quotes(cell: &Self::Piece) -> impl Iterator<Item = &Self::Piece>;

    fn append(&mut self, piece: &Self::Piece);
}

impl CellBuffer for String {
    type Piece = str;
    const QUOTE: &'static str = "\"";

    fn bytes(cell: &str) -> &[u8] {
        cell.as_bytes()
    }

    fn between_quotes(cell: &str) -> impl Iterator<Item = &str> {
        cell.split('"')
    }

    fn append(&mut self, piece: &str) {
        self.push_str(piece);
    }
}

impl CellBuffer for Vec<u8> {
    type Piece = [u8];
    const QUOTE: &'static [u8] = b"\"";

    fn bytes(cell: &[u8]) -> &[u8] {
        cell
    }

    fn between_quotes(cell: &[u8]) -> impl Iterator<Item = &[u8]> {
        cell.split(|byte| *byte == b'"')
    }

    fn append(&mut self, piece: &[u8]) {
        self.extend_from_slice(piece);
    }
}

/// Appends a cell, quoted if RFC 4180 requires it with this delimiter.
pub fn push_cell<B: CellBuffer>(out: &mut B, cell: &B::Piece, delimiter: u8) {
    if !B::bytes(cell).iter().any(|byte| *byte == delimiter || matches!(byte, b'"' | b'\n' | b'\r')) {
        B::append(out, cell);
        return;
    }
    B::append(out, B::QUOTE);
    for (index, piece) in B::between_quotes(cell).enumerate() {
        if index > 0 {
            B::append(out, B::QUOTE);
            B::append(out, B::QUOTE);
        }
        B::append(out, piece);
    }
    B::append(out, B::QUOTE);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_cell_that_needs_quotes_has_them_in_text_and_in_bytes() {
        for (cell, csv) in [
            ("plain", "plain"),
            ("", ""),
            (" spaces ", " spaces "),
            ("a,b", "\"a,b\""),
            ("\"", "\"\"\"\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("cr\rhere", "\"cr\rhere\""),
        ] {
            let (mut text, mut bytes) = (String::new(), Vec::new());
            push_cell(&mut text, cell, b',');
            push_cell(&mut bytes, cell.as_bytes(), b',');
            assert_eq!((text.as_str(), bytes.as_slice()), (csv, csv.as_bytes()));
        }
    }

    #[test]
    fn bytes_that_are_not_utf_8_stay_as_they_are() {
        let mut bytes = Vec::new();
        push_cell(&mut bytes, b"\xff,\"", b',');
        assert_eq!(bytes, b"\"\xff,\"\"\"");
    }
}
