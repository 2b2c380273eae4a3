#![deny(deprecated)]

use cors_runtime::cors;

#[cors(origins = ["tauri://localhost"])] //~ ERROR `tauri://localhost` is the app on some systems alone
async fn tauri() {}

#[cors(origins = ["capacitor://localhost", "http://tauri.localhost"])] //~ ERROR `capacitor://localhost` is the app on some systems alone
async fn capacitor() {}

fn main() {}
