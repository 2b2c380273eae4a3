use cors_runtime::{Policy, policy};

fn is_tenant(origin: &str) -> bool {
    origin.ends_with("tenants.example")
}

static TAKES_TEXT: Policy = policy!(origins = matching(is_tenant));
//~^ ERROR mismatched types
static UNDEFINED: Policy = policy!(origins = matching(is_guest));
//~^ ERROR cannot find value `is_guest`

fn main() {
    let _ = (&TAKES_TEXT, &UNDEFINED);
}
