//! Run it with `cargo run -p playground`, then open the URL that it prints.

use std::{io, process::ExitCode};

use playground::{Framework, MAIN, Playground, Ports, StartError};
use tokio::signal;

#[tokio::main]
async fn main() -> ExitCode {
    let playground = match start().await {
        Ok(playground) => playground,
        Err(error) => {
            eprintln!("the playground cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    #[expect(
        clippy::print_stdout,
        reason = "the URLs are the output of the program"
    )]
    {
        println!("open {MAIN} in a browser");
        println!(
            "  the API on axum is at http://{}, on Rocket at http://{}; Ctrl-C stops all",
            playground.api(Framework::Axum),
            playground.api(Framework::Rocket),
        );
    }
    let stopped = stopped().await;
    playground.stop().await;
    match stopped {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot wait for signals: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn start() -> Result<Playground, StartError> {
    Playground::start(Ports::from_env()?).await
}

/// Waits for Ctrl-C, and on Unix for SIGTERM.
async fn stopped() -> io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminate = signal::unix::signal(signal::unix::SignalKind::terminate())?;
        tokio::select! {
            pressed = signal::ctrl_c() => pressed,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    signal::ctrl_c().await
}
