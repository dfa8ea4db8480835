//! What scripts rely on: files of adjustments and users, keys, undo.

mod apply;
mod examples;
mod import;
mod rejects;
mod undo;
