use http::{HeaderMap, header};

use super::*;
use crate::{decision::is_cors_header, origins::Origins};

static LISTED: Policy = Policy {
    credentials: true,
    ..Policy::deny_all()
};
static ANY: Policy = Policy {
    origins: Origins::Any,
    ..Policy::deny_all()
};

fn vary_after(lines: &[&'static str], action: ResponseAction<HeaderValue>) -> Vec<String> {
    let mut headers = HeaderMap::new();
    for line in lines {
        headers.append(header::VARY, HeaderValue::from_static(line));
    }
    action.write(&mut headers);
    headers
        .get_all(header::VARY)
        .iter()
        .map(|line| line.to_str().expect("ascii").to_owned())
        .collect()
}

#[test]
fn vary_is_merged_with_that_of_the_handler() {
    let hidden = || ResponseAction::Strip {
        varies: true,
        refusal: None,
    };
    assert_eq!(vary_after(&[], hidden()), ["origin"]);
    assert_eq!(
        vary_after(&["accept-encoding"], hidden()),
        ["accept-encoding", "origin"]
    );
    assert_eq!(
        vary_after(&["Accept, ORIGIN"], hidden()),
        ["Accept, ORIGIN"]
    );
    assert_eq!(
        vary_after(&["accept", "x,\torigin "], hidden()),
        ["accept", "x,\torigin "]
    );
    assert_eq!(vary_after(&["*"], hidden()), ["*"]);
    assert_eq!(vary_after(&["x-origin"], hidden()), ["x-origin", "origin"]);
    assert!(vary_after(&[], ResponseAction::Expose(&ANY, AllowOrigin::Star)).is_empty());
}

#[test]
fn cors_headers_of_the_handler_are_replaced_or_removed() {
    let by_hand = || {
        let mut headers = HeaderMap::new();
        headers.append("access-control-allow-origin", HeaderValue::from_static("*"));
        headers.append(
            "access-control-allow-origin",
            HeaderValue::from_static("https://a.b"),
        );
        headers.append(
            "access-control-allow-private-network",
            HeaderValue::from_static("true"),
        );
        headers.append("x-total-count", HeaderValue::from_static("7"));
        headers
    };
    let mut headers = by_hand();
    let origin = HeaderValue::from_static("https://app.example.com");
    ResponseAction::Expose(&LISTED, AllowOrigin::Echo(origin)).write(&mut headers);
    let origins: Vec<_> = headers
        .get_all("access-control-allow-origin")
        .iter()
        .collect();
    assert_eq!(origins, ["https://app.example.com"]);
    assert_eq!(headers["access-control-allow-credentials"], "true");
    assert!(!headers.contains_key("access-control-allow-private-network"));

    let mut headers = by_hand();
    ResponseAction::Strip {
        varies: true,
        refusal: None,
    }
    .write(&mut headers);
    assert!(!headers.keys().any(|name| is_cors_header(name.as_str())));
    assert_eq!(headers["x-total-count"], "7");

    let mut headers = by_hand();
    ResponseAction::Leave.write(&mut headers);
    assert_eq!(headers, by_hand());
}
