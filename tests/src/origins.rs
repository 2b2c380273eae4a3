//! The responses that a path gives to each of several origins.

use crate::{HIDDEN, Server, get, preflight, readable_by};

/// Sends an actual request and a preflight from each origin.
///
/// # Panics
///
/// Panics unless the path allows exactly the `allowed` ones.
pub async fn assert_origins(server: &Server, path: &str, allowed: &[&str], refused: &[&str]) {
    let mut connection = server.connect().await;
    for origin in allowed {
        let response = connection.send(&get(path).origin(origin)).await;
        assert_eq!(response.cors(), readable_by(origin), "{path} from {origin}");
        let response = connection.send(&preflight(path, origin, "GET")).await;
        assert_eq!(response.status, 204, "preflight of {path} from {origin}");
        assert_eq!(response.all("access-control-allow-origin"), [*origin]);
    }
    for origin in refused {
        let response = connection.send(&get(path).origin(origin)).await;
        assert_eq!(response.status, 200, "{path} from {origin}");
        assert_eq!(response.cors(), HIDDEN, "{path} from {origin}");
        let response = connection.send(&preflight(path, origin, "GET")).await;
        assert_eq!(response.status, 403, "preflight of {path} from {origin}");
        assert_eq!(response.all("access-control-allow-origin"), [""; 0]);
    }
}
