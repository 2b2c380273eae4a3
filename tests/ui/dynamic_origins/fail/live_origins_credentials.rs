use cors_runtime::{LiveOrigins, Policy, policy};

mod config {
    pub(crate) static PARTNERS: cors_runtime::LiveOrigins = cors_runtime::LiveOrigins::new();
}

static GUESTS: LiveOrigins = LiveOrigins::new();

static ACCOUNT: Policy = policy!(origins = ["https://a.example", config::PARTNERS], credentials);
//~^ ERROR `config::PARTNERS` is not declared for `credentials`

static READ: Policy = policy!(origins = GUESTS);
static WRITE: Policy = policy!(base = READ, credentials);
//~^ ERROR `GUESTS` is not declared for `credentials`

fn main() {
    let _ = (&ACCOUNT, &WRITE);
}

//~ HAND the mistake is in other statics
