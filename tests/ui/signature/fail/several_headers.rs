use axum::Json;
use axum_extra::{
    TypedHeader,
    headers::{Authorization, authorization::Bearer},
};
use cors_runtime::{
    Policy,
    axum::{CorsRouter, routing::post},
    cors, policy,
};

static PARTNERS: Policy = policy!(origins = ["https://partner.example"], headers = ["x-trace"]);

#[cors(origins = ["https://app.example.com"])]
async fn create(_: TypedHeader<Authorization<Bearer>>, _: Json<u32>) {}
//~^ ERROR `TypedHeader<Authorization<Bearer>>` takes a token, and `authorization` is not in `headers`
//~| ERROR `Json<u32>` takes JSON, and `content-type` is not in `headers`

#[cors(origins = ["https://app.example.com"], headers = ["X-Trace"])]
async fn traced(_: TypedHeader<Authorization<Bearer>>, _: Json<u32>) {}
//~^ ERROR `TypedHeader<Authorization<Bearer>>` takes a token, and `authorization` is not in `headers`
//~| ERROR `Json<u32>` takes JSON, and `content-type` is not in `headers`

#[cors(base = PARTNERS)]
async fn of_partners(_: TypedHeader<Authorization<Bearer>>, _: Json<u32>) {}
//~^ ERROR `TypedHeader<Authorization<Bearer>>` takes a token, and `authorization` is not in `headers`
//~| ERROR `Json<u32>` takes JSON, and `content-type` is not in `headers`

fn main() {
    let _: CorsRouter = CorsRouter::new()
        .route("/", post(create))
        .route("/traced", post(traced))
        .route("/partners", post(of_partners));
}
