//! Assertions about the responses to requests from several origins.

use crate::{
    EVIL, HIDDEN, PREFLIGHT_VARY, RawResponse, Request, Server, get, preflight, readable_by,
    request,
};

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

/// Sends a request without `Origin` from a page of this origin, from other pages, and from no page. Returns the
/// response that is readable.
///
/// # Panics
///
/// Panics unless all responses are equal but for the CORS headers, and only the page of this origin can read its own.
pub async fn assert_readable(
    server: &Server,
    request: &Request,
    origin: &str,
    status: u16,
) -> RawResponse {
    let mut connection = server.connect().await;
    let readable = connection.send(&request.clone().origin(origin)).await;
    assert_eq!(readable.status, status, "{request:?}");
    assert_eq!(readable.cors(), readable_by(origin), "{request:?}");
    for other in [
        request.clone().origin(EVIL),
        request.clone().origin("null"),
        request.clone(),
    ] {
        let hidden = connection.send(&other).await;
        assert_eq!(hidden.status, status, "{other:?}");
        assert_eq!(hidden.body, readable.body, "{other:?}");
        assert_eq!(hidden.cors(), HIDDEN, "{other:?}");
    }
    readable
}

/// Sends the requests of [`assert_readable`] and their preflights.
///
/// # Panics
///
/// Panics unless the policy of this method allows the origin, and no other.
pub async fn assert_policy(server: &Server, method: &str, path: &str, origin: &str, status: u16) {
    assert_readable(server, &request(method, path), origin, status).await;
    let response = server.send(preflight(path, origin, method)).await;
    assert_eq!(response.status, 204, "preflight of {method} {path}");
    assert_eq!(response.all("access-control-allow-origin"), [origin]);
    let response = server.send(preflight(path, EVIL, method)).await;
    assert_eq!(response.status, 403, "preflight of {method} {path}");
    assert_eq!(response.cors(), [PREFLIGHT_VARY], "{method} {path}");
}

/// Asserts that `enforce` refused a request, or that no policy allows a preflight.
///
/// # Panics
///
/// Panics unless the response is the refusal of a release build.
pub fn assert_refused(what: &str, response: &RawResponse) {
    let response = response.clone().unexplained();
    assert_eq!((response.status, response.text()), (403, ""), "{what}");
    assert_eq!(response.cors(), [PREFLIGHT_VARY], "{what}");
}
