use cors_runtime::{LiveOrigins, Policy, policy};

static PARTNERS: LiveOrigins = LiveOrigins::new();

static CALL: Policy = policy!(origins = std::env::var("ALLOWED_ORIGINS").unwrap());
//~^ ERROR `std::env::var(…)` cannot be used in `origins`
static METHOD_CALL: Policy = policy!(origins = any, headers = [std::env::var("HEADERS").unwrap().as_str()]);
//~^ ERROR `.as_str(…)` cannot be used in `headers`
static REFERENCE: Policy = policy!(origins = [&PARTNERS]);
//~^ ERROR `&PARTNERS` in `origins` is a reference
static NESTED: Policy = policy!(origins = env("A", default = env("B")));
//~^ ERROR `origins` does not take this value

fn main() {
    let _ = (&CALL, &METHOD_CALL, &REFERENCE, &NESTED);
}
