use axum_extra::{
    TypedHeader,
    headers::{Authorization, authorization::Bearer},
};
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = any, headers = any)]
async fn list(_: TypedHeader<Authorization<Bearer>>) {}
//~^ ERROR takes a token, and `authorization` is not in `headers`

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
