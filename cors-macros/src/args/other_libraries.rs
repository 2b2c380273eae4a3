//! Options of other libraries that have no key here.

/// The help text for an option of this name; `None` if no library has it.
///
/// The name is in lower case, without its underscores and hyphens.
pub(super) fn help(name: &str) -> Option<&'static str> {
    Some(match name {
        "permissive" | "verypermissive" | "allowall" | "allowany" | "anyorigin" | "allorigins"
        | "allowanyorigin" | "allowallorigins" | "alloworiginany" | "public" | "wildcard" => {
            "write `origins = any` if every site may read the responses"
        }
        "vary" | "varyheader" => {
            "remove it: every response that depends on the origin gets a `Vary` header"
        }
        "privatenetwork" | "allowprivatenetwork" | "localnetwork" => {
            "remove it: browsers now ask the user instead, and ignore headers of the server"
        }
        "preflight"
        | "preflightcontinue"
        | "optionspassthrough"
        | "optionssuccessstatus"
        | "automaticoptions"
        | "fairingroutebase" => {
            "remove it: preflights get their response, and all other `OPTIONS` requests reach your handler"
        }
        "sendwildcard" => {
            "remove it: `origins = any` sends `*`, and a list sends the origin of the request"
        }
        "block" | "blockonoriginmismatch" | "strict" => {
            "write `enforce` to refuse requests from other origins"
        }
        "allownull" | "null" => {
            "write `origins = any`: every site can send `null`, from a sandboxed frame"
        }
        "regex" | "originregex" | "alloworiginregex" | "originpatterns" => {
            "write `origins = [\"https://*.example.com\"]` for the subdomains of a host"
        }
        "predicate" | "alloworiginfn" | "allowedoriginfn" => {
            "write `origins = matching(is_tenant)`, with `fn is_tenant(origin: &Origin<'_>) -> bool`"
        }
        _ => return None,
    })
}
