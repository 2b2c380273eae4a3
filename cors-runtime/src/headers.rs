//! Groups of header names that belong together, for `headers` and `expose_headers`.
//!
//! A group is a constant like any other: it stands in a list beside strings and other constants.
//!
//! ```
//! use cors_runtime::{Policy, headers, policy};
//!
//! static API: Policy = policy!(
//!     origins = ["https://app.example.com"],
//!     headers = [headers::TRACING, "content-type"],
//!     expose_headers = [headers::PAGINATION],
//! );
//! assert_eq!(API.headers(), Some("traceparent,tracestate,baggage,content-type"));
//! ```

/// What [htmx] sends with its requests; for `headers`.
///
/// `HX-Boosted`, `HX-Current-URL`, `HX-History-Restore-Request`, `HX-Prompt`, `HX-Request`,
/// `HX-Target`, `HX-Trigger` and `HX-Trigger-Name`, as its [reference of request headers] lists them.
/// What it reads of responses is [`HTMX_RESPONSE`].
///
/// [htmx]: https://htmx.org/
/// [reference of request headers]: https://htmx.org/reference/#request_headers
pub const HTMX: &[&str] = &[
    "hx-boosted",
    "hx-current-url",
    "hx-history-restore-request",
    "hx-prompt",
    "hx-request",
    "hx-target",
    "hx-trigger",
    "hx-trigger-name",
];

/// What [htmx] reads of responses; for `expose_headers`. Its [reference of response headers] lists
/// them.
///
/// [htmx]: https://htmx.org/
/// [reference of response headers]: https://htmx.org/reference/#response_headers
pub const HTMX_RESPONSE: &[&str] = &[
    "hx-location",
    "hx-push-url",
    "hx-redirect",
    "hx-refresh",
    "hx-replace-url",
    "hx-reswap",
    "hx-retarget",
    "hx-reselect",
    "hx-trigger",
    "hx-trigger-after-settle",
    "hx-trigger-after-swap",
];

/// What tracing libraries of browsers send along; for `headers`.
///
/// `traceparent` and `tracestate` are of the W3C's [Trace Context], `baggage` is of its [Baggage].
///
/// [Trace Context]: https://www.w3.org/TR/trace-context/
/// [Baggage]: https://www.w3.org/TR/baggage/
pub const TRACING: &[&str] = &["traceparent", "tracestate", "baggage"];

/// What gRPC-Web clients send; for `headers`.
///
/// The [protocol] asks for `content-type` (`application/grpc-web+proto` is not safelisted), `x-grpc-web`
/// and `x-user-agent`, and [gRPC itself] for `grpc-timeout`.
///
/// [protocol]: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md
/// [gRPC itself]: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
pub const GRPC_WEB: &[&str] = &["content-type", "x-grpc-web", "x-user-agent", "grpc-timeout"];

/// What gRPC-Web clients read of responses without a body; for `expose_headers`. See [`GRPC_WEB`].
pub const GRPC_WEB_RESPONSE: &[&str] = &["grpc-status", "grpc-message", "grpc-status-details-bin"];

/// What clients of the [Connect protocol] send; for `headers`.
///
/// [Connect protocol]: https://connectrpc.com/docs/protocol
pub const CONNECT: &[&str] = &[
    "content-type",
    "connect-protocol-version",
    "connect-timeout-ms",
];

/// What a script needs to read to save a response as a file; for `expose_headers`.
///
/// `Content-Disposition` holds the file's name ([RFC 6266]), `Content-Range` and `Accept-Ranges` tell
/// which part came ([RFC 9110 §14]). `Content-Length` and `Content-Type` may always be read.
///
/// [RFC 6266]: https://www.rfc-editor.org/rfc/rfc6266
/// [RFC 9110 §14]: https://www.rfc-editor.org/rfc/rfc9110#section-14
pub const DOWNLOAD: &[&str] = &["content-disposition", "content-range", "accept-ranges"];

/// What a script needs to read to page through a list; for `expose_headers`.
///
/// `Link` holds the neighbouring pages ([RFC 8288]); `X-Total-Count` is a widespread habit.
///
/// [RFC 8288]: https://www.rfc-editor.org/rfc/rfc8288
pub const PAGINATION: &[&str] = &["link", "x-total-count"];

/// The names under which front ends send the token against CSRF; for `headers`.
///
/// `X-CSRF-Token` is what most frameworks read, `X-XSRF-Token` is what [Angular] and axios send, and
/// the [CSRF cheat sheet] of OWASP names both.
///
/// [Angular]: https://angular.dev/best-practices/security#httpclient-xsrf-csrf-security
/// [CSRF cheat sheet]: https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
pub const CSRF: &[&str] = &["x-csrf-token", "x-xsrf-token"];
