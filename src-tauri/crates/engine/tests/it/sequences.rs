//! Leads going through sequences: every step on time, every stop at once, nothing twice, nothing lost.

mod desk;
mod enrolling;
mod killed;
mod stops;
mod walks;
mod words;
