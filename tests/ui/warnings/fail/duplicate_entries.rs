#![deny(deprecated)]

use cors_runtime::cors;

#[cors(
    origins = [
        "https://app.example.com",
        "https://admin.example.com",
        "https://app.example.com", //~ ERROR `https://app.example.com` is in `origins` twice
    ],
    methods = [GET, POST, "GET"], //~ ERROR `GET` is in `methods` twice
    headers = ["content-type", "Content-Type"], //~ ERROR `Content-Type` is in `headers` twice
    expose_headers = ["etag", "etag"], //~ ERROR `etag` is in `expose_headers` twice
)]
async fn list() {}

fn main() {}
