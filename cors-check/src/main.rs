//! The command `cors-check`: shows whether a browser would allow a request, and an audit of CORS policies from outside.

mod audit;
mod check;
mod cli;
mod network;
mod pasted;
mod style;
mod transport;

use std::{env, process::ExitCode};

use clap::Parser;
use tokio::runtime;

use crate::cli::{Cli, Command};

/// The exit status if no response could be had, as for wrong arguments.
const COULD_NOT_ASK: u8 = 2;

fn main() -> ExitCode {
    let cli = Cli::parse_from(pasted::joined(env::args_os().collect()));
    let runtime = match runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("no runtime: {error}"), false),
    };
    let (json, outcome) = match cli.command {
        None => {
            let json = cli.check.output.json;
            (json, runtime.block_on(check::run(cli.check)))
        }
        Some(Command::FromCurl(arguments)) => {
            let json = arguments.output.json;
            (json, runtime.block_on(pasted::run(arguments)))
        }
        Some(Command::Audit(arguments)) => {
            let json = arguments.json;
            (json, runtime.block_on(audit::run(arguments)))
        }
    };
    // A name that is still being resolved must not delay the exit.
    runtime.shutdown_background();
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(error) => fail(&error, json),
    }
}

fn fail(error: &str, json: bool) -> ExitCode {
    if json {
        style::print(&format!(
            "{}\n",
            serde_json::json!({ "format": 1, "error": error })
        ));
    }
    style::print_error(error);
    ExitCode::from(COULD_NOT_ASK)
}
