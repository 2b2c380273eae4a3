use cors_runtime::{Origin, Policy, policy};

const NAME: &str = "ALLOWED_ORIGINS";

fn is_tenant(origin: &Origin<'_>) -> bool {
    origin.is_subdomain_of("tenants.example")
}

static NO_NAME: Policy = policy!(origins = env());
//~^ ERROR `origins` does not take this value
static NAME_OF_A_CONSTANT: Policy = policy!(origins = env(NAME));
//~^ ERROR `origins` does not take this value
static TWO_TEXTS: Policy = policy!(origins = env("ORIGINS", "https://a.example"));
//~^ ERROR `origins` does not take this value
static DEFAULT_TEXT: Policy = policy!(origins = env("ORIGINS", default = "https://a.example"));
//~^ ERROR `origins` does not take this value
static DEFAULT_FUNCTION: Policy = policy!(origins = env("ORIGINS", default = [matching(is_tenant)]));
//~^ ERROR `origins` does not take this value
static CLOSURE: Policy = policy!(origins = matching(|origin| origin.is_subdomain_of("tenants.example")));
//~^ ERROR `origins` does not take this value
static NO_FUNCTION: Policy = policy!(origins = ["https://a.example"], dev_origins = matching());
//~^ ERROR `dev_origins` does not take this value
static TWO_FUNCTIONS: Policy = policy!(origins = matching(is_tenant, is_tenant));
//~^ ERROR `origins` does not take this value
static HEADERS: Policy = policy!(origins = any, headers = env("HEADERS"));
//~^ ERROR `env(…)` cannot be used in `headers`
static METHODS: Policy = policy!(origins = any, methods = [env("METHODS")]);
//~^ ERROR `env(…)` cannot be used in `methods`

fn main() {
    let _ = (&NO_NAME, &NAME_OF_A_CONSTANT, &TWO_TEXTS, &DEFAULT_TEXT, &DEFAULT_FUNCTION, &CLOSURE, &NO_FUNCTION, &TWO_FUNCTIONS, &HEADERS, &METHODS);
}
