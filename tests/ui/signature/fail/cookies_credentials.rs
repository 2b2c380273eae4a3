use axum_extra::extract::cookie::{CookieJar, PrivateCookieJar, SignedCookieJar};
use cors_runtime::{Policy, cors, policy};

static READ: Policy = policy!(origins = ["https://app.example.com"]);

#[cors(policy = READ)]
async fn jar(_: CookieJar) {}
//~^ ERROR `CookieJar` takes cookies, and the policy has no `credentials`

#[cors(base = READ, max_age = 60)]
async fn signed(_: Option<SignedCookieJar>) {}
//~^ ERROR `Option<SignedCookieJar>` takes cookies

#[cors(origins = ["https://app.example.com"], credentials = false)]
async fn private(_: Result<PrivateCookieJar, String>) {}
//~^ ERROR `Result<PrivateCookieJar, String>` takes cookies

fn main() {}

//~ HAND the mistake is in the named policy
