use cors_runtime::{Policy, policy};

const METHOD: &str = "patch";
const EXPOSED: &str = "set-cookie";
const WEEK: u32 = 7 * 24 * 3600;

static POLICY: Policy = policy!(
    origins = any,
    methods = [GET, self::METHOD],
    //~^ ERROR method `patch` is not in upper case
    expose_headers = [EXPOSED],
    //~^ ERROR `set-cookie`
    max_age = WEEK,
    //~^ ERROR a day
);

const NO_METHODS: &[&str] = &[];

const BLINK: core::time::Duration = core::time::Duration::from_millis(500);

static EMPTY: Policy = policy!(origins = any, methods = NO_METHODS, max_age = BLINK);
//~^ ERROR `methods` is empty
//~| ERROR a fraction of a second

fn main() {
    let _ = &EMPTY;
    let _ = &POLICY;
}
