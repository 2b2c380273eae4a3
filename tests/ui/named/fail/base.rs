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

static ONE: Policy = policy!(base = PUBLIC, credentials);
//~^ ERROR `any` in `origins` cannot go with `credentials`
static TWO: Policy = policy!(base = LAN, credentials);
//~^ ERROR `http://10.0.0.5`
static THREE: Policy = policy!(base = STAR, credentials);
//~^ ERROR `any` in `headers` cannot go with `credentials`
static FOUR: Policy = policy!(base = PUBLIC, enforce);
//~^ ERROR `enforce`
static FIVE: Policy = policy!(base = LOUD, credentials);
//~^ ERROR `http://10.0.0.5` is plain http
static SIX: Policy = policy!(base = PAGES, enforce);
//~^ ERROR `https://*.github.io` matches sites of other owners
static SEVEN: Policy = policy!(base = PRIVATE, origins = ["http://10.0.0.6"]);
//~^ ERROR `http://10.0.0.6` is plain http
static EIGHT: Policy = policy!(base = DEV, credentials);
//~^ ERROR `http://10.0.0.5` is plain http
static NINE: Policy = policy!(base = PUBLIC, dev_origins = ["http://pi.local"]);
//~^ ERROR `dev_origins` cannot go with `origins = any`

fn main() {
    let _ = (&ONE, &TWO, &THREE, &FOUR, &FIVE, &SIX, &SEVEN, &EIGHT, &NINE);
}

//~ HAND what is wrong stands in the base
