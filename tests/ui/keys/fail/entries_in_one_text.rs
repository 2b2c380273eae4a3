use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["https://a.example.com; https://b.example.com/"], methods = ["GET, POST"], headers = ["Content-Type, Authorization"], expose_headers = ["etag,location"])]
//~^ ERROR holds several origins
//~^ ERROR `GET, POST` is not a method
//~^ ERROR `Content-Type, Authorization` is not a header name
//~^ ERROR `etag,location` is not a header name
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
