use std::fmt::Display;

/// Lists the first names of many, and counts the others: "a, b and 3 more". `all` counts both.
pub fn and_more<N: Display>(first: impl IntoIterator<Item = N>, all: u64) -> String {
    let names: Vec<String> = first.into_iter().map(|name| name.to_string()).collect();
    let more = match all.saturating_sub(names.len() as u64) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    names.join(", ") + &more
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_beyond_the_first_ones_are_counted() {
        assert_eq!(and_more(["a", "b"], 5), "a, b and 3 more");
        assert_eq!(and_more(["a", "b"], 2), "a, b");
    }
}
