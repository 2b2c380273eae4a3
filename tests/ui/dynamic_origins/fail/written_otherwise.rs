use cors_runtime::{Origin, Policy, policy};

const NAME: &str = "ALLOWED_ORIGINS";

fn is_tenant(origin: &Origin<'_>) -> bool {
    origin.is_subdomain_of("tenants.example")
}

static ONE: Policy = policy!(origins = env());
//~^ ERROR `origins` does not take this value
static TWO: Policy = policy!(origins = env(NAME));
//~^ ERROR `origins` does not take this value
static THREE: Policy = policy!(origins = env("ORIGINS", "https://a.example"));
//~^ ERROR `origins` does not take this value
static FOUR: Policy = policy!(origins = env("ORIGINS", default = "https://a.example"));
//~^ ERROR `origins` does not take this value
static FIVE: Policy = policy!(origins = env("ORIGINS", default = [matching(is_tenant)]));
//~^ ERROR `origins` does not take this value
static SIX: Policy = policy!(origins = matching(|origin| origin.is_subdomain_of("tenants.example")));
//~^ ERROR `origins` does not take this value
static SEVEN: Policy = policy!(origins = ["https://a.example"], dev_origins = matching());
//~^ ERROR `dev_origins` does not take this value
static EIGHT: Policy = policy!(origins = matching(is_tenant, is_tenant));
//~^ ERROR `origins` does not take this value
static NINE: Policy = policy!(origins = any, headers = env("HEADERS"));
//~^ ERROR `env(…)` cannot be used in `headers`
static TEN: Policy = policy!(origins = any, methods = [env("METHODS")]);
//~^ ERROR `env(…)` cannot be used in `methods`

fn main() {
    let _ = (&ONE, &TWO, &THREE, &FOUR, &FIVE, &SIX, &SEVEN, &EIGHT, &NINE, &TEN);
}
