use axum::Json;
use axum_extra::json_lines::JsonLines;
use cors_runtime::{
    axum::{CorsRouter, routing::post},
    cors,
};

type Body = Option<Json<u32>>;

#[cors(origins = ["https://app.example.com"])]
async fn create(Json(_): Json<u32>) {}
//~^ ERROR `Json<u32>` takes JSON, and `content-type` is not in `headers`

#[cors(origins = ["https://app.example.com"], headers = ["x-content-type"])]
async fn alias(_: Body) {}
//~^ ERROR `Body` takes JSON, and `content-type` is not in `headers`

#[cors(origins = ["https://app.example.com"])]
async fn lines(_: JsonLines<u32>) {}
//~^ ERROR `JsonLines<u32>` takes JSON, and `content-type` is not in `headers`

fn main() {
    let _: CorsRouter = CorsRouter::new()
        .route("/", post(create))
        .route("/alias", post(alias))
        .route("/lines", post(lines));
}
