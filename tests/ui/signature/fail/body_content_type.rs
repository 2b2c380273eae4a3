use axum_extra::protobuf::Protobuf;
use cors_runtime::{
    axum::{CorsRouter, routing::post},
    cors,
};

#[cors(origins = ["https://app.example.com"])]
async fn create(Protobuf(_): Protobuf<String>) {}
//~^ ERROR `Protobuf<String>` takes a body no form can send, and `content-type` is not in `headers`

#[cors(origins = ["https://app.example.com"], allow(json_content_type))]
async fn change(Protobuf(_): Protobuf<u64>) {}
//~^ ERROR `Protobuf<u64>` takes a body no form can send

fn main() {
    let _: CorsRouter = CorsRouter::new()
        .route("/", post(create))
        .route("/change", post(change));
}
