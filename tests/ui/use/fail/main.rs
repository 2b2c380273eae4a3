use cors_runtime::cors;

#[cors(origins = ["https://app.example.com"])]
#[tokio::main]
async fn main() {
    //~^ ERROR `main` is not a handler
}

//~ HAND an attribute moves to another function
