use cors_runtime::{Policy, cors, policy};

static READ: Policy = policy!(origins = any, methods = [GET]);
const METHODS: &[&str] = &["GET"];

#[cors(policy = READ)]
//~^ ERROR `methods` lacks `PUT`
#[rocket::put("/")]
fn named() {}

#[cors(base = READ, max_age = 60)]
//~^ ERROR `methods` lacks `POST`
#[rocket::post("/")]
fn based() {}

#[cors(origins = any, methods = METHODS)]
//~^ ERROR `methods` lacks `DELETE`
#[rocket::delete("/")]
fn constant() {}

fn main() {}

//~ HAND the mistake is in the named policy
