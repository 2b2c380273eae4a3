use cors_runtime::{Policy, policy};

static PARTNERS: Policy = policy!(
    origins = ["https://partner.example/", "https://*.partner.example"],
    //~^ ERROR ends in a slash
    expose_headers = ["set-cookie"],
    //~^ ERROR no script can read the response header
);

const CLOSED: Policy = policy!();
//~^ ERROR no `origins` are given

fn main() {
    let _ = (&PARTNERS, CLOSED.credentials());
}
