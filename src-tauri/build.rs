//! Lets Tauri read its configuration and embed the UI and the icons.

fn main() {
    tauri_build::build();
}
