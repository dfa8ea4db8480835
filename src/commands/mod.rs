//! What each command does: who is meant, what is shown or changed. No SQL, no flags, no clock.

pub mod history;
mod limited;
pub mod log;
mod records;
pub mod status;
pub mod user_show;
pub mod users_list;
