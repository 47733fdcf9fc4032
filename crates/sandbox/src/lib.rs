//! Decodes files from strangers in processes that can do nothing else.
//!
//! A decoder that meets a hostile file may overflow its stack, ask for more memory than there is,
//! or never return; `catch_unwind` prevents none of these. Therefore the server decodes no file
//! itself. It passes each one to a child process of its own binary, which gives up its privileges
//! ([`confine`]), reads one file, answers with pixels or text, and ends. If a child dies, hangs or
//! answers nonsense, this one file cannot be read ([`Failure::Died`]); nothing else is affected.
//!
//! [`Pool`] is the server's side, [`child::run`] is the child's, and [`message`] is what they
//! exchange. [`InProcess`] decodes without a child, for tests and for the child itself.
//!
//! This crate knows nothing about documents or verifications, and decides nothing about a picture.
#![warn(missing_docs)]

pub mod child;
pub mod confine;
mod confinement;
mod decoder;
mod failure;
pub mod message;
mod pool;

pub use decoder::{Decoder, InProcess};
pub use failure::{Death, Failure};
pub use pool::{Pool, Settings};
