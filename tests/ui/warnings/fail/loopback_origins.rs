#![deny(deprecated)]

use cors_runtime::{Policy, axum::CorsRouter, cors, policy};

#[cors(origins = ["https://app.example.com", "http://localhost:3000"])] //~ ERROR `http://localhost:3000` is allowed in release builds, too
async fn list() {}

static LOCAL: Policy = policy!(origins = [
    "http://127.0.0.1:*", //~ ERROR `http://127.0.0.1:*` is allowed in release builds, too
    "http://[::1]:5173",  //~ ERROR `http://[::1]:5173` is allowed in release builds, too
]);

struct Api;

impl Api {
    #[cors(origins = ["http://localhost:3000"])] //~ ERROR `http://localhost:3000` is allowed in release builds, too
    fn routes() -> CorsRouter {
        CorsRouter::new()
    }
}

fn main() {}
//~ HAND the entry moves to another key
