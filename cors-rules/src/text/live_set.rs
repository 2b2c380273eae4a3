//! The helps for entries of a `LiveOrigins`, which has methods instead of the keys of a policy.

use crate::Lint;

/// The help, if that of the lint names a key.
pub(crate) const fn help(lint: Lint, has_correction: bool) -> Option<&'static str> {
    Some(match (lint, has_correction) {
        (Lint::InsecureOriginCredentials | Lint::OriginUnspecifiedAddress, true) => {
            "write `{fix}`, or declare the set with `.allow_insecure_origins()`"
        }
        (Lint::InsecureOriginCredentials | Lint::OriginUnspecifiedAddress, false) => {
            "remove the entry, or declare the set with `.allow_insecure_origins()`"
        }
        (Lint::PublicSuffixCredentials | Lint::PublicSuffixEnforce, _) => {
            "list your own hosts, such as `https://my-app.example.com`, or declare the set with `.allow_public_suffixes()`"
        }
        (Lint::ExtensionWildcardCredentials, _) => {
            "remove the entry: a set for `credentials` lists extensions of Chromium by their ids"
        }
        (Lint::ExtensionWildcardEnforce, _) => {
            "remove the entry, and write it into the `origins` of a policy without `enforce`, next to the set"
        }
        (Lint::OriginNull | Lint::NullCredentials | Lint::NullEnforce, _) => {
            "remove the entry, and list the origins that call, such as `https://app.example.com`"
        }
        (Lint::OriginLoadedWildcard, _) => {
            "list the origins, such as `https://app.example.com`, or write `origins = any` in the policy instead of the set"
        }
        (Lint::OriginMisplacedWildcard, false) => {
            "write `https://*.example.com` for subdomains; for others, add a function to the `origins` of the \
             policy: `matching(is_preview)`"
        }
        (Lint::OriginIpWildcard, false) => {
            "write each address, such as `http://192.168.0.10:3000`; for a network, add a function to the \
             `origins` of the policy: `matching(is_local)`"
        }
        (Lint::OriginMalformed, false) => "write an origin such as `https://app.example.com`",
        _ => return None,
    })
}
