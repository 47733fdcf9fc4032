//! The acts, one per file. Each one is a method of [`App`](crate::App).

pub mod accounts;
mod audit;
pub mod authenticate;
mod cancel;
pub mod capture;
pub mod customers;
mod duplicates;
mod enrolment;
mod erase;
mod examinable;
pub mod examine;
mod expire;
mod find;
mod forget;
pub mod health;
pub mod office;
pub mod open;
mod proofs;
mod queues;
mod review;
mod run;
mod search;
pub mod staff;
mod tokens;
mod transition;
mod view;
