use cors_runtime::cors;

#[cors(
    origins = ["https://app.example.com/", "http://localhost:3000"],
    methods = [GET, patch],
    headers = any,
    //~^^^ ERROR ends in a slash
    //~^^^ ERROR not in upper case
    //~^^^ ERROR cannot go with `credentials`
    credentials,
)]
async fn list_users() -> &'static str {
    "…"
}

fn main() {}
