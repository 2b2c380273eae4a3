use cors_runtime::{Policy, policy};

static PUBLIC: Policy = policy!(origins = any, headers = any);
static LAN: Policy = policy!(origins = ["http://10.0.0.5"]);
static STAR: Policy = policy!(origins = ["https://a.example"], headers = any);

static ONE: Policy = policy!(base = PUBLIC, credentials);
//~^ ERROR `any` in `origins` cannot go with `credentials`
static TWO: Policy = policy!(base = LAN, credentials);
//~^ ERROR `http://10.0.0.5`
static THREE: Policy = policy!(base = STAR, credentials);
//~^ ERROR `any` in `headers` cannot go with `credentials`
static FOUR: Policy = policy!(base = PUBLIC, enforce);
//~^ ERROR `enforce`

fn main() {
    let _ = (&ONE, &TWO, &THREE, &FOUR);
}

//~ HAND what is wrong stands in the base
