//! Findings: what is wrong, what a browser makes of it, and what to change.

use serde::Serialize;

use super::origins::Mistake;
use crate::cli::Severity;

#[derive(Clone, Debug, Serialize)]
pub(super) struct AuditFinding {
    pub(super) id: &'static str,
    pub(super) severity: Severity,
    /// The problem, in one sentence.
    pub(super) title: String,
    /// The consequence in browsers.
    pub(super) consequence: &'static str,
    pub(super) fix: &'static str,
    /// The lines of the exchange that show it.
    pub(super) evidence: Vec<String>,
}

/// The fixed parts of a finding about an origin that should not be allowed.
pub(super) struct OriginRule {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) with_credentials: Severity,
    pub(super) without_credentials: Severity,
    pub(super) consequence: &'static str,
    pub(super) fix: &'static str,
}

const LIST: &str = "Compare the whole `Origin` with a list of origins, byte for byte.";

impl Mistake {
    // One arm for each mistake.
    #[allow(clippy::too_many_lines)]
    pub(super) fn rule(self) -> OriginRule {
        use Severity::{High, Low, Medium};
        let rule =
            |id, title, with_credentials, without_credentials, consequence, fix| OriginRule {
                id,
                title,
                with_credentials,
                without_credentials,
                consequence,
                fix,
            };
        match self {
            Self::AnyOrigin => rule(
                "any-origin",
                "Every site may read the responses",
                High,
                Low,
                "Any page that a user visits can read the responses of the user's session.",
                LIST,
            ),
            Self::NullOrigin => rule(
                "null-origin",
                "The origin `null` is allowed",
                High,
                Medium,
                "Every site can make a page of this origin, for example in a frame with `sandbox`.",
                "Remove `null` from the allowed origins.",
            ),
            Self::SuffixMatch => rule(
                "suffix-match",
                "Domains that end like the allowed one are allowed",
                High,
                Medium,
                "Anyone can register such a domain, and its pages read the responses.",
                LIST,
            ),
            Self::PrefixMatch => rule(
                "prefix-match",
                "Hosts that start like the allowed one are allowed",
                High,
                Medium,
                "Anyone can make such a name below a domain of their own, and its pages read the responses.",
                LIST,
            ),
            Self::PartOfOrigin => rule(
                "part-of-origin",
                "Origins that are a part of the allowed one are allowed",
                High,
                Medium,
                "Anyone can register such a domain, and its pages read the responses.",
                "Compare the whole `Origin` with each entry of a list: a search in one text also finds parts of it.",
            ),
            Self::UnescapedDot => rule(
                "unescaped-dot",
                "A dot of the allowed host stands for any character",
                High,
                Medium,
                "Anyone can register such a domain, and its pages read the responses.",
                "Compare with a list, or write `\\.` in the regular expression.",
            ),
            Self::SpecialCharacters => rule(
                "special-characters",
                "The allowed host may be followed by a special character and another domain",
                High,
                Medium,
                "Browsers open pages of such hosts, which anyone can have below a domain of their own.",
                LIST,
            ),
            Self::ThirdPartyHost => rule(
                "third-party-host",
                "A host on which everyone can publish is allowed",
                High,
                Medium,
                "Anyone can publish a page there that reads the responses.",
                "Allow only the hosts of your own pages.",
            ),
            Self::AnySubdomain => rule(
                "any-subdomain",
                "Every subdomain is allowed",
                Medium,
                Low,
                "A single subdomain that is taken over, or has a script injected, reads the responses.",
                "List the subdomains that need the responses.",
            ),
            Self::InsecureOrigin => rule(
                "insecure-origin",
                "Plain http is allowed",
                Medium,
                Low,
                "An attacker in the network can inject a script into a page of plain http, and read the responses.",
                "Allow only `https`.",
            ),
            Self::OtherPort => rule(
                "other-port",
                "Every port of the host is allowed",
                Low,
                Low,
                "Any other service on that host can read the responses.",
                "List the ports that are in use.",
            ),
            Self::Localhost => rule(
                "localhost",
                "Pages of the user's own machine are allowed",
                Medium,
                Low,
                "Any program that serves a page on the user's machine reads the responses.",
                "Allow `localhost` only in development builds.",
            ),
            Self::Userinfo => rule(
                "userinfo",
                "An origin with a user name is allowed",
                Low,
                Low,
                "No browser sends such an origin. It shows that the host is looked for inside of a text.",
                LIST,
            ),
        }
    }
}
