use cors_runtime::{Policy, policy};

fn is_tenant(origin: &str) -> bool {
    origin.ends_with("tenants.example")
}

static ONE: Policy = policy!(origins = matching(is_tenant));
//~^ ERROR mismatched types
static TWO: Policy = policy!(origins = matching(is_guest));
//~^ ERROR cannot find value `is_guest`

fn main() {
    let _ = (&ONE, &TWO);
}
