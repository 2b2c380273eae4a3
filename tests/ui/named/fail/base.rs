use cors_runtime::{Policy, policy};

static PUBLIC: Policy = policy!(origins = any, headers = any);
static LAN: Policy = policy!(origins = ["http://10.0.0.5"]);
static STAR: Policy = policy!(origins = ["https://a.example"], headers = any);
static LOUD: Policy = policy!(
    origins = ["http://10.0.0.5", "https://*.github.io"],
    allow(insecure_origins, public_suffixes)
);
static PAGES: Policy = policy!(origins = ["https://*.github.io"], allow(public_suffixes));
static PRIVATE: Policy = policy!(
    origins = ["http://10.0.0.5"],
    credentials,
    allow(insecure_origins)
);
static DEV: Policy = policy!(origins = ["http://10.0.0.5"], dev_origins = ["http://pi.local"]);

static ANY_ORIGIN: Policy = policy!(base = PUBLIC, credentials);
//~^ ERROR `any` in `origins` cannot go with `credentials`
static PLAIN_HTTP: Policy = policy!(base = LAN, credentials);
//~^ ERROR `http://10.0.0.5`
static ANY_HEADER: Policy = policy!(base = STAR, credentials);
//~^ ERROR `any` in `headers` cannot go with `credentials`
static ANY_ENFORCED: Policy = policy!(base = PUBLIC, enforce);
//~^ ERROR `enforce`
static WITHOUT_OPT_OUTS: Policy = policy!(base = LOUD, credentials);
//~^ ERROR `http://10.0.0.5` is plain http
static PUBLIC_SUFFIX: Policy = policy!(base = PAGES, enforce);
//~^ ERROR `https://*.github.io` matches sites of other owners
static NEW_ORIGIN: Policy = policy!(base = PRIVATE, origins = ["http://10.0.0.6"]);
//~^ ERROR `http://10.0.0.6` is plain http
static BOTH_LISTS: Policy = policy!(base = DEV, credentials);
//~^ ERROR `http://10.0.0.5` is plain http
static DEV_ORIGIN: Policy = policy!(base = PUBLIC, dev_origins = ["http://pi.local"]);
//~^ ERROR `dev_origins` cannot go with `origins = any`

fn main() {
    let _ = (&ANY_ORIGIN, &PLAIN_HTTP, &ANY_HEADER, &ANY_ENFORCED, &WITHOUT_OPT_OUTS, &PUBLIC_SUFFIX, &NEW_ORIGIN, &BOTH_LISTS, &DEV_ORIGIN);
}

//~ HAND the mistake is in the base
