//! What the fault tests and the benches are made of: the server as a process, a client, a receiver.

pub(crate) mod client;
pub(crate) mod dice;
pub(crate) mod receiver;
pub(crate) mod requests;
pub(crate) mod server;
