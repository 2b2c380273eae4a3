use cors_runtime::{Policy, policy};

static OFF: Policy = policy!(disabled);
static POLICY: Policy = policy!(base = OFF, origins = ["https://a.example"], enforce);
//~^ ERROR a policy cannot start from one that is `disabled`

fn main() {
    let _ = &POLICY;
}
