//! A default policy above `#[launch]`.

use std::{
    net::SocketAddr,
    sync::{OnceLock, mpsc},
    thread,
    time::Duration,
};

use rocket::{Config, Shutdown, fairing::AdHoc, get};

use cors_tests::{APP, Connection, get as get_, preflight, quiet, readable_by};

#[get("/users")]
fn list() -> &'static str {
    "users"
}

type Launched = (SocketAddr, Shutdown);

/// The addresses of the Rockets of a module.
static LISTENING: OnceLock<mpsc::Sender<Launched>> = OnceLock::new();

/// A configuration whose shutdown waits until the connection of the test is closed.
fn patient() -> Config {
    let mut config = quiet();
    (config.shutdown.grace, config.shutdown.mercy) = (1, 20);
    config
}

fn listening() -> AdHoc {
    AdHoc::on_liftoff("a test listens", |rocket| {
        Box::pin(async move {
            let config = rocket.config();
            let address = SocketAddr::new(config.address, config.port);
            let sender = LISTENING.get().expect("a test waits");
            sender
                .send((address, rocket.shutdown()))
                .expect("a test waits");
        })
    })
}

mod inferred {
    use cors_runtime::{cors, rocket::routes};
    use rocket::launch;

    #[cors(origins = ["https://app.example.com"])]
    #[launch]
    pub(super) fn rocket() -> _ {
        let rocket = rocket::custom(super::patient()).attach(super::listening());
        if cfg!(not(test)) {
            return rocket;
        }
        rocket.mount("/", routes![super::list])
    }
}

mod explicit {
    use cors_runtime::{cors, rocket::routes};
    use rocket::{Build, Rocket};

    #[cors(origins = ["https://app.example.com"])]
    #[rocket::launch]
    pub(super) async fn rocket() -> Rocket<Build> {
        std::future::ready(rocket::custom(super::patient()))
            .await
            .attach(super::listening())
            .mount("/", routes![super::list])
    }
}

mod renamed {
    use cors_runtime::{cors, rocket::routes};

    type App = rocket::Rocket<rocket::Build>;

    /// Only `#[launch]` gives the type.
    #[cors(origins = ["https://app.example.com"])]
    #[rocket::launch]
    pub(super) fn rocket() -> App {
        rocket::custom(super::patient())
            .attach(super::listening())
            .mount("/", routes![super::list])
    }
}

#[test]
fn rocket_launched_by_main_has_the_policy() {
    let (sender, listening) = mpsc::channel();
    LISTENING.set(sender).expect("one test alone");
    for main in [inferred::main, explicit::main, renamed::main] {
        let launched = thread::spawn(main);
        let (address, shutdown): Launched = listening
            .recv_timeout(Duration::from_secs(20))
            .expect("it launches");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let mut connection = Connection::open(address).await;
            for path in ["/users", "/unknown"] {
                let response = connection.send(&get_(path).origin(APP)).await;
                assert_eq!(response.cors(), readable_by(APP), "{path}");
                let permitted = connection.send(&preflight(path, APP, "GET")).await;
                assert_eq!(permitted.status, 204, "{path}");
            }
        });
        shutdown.notify();
        launched.join().expect("it shuts down");
    }
}

#[rocket::async_test]
async fn rocket_function_beside_main_is_callable() {
    for rocket in [
        inferred::rocket(),
        explicit::rocket().await,
        renamed::rocket(),
    ] {
        assert_eq!(rocket.routes().count(), 1);
    }
}
