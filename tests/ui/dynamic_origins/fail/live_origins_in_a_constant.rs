use cors_runtime::{LiveOrigins, Policy, policy};

const PARTNERS: LiveOrigins = LiveOrigins::new();

static FEED: Policy = policy!(origins = PARTNERS);
//~^ ERROR temporary value dropped

static GUESTS: LiveOrigins = LiveOrigins::new();

static PAGE: Policy = policy!(origins = any, headers = GUESTS);
//~^ ERROR cannot stand in a list

fn main() {
    let _ = (&FEED, &PAGE);
}
