#![deny(deprecated)]

use cors_runtime::cors;

#[cors(origins = ["https://*.example.com", "https://app.example.com"])] //~ ERROR `https://app.example.com` is already allowed by another entry
async fn list() {}

#[cors(
    origins = ["https://app.example.com"],
    dev_origins = ["http://localhost:*", "http://localhost:3000"], //~ ERROR `http://localhost:3000` is already allowed by another entry
)]
async fn dev() {}

#[cors(
    origins = ["https://app.example.com"],
    dev_origins = ["http://localhost:5173", "https://app.example.com"], //~ ERROR `https://app.example.com` is already allowed by another entry
)]
async fn both() {}

fn main() {}
