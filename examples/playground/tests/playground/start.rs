//! Tests of startup errors.

use playground::{Playground, Ports};

#[tokio::test]
async fn start_error_names_the_port_in_use() {
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let free = Ports {
        pages: [0; 4],
        axum: 0,
        rocket: 0,
    };
    for ports in [
        Ports { axum: port, ..free },
        Ports {
            rocket: port,
            ..free
        },
        Ports {
            pages: [0, 0, 0, port],
            ..free
        },
    ] {
        let error = Playground::start(ports)
            .await
            .expect_err("it is taken")
            .to_string();
        assert!(
            error.starts_with(&format!("port {port} of 127.0.0.1 is taken\n  ")),
            "{error}"
        );
    }
}
