use cors_runtime::{Policy, policy};

const HEADERS: &[&str] = &["content-type", "cookie"];

static POLICY: Policy = policy!(origins = any, headers = HEADERS);
//~^ ERROR `cookie`

fn main() {
    let _ = &POLICY;
}

//~ HAND the mistake is in a constant
