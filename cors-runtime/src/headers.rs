//! Groups of header names, for the keys `headers` and `expose_headers`.
//!
//! A group is a constant, and a list can contain it next to strings and other constants.
//!
//! ```
//! use cors_runtime::{Policy, headers, policy};
//!
//! static API: Policy = policy!(
//!     origins = ["https://app.example.com"],
//!     headers = [headers::TRACING, "content-type"],
//!     expose_headers = [headers::PAGINATION],
//! );
//! assert_eq!(API.headers(), Some("traceparent,tracestate,baggage,sentry-trace,content-type"));
//! ```

/// The request headers of [htmx], for `headers`.
///
/// The library sends `HX-Boosted`, `HX-Current-URL`, `HX-History-Restore-Request`, `HX-Prompt`, `HX-Request`,
/// `HX-Target`, `HX-Trigger` and `HX-Trigger-Name`, as its [reference of request headers] lists them.
/// [`HTMX_RESPONSE`] has the response headers.
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

/// The response headers that [htmx] reads, for `expose_headers`, from its [reference of response headers].
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

/// The request headers of tracing libraries, for `headers`.
///
/// | SDK in the page | sends |
/// |---|---|
/// | [OpenTelemetry] with its default propagators | `traceparent` and `tracestate` of [Trace Context], `baggage` of [Baggage] |
/// | [Sentry] | `sentry-trace` and `baggage`, and optionally `traceparent` |
///
/// [OpenTelemetry]: https://opentelemetry.io/docs/specs/otel/context/api-propagators/
/// [Sentry]: https://docs.sentry.io/platforms/javascript/distributed-tracing/dealing-with-cors-issues
/// [Trace Context]: https://www.w3.org/TR/trace-context/
/// [Baggage]: https://www.w3.org/TR/baggage/
pub const TRACING: &[&str] = &["traceparent", "tracestate", "baggage", "sentry-trace"];

/// The request headers of gRPC-Web clients, for `headers`.
///
/// grpc-web and connect-es send what the [protocol] asks for: `content-type` (`application/grpc-web+proto` is not
/// safelisted), `x-grpc-web` and `x-user-agent`. A call with a deadline has the `grpc-timeout` of [gRPC itself].
///
/// [protocol]: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md
/// [gRPC itself]: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
pub const GRPC_WEB: &[&str] = &["content-type", "x-grpc-web", "x-user-agent", "grpc-timeout"];

/// The headers that gRPC-Web clients read from responses without a body, for `expose_headers`. See [`GRPC_WEB`].
pub const GRPC_WEB_RESPONSE: &[&str] = &["grpc-status", "grpc-message", "grpc-status-details-bin"];

/// The request headers of clients of the [Connect protocol], such as connect-es, for `headers`.
///
/// Each call has `Content-Type` and `Connect-Protocol-Version`, and a call with a timeout `Connect-Timeout-Ms`.
///
/// [Connect protocol]: https://connectrpc.com/docs/protocol
pub const CONNECT: &[&str] = &[
    "content-type",
    "connect-protocol-version",
    "connect-timeout-ms",
];

/// The response headers for downloads, for `expose_headers`.
///
/// `Content-Disposition` has the name of the file ([RFC 6266]). `Content-Range` and `Accept-Ranges` describe partial
/// responses ([RFC 9110 §14]). Scripts can always read `Content-Length` and `Content-Type`.
///
/// [RFC 6266]: https://www.rfc-editor.org/rfc/rfc6266
/// [RFC 9110 §14]: https://www.rfc-editor.org/rfc/rfc9110#section-14
pub const DOWNLOAD: &[&str] = &["content-disposition", "content-range", "accept-ranges"];

/// The response headers for paginated lists, for `expose_headers`.
///
/// `Link` has the neighbouring pages ([RFC 8288]). `X-Total-Count` is a common convention.
///
/// [RFC 8288]: https://www.rfc-editor.org/rfc/rfc8288
pub const PAGINATION: &[&str] = &["link", "x-total-count"];

/// The request headers for a token against CSRF, for `headers`.
///
/// Rails and most other frameworks read `X-CSRF-Token`, which their scripts send. [Angular] and [axios] send
/// `X-XSRF-Token`. The [CSRF cheat sheet] of OWASP names both.
///
/// [axios]: https://axios-http.com/docs/req_config
/// [Angular]: https://angular.dev/best-practices/security#httpclient-xsrf-csrf-security
/// [CSRF cheat sheet]: https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
pub const CSRF: &[&str] = &["x-csrf-token", "x-xsrf-token"];
