//! The flags that every list takes.

use clap::Args;

use super::completes::Completes;
use super::values;

/// Help: how to write conditions.
pub const WHERE_HELP: &str =
    "Only matching rows, such as 'balance<10'; repeat it to narrow further. Operators: = != < <= > >= ~ !~";

#[derive(Args, Clone, Debug, Default)]
pub struct ListFlags {
    /// Only rows for which this holds
    #[arg(long = "where", value_name = "KEY OP VALUE", help = WHERE_HELP, add = Completes::Condition)]
    pub conditions: Vec<String>,
    /// Sort by these keys; -KEY sorts downwards
    #[arg(long, value_name = "KEY,…", value_delimiter = ',', allow_hyphen_values = true, add = Completes::SortKey)]
    pub sort: Vec<String>,
    /// Show at most this many
    #[arg(long, value_name = "N", value_parser = values::rows, allow_negative_numbers = true)]
    pub limit: Option<u64>,
    /// Skip this many first
    #[arg(long, value_name = "N", value_parser = values::rows, allow_negative_numbers = true, default_value_t = 0, hide_default_value = true)]
    pub offset: u64,
    /// Print only how many there are
    #[arg(long, conflicts_with_all = ["fields", "field"])]
    pub count: bool,
}

impl ListFlags {
    /// Returns each flag of a list, and whether it was given.
    pub fn given(&self) -> [(&'static str, bool); 5] {
        [
            ("--where", !self.conditions.is_empty()),
            ("--sort", !self.sort.is_empty()),
            ("--limit", self.limit.is_some()),
            ("--offset", self.offset > 0),
            ("--count", self.count),
        ]
    }
}
