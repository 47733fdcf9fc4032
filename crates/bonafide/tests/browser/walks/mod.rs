//! Whole ways through the pages, each with its log.

mod direct;
mod documents;
mod hand_off;
mod interrupted;
mod refusals;
mod timeouts;
mod verdict;
