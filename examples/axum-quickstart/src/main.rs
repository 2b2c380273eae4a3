//! Run it with `cargo run -p axum-quickstart`, then try the `curl` lines of the README.

use axum_quickstart::app;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    #[expect(
        clippy::print_stdout,
        reason = "the address is the output of the program"
    )]
    {
        println!("listening on http://{}", listener.local_addr()?);
    }
    axum::serve(listener, app()).await
}
