//! Run it with `ADMIN_TOKEN=… cargo run -p live-origins`, then try the `curl` lines of its README.

use std::{env, io, process::ExitCode, time::Duration};

use live_origins::{AdminToken, Api, app};
use tokio::{net::TcpListener, signal::ctrl_c, time::sleep};

/// The time that requests in progress have when the server stops.
const GRACE: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(io::stderr).init();
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("live-origins cannot run: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), String> {
    let token = variable("ADMIN_TOKEN", None)?;
    let token = AdminToken::new(&token).map_err(|error| format!("ADMIN_TOKEN: {error}"))?;
    let database = variable("DATABASE_URL", Some("sqlite://partners.db?mode=rwc"))?;
    let address = variable("LISTEN", Some("127.0.0.1:3000"))?;

    // The list is loaded before the server listens, so no partner is rejected at the start.
    let api = Api::open(&database)
        .await
        .map_err(|error| format!("the database of partners cannot be read: {error}"))?;
    let listener = TcpListener::bind(&address).await;
    let listener = listener.map_err(|error| format!("cannot listen on {address}: {error}"))?;
    let listens_on = listener.local_addr().map_err(|error| error.to_string())?;
    #[expect(
        clippy::print_stdout,
        reason = "the address is the output of the program"
    )]
    {
        println!("listening on http://{listens_on}");
    }
    let server = axum::serve(listener, app(api.clone(), token)).with_graceful_shutdown(stopped());
    tokio::select! {
        ended = server.into_future() => ended.map_err(|error| error.to_string()),
        () = api.watch() => Ok(()),
        () = async { stopped().await; sleep(GRACE).await } => Ok(()),
    }
}

async fn stopped() {
    if let Err(error) = ctrl_c().await {
        tracing::error!("cannot wait for Ctrl-C: {error}");
        std::future::pending::<()>().await;
    }
}

fn variable(name: &str, default: Option<&str>) -> Result<String, String> {
    match (env::var(name), default) {
        (Ok(value), _) => Ok(value),
        (Err(env::VarError::NotPresent), Some(default)) => Ok(default.to_owned()),
        (Err(error), _) => Err(format!("{name}: {error}")),
    }
}
