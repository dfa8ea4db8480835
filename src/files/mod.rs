//! Creates folders and files that survive a loss of power. Files get their names only when they are complete.

mod folders;
mod leftovers;
mod new_file;

pub use folders::{create_folder, folder_of, free_bytes, sync_folder};
pub use leftovers::{clear_leftovers, is_unfinished};
pub use new_file::{NewFile, Placed, replace_file, with_suffix};
