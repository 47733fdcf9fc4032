//! Whole ways through the pages, each with its log.

mod direct;
mod documents;
mod frames;
mod hand_off;
mod interrupted;
mod messages;
mod refusals;
mod retries;
mod slow;
mod timeouts;
mod verdict;
