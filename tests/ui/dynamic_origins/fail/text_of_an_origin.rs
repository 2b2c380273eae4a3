use cors_runtime::{Origin, Policy, policy};

/// It would let `https://evilexample.com` in.
fn by_end(origin: &Origin<'_>) -> bool {
    origin.host().to_string().ends_with("example.com")
    //~^ ERROR an origin has no text to search in
}

/// It would let `https://example.com.evil.example` in.
fn by_beginning(origin: &Origin<'_>) -> bool {
    origin.to_string().starts_with("https://example.com")
    //~^ ERROR an origin has no text to search in
}

fn by_format(origin: &Origin<'_>) -> bool {
    format!("{}", origin.host()).contains("example.com")
    //~^ ERROR `cors_runtime::Host<'_>` doesn't implement `std::fmt::Display`
}

static ALL: Policy = policy!(
    origins = [
        matching(by_end),
        matching(by_beginning),
        matching(by_format)
    ]
);

fn main() {
    let _ = &ALL;
}
