#![deny(deprecated)]

use cors_runtime::cors;

#[cors(origins = ["tauri://localhost"])] //~ ERROR `tauri://localhost` is the origin of the app on some systems only
async fn tauri() {}

#[cors(origins = ["capacitor://localhost", "http://tauri.localhost"])] //~ ERROR `capacitor://localhost` is the origin of the app on some systems only
async fn capacitor() {}

fn main() {}
