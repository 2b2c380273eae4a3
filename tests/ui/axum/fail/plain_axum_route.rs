use axum::{Router, routing::get};
use cors_runtime::cors;

#[cors(origins = any)]
async fn list() {}

fn main() {
    let _: Router = Router::new().route("/", get(list));
    //~^ ERROR RouteItWithCorsRuntimeRouting<__cors_list>
}
