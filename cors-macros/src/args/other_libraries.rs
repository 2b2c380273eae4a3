//! Options of other libraries that have no key here.

/// The advice for an option of this name; `None` if no library has it.
///
/// The name is in lower case, without its underscores and hyphens.
pub(super) fn advice(name: &str) -> Option<&'static str> {
    Some(match name {
        "permissive" | "verypermissive" | "allowall" | "allowany" | "anyorigin" | "allorigins"
        | "allowanyorigin" | "allowallorigins" | "alloworiginany" | "public" | "wildcard" => {
            "write `origins = any` if every site may read the answers"
        }
        "vary" | "varyheader" => "remove it: `Vary` is on every answer that depends on the origin",
        "privatenetwork" | "allowprivatenetwork" | "localnetwork" => {
            "remove it: browsers ask the user now, and no header of the server's has a say"
        }
        "preflight"
        | "preflightcontinue"
        | "optionspassthrough"
        | "optionssuccessstatus"
        | "automaticoptions"
        | "fairingroutebase" => {
            "remove it: preflights are answered here, and other `OPTIONS` requests reach your own handler"
        }
        "sendwildcard" => "remove it: `origins = any` answers `*`, and a list names the origin",
        "block" | "blockonoriginmismatch" | "strict" => {
            "write `enforce` to refuse pages that are not listed"
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
