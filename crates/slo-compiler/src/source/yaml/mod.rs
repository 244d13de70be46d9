//! A reader of YAML 1.1.
//!
//! In: the text of one document. Out: a [`Tree`](super::tree::Tree), or the [`SyntaxError`] that go-yaml v2 finds in it, in
//! its words. Keeps: every node and every decoded character leads back to the bytes it came from.
//!
//! Why not a crate: a drop-in replacement has to accept and refuse exactly what Sloth's YAML library does, which is YAML 1.1
//! as libyaml reads it; and a diagnostic has to point at a token of a query inside a folded scalar. The port of libyaml that
//! has no `unsafe` panics on a block scalar at the end of the text, and the others read YAML 1.2.

mod block;
mod breaks;
mod compose;
mod cursor;
mod error;
mod plain;
mod quoted;
mod scanner;
mod tag;
pub(crate) mod text;
pub(crate) mod token;
mod trace;

pub(crate) use compose::compose;
pub(crate) use cursor::{Comments, Mark};
pub(crate) use error::SyntaxError;
pub(crate) use trace::trace;

#[cfg(test)]
mod tests;
