//! What scripts rely on: files of adjustments and users, keys, undo.

mod apply;
mod examples;
mod home;
mod import;
mod rejects;
mod undo;
