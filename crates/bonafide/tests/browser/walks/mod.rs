//! Whole ways through the pages, each with its log.

mod cameras;
mod direct;
mod documents;
mod files;
mod frames;
mod guidance;
mod hand_off;
mod interrupted;
mod messages;
mod phone;
mod refusals;
mod retries;
mod selfie;
mod slow;
mod timeouts;
mod verdict;
mod without;
