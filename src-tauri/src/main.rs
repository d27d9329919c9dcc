//! `sdr-desktop`: SDR Console in a window and in the tray.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    sdr_desktop::run()
}
