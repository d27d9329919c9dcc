//! X by the human's own session, against a stand-in that refuses what X refuses.

mod acts;
mod bench;
mod reading;
mod repairs;
mod replies;
mod trouble;
