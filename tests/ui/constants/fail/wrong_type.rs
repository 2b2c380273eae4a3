use cors_runtime::{Policy, policy};

const PORT: u16 = 3000;
const OFF: bool = false;

static POLICY: Policy = policy!(
    origins = [PORT],
    //~^ ERROR a constant of type `u16` cannot stand among origins
    max_age = OFF,
    //~^ ERROR a constant of type `bool` cannot be a `max_age`
);

fn main() {
    let _ = &POLICY;
}
