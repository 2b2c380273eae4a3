use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["https://app.example.com:443"])]
//~^ ERROR spells out the default port
async fn list(_body: &str, _name: impl Into<String>) {}
//~^ ERROR an argument of a handler cannot borrow
//~| ERROR an argument of a handler cannot be `impl Into<String>`

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}

//~ HAND two arguments become bodies, and there can be one
