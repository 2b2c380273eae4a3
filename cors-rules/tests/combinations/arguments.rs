//! The needs of a handler's arguments, and the policies that meet them.

use cors_rules::{Allowance, Allowances, Draft, Lint, Names, Need, Offer, check_argument, resolve};

use crate::{any, names, origins, with_credentials};

fn offer(draft: &Draft<'_>) -> Offer {
    Offer::of(&resolve(draft).expect("no findings"))
}

/// The offer of every policy that lists its origins.
const LISTED: Offer = Offer {
    origin_list: true,
    ..Offer::NONE
};

fn with_headers(headers: Names<'_>) -> Draft<'_> {
    Draft {
        headers: Some(headers),
        ..origins(&["https://a.example"])
    }
}

#[test]
fn each_need_is_met_by_its_own_part_of_a_policy() {
    let needs = [
        (
            Need::ContentType,
            Lint::JsonContentType,
            Offer {
                content_type: true,
                ..Offer::NONE
            },
        ),
        (
            Need::BodyContentType,
            Lint::BodyContentType,
            Offer {
                body_content_type: true,
                ..Offer::NONE
            },
        ),
        (
            Need::Authorization,
            Lint::BearerAuthorization,
            Offer {
                authorization: true,
                ..Offer::NONE
            },
        ),
        (
            Need::Credentials,
            Lint::CookiesCredentials,
            Offer {
                credentials: true,
                ..Offer::NONE
            },
        ),
        (
            Need::Enforce,
            Lint::WebsocketEnforce,
            Offer {
                enforce: true,
                ..Offer::NONE
            },
        ),
        (Need::OriginList, Lint::AnyAllowedOrigin, LISTED),
    ];
    for (need, lint, _) in needs {
        assert_eq!(check_argument(need, Offer::NONE), Err(lint));
        assert_eq!(check_argument(need, Offer::ALL), Ok(()));
        for (other, _, offer) in needs {
            assert_eq!(check_argument(need, offer).is_ok(), need == other);
        }
    }
    assert_eq!(check_argument(Need::Nothing, Offer::NONE), Ok(()));
}

#[test]
fn policy_has_the_arguments() {
    assert_eq!(offer(&origins(&["https://a.example"])), LISTED);
    let content_type = Offer {
        content_type: true,
        body_content_type: true,
        ..LISTED
    };
    let headers = Names::List(vec!["x-a", "Content-Type"]);
    assert_eq!(offer(&with_headers(headers)), content_type);
    assert_eq!(
        offer(&with_headers(names(&["authorization"]))),
        Offer {
            authorization: true,
            ..LISTED
        }
    );
    assert_eq!(offer(&with_headers(names(&["x-a"]))), LISTED);
    // The star does not cover `authorization`.
    assert_eq!(offer(&with_headers(Names::Any)), content_type);
    assert_eq!(
        offer(&with_headers(names(&["*", "authorization"]))),
        Offer {
            authorization: true,
            ..content_type
        }
    );
    let credentials = Offer {
        credentials: true,
        ..Offer::NONE
    };
    assert_eq!(
        offer(&with_credentials(&["https://a.example"])),
        Offer {
            origin_list: true,
            ..credentials
        }
    );
    // A policy that allows every origin cannot have cookies.
    assert_eq!(offer(&any()), credentials);
    let enforced = Draft {
        enforce: true,
        ..origins(&["https://a.example"])
    };
    assert_eq!(
        offer(&enforced),
        Offer {
            enforce: true,
            ..LISTED
        }
    );
}

#[test]
fn allowance_meets_its_own_need_alone() {
    let with = |allowance| Offer::NONE.with(Allowances::NONE.with(allowance));
    assert_eq!(Offer::ALL.with(Allowances::NONE), Offer::ALL);
    assert_eq!(Offer::NONE.with(Allowances::NONE), Offer::NONE);
    let needs = [
        (Allowance::JsonContentType, Need::ContentType),
        (Allowance::BodyContentType, Need::BodyContentType),
        (Allowance::BearerAuthorization, Need::Authorization),
        (Allowance::CookiesCredentials, Need::Credentials),
        (Allowance::WebsocketEnforce, Need::Enforce),
    ];
    for (allowance, need) in needs {
        for (_, other) in needs {
            let met = check_argument(other, with(allowance)).is_ok();
            assert_eq!(met, other == need, "{allowance:?} {other:?}");
        }
    }
    assert_eq!(with(Allowance::NullOrigin), Offer::NONE);
}
