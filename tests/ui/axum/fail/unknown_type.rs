use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = any)]
async fn list(_user: User) {}
//~^ ERROR cannot find type `User` in this scope

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
