mod facade {
    pub(crate) use ::cors_runtime as cors;
}

use facade::cors::{
    Policy,
    axum::{CorsRouter, routing::get},
};

macro_rules! open {
    ($name:ident) => {
        #[cors_runtime::cors(origins = any, crate = $crate::renamed::facade::cors)]
        async fn $name() {}
    };
}

open!(through_a_macro);

#[cors_runtime::cors(origins = any, crate = facade::cors)]
async fn relative() {}

#[cors_runtime::cors(origins = any, crate = crate::renamed::facade::cors)]
async fn list() {}

static OPEN: Policy = cors_runtime::policy!(origins = any, crate = facade::cors);

pub(crate) fn routes() -> CorsRouter {
    assert!(OPEN.allows_any_origin());
    CorsRouter::new().route("/", get(list).put(relative).post(through_a_macro))
}
