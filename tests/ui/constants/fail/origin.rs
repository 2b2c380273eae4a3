use cors_runtime::{Policy, policy};

const FRONTEND: &str = "https://app.example.com/";
const PARTNERS: &[&str] = &["https://a.example", "b.example"];
const LAN: [&str; 1] = ["http://10.0.0.5"];

static POLICY: Policy = policy!(
    origins = [
        FRONTEND,
        //~^ ERROR origin `https://app.example.com/` ends in a slash
        PARTNERS,
        //~^ ERROR `b.example` has no scheme
        LAN,
        //~^ ERROR `http://10.0.0.5`
        "https://c.example",
    ],
    credentials,
);

fn main() {
    let _ = &POLICY;
}

//~ HAND the mistake is in constants
