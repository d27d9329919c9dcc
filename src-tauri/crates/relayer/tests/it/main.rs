//! The relayer against a scripted desktop in virtual time, and against a real X display with the stand-in
//! for Telegram Desktop.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests fail the test")]

mod binding;
#[cfg(target_os = "linux")]
mod courier;
#[cfg(target_os = "linux")]
mod desk;
#[cfg(target_os = "linux")]
mod desktop;
mod disturbed;
mod fake_desk;
mod fake_driver;
mod link;
mod preflight;
mod procedure;
mod title;
