use cors_runtime::{LiveOrigins, Policy, policy};

static PARTNERS: LiveOrigins = LiveOrigins::new();

static ONE: Policy = policy!(origins = std::env::var("ALLOWED_ORIGINS").unwrap());
//~^ ERROR `std::env::var(…)` cannot be used in `origins`
static TWO: Policy = policy!(origins = any, headers = [std::env::var("HEADERS").unwrap().as_str()]);
//~^ ERROR `.as_str(…)` cannot be used in `headers`
static THREE: Policy = policy!(origins = [&PARTNERS]);
//~^ ERROR `&PARTNERS` in `origins` is a reference
static FOUR: Policy = policy!(origins = env("A", default = env("B")));
//~^ ERROR `origins` does not take this value

fn main() {
    let _ = (&ONE, &TWO, &THREE, &FOUR);
}
