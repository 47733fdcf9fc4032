//! The worker against receivers on loopback.

mod delivery;
mod guard;
mod isolation;
mod jobs;
mod loss;
mod order;
mod receiver;
mod sender;
mod support;
mod watched;
mod world;
