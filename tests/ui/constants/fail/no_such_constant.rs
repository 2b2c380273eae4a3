use cors_runtime::{Policy, policy};

static POLICY: Policy = policy!(origins = [FRONTEND, "https://a.example"], methods = [OWN], max_age = DAY);
//~^ ERROR cannot find value `FRONTEND`
//~| ERROR cannot find value `OWN`
//~| ERROR cannot find value `DAY`

fn main() {
    let _ = &POLICY;
}
