use cors_runtime as cors;

mod users {
    #[super::cors::cors(origins = any, crate = super::cors)]
    //~^ ERROR depends on the module it is in
    pub(super) async fn list() {}
}

fn main() {
    let _: cors::axum::CorsRouter =
        cors::axum::CorsRouter::new().route("/", cors::axum::routing::get(users::list));
}

//~ HAND no macro knows the module it is in
