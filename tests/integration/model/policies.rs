//! The policies of the model by a plain reading, without code of the library.
//!
//! `annotated.rs` has the same policies, in the same order, under `#[cors]`.

pub(crate) const ADMIN: &str = "https://admin.example.com";
pub(crate) const PARTNER: &str = "https://partner.example";
pub(crate) const SUBDOMAIN: &str = "https://shop.partner.example";
pub(crate) const EVIL: &str = "https://evil.example";

/// The origins of the pages that send requests.
pub(crate) const PAGES: [&str; 4] = [ADMIN, PARTNER, SUBDOMAIN, EVIL];

/// The place of a policy in [`POLICIES`].
pub(crate) type PolicyId = usize;

#[derive(Clone, Copy, Debug)]
pub(crate) enum Origins {
    Any,
    List(&'static [&'static str]),
    /// Every host below this one, by `https`.
    Below(&'static str),
    None,
}

/// The methods that a policy allows.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Methods {
    /// The methods that the handler serves.
    Served,
    Any,
    /// `GET` includes `HEAD`.
    List(&'static [&'static str]),
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Policy {
    pub(crate) name: &'static str,
    pub(crate) origins: Origins,
    pub(crate) credentials: bool,
    pub(crate) methods: Methods,
    /// In lower case; `*` covers all but `authorization`, and nothing with credentials.
    pub(crate) headers: &'static [&'static str],
    pub(crate) expose: &'static [&'static str],
    /// In seconds. Browsers remember for five seconds where it is absent, and the clock stands still.
    pub(crate) max_age: Option<u64>,
    pub(crate) enforce: bool,
    pub(crate) disabled: bool,
}

/// A request as far as a policy is concerned.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish<'r> {
    pub(crate) origin: &'r str,
    pub(crate) method: &'r str,
    /// The names of the headers that need permission.
    pub(crate) headers: &'r [&'static str],
    pub(crate) credentials: bool,
    /// The browser takes `*` for `authorization` as well, as some do.
    pub(crate) star_covers_token: bool,
}

const NONE: Policy = Policy {
    name: "",
    origins: Origins::None,
    credentials: false,
    methods: Methods::Served,
    headers: &[],
    expose: &[],
    max_age: None,
    enforce: false,
    disabled: false,
};

pub(crate) const POLICIES: [Policy; 15] = [
    Policy {
        name: "admin",
        origins: Origins::List(&[ADMIN]),
        credentials: true,
        ..NONE
    },
    Policy {
        name: "partner",
        origins: Origins::List(&[PARTNER]),
        credentials: true,
        ..NONE
    },
    Policy {
        name: "partner_writes",
        origins: Origins::List(&[PARTNER]),
        credentials: true,
        methods: Methods::List(&["GET", "PUT"]),
        headers: &["content-type"],
        expose: &["x-secret"],
        max_age: Some(600),
        ..NONE
    },
    Policy {
        name: "partner_json",
        origins: Origins::List(&[PARTNER]),
        headers: &["content-type"],
        max_age: Some(3600),
        ..NONE
    },
    Policy {
        name: "team",
        origins: Origins::List(&[ADMIN, PARTNER]),
        credentials: true,
        methods: Methods::List(&["GET", "POST", "PUT", "DELETE"]),
        headers: &["content-type", "x-a"],
        max_age: Some(600),
        ..NONE
    },
    Policy {
        name: "admin_x",
        origins: Origins::List(&[ADMIN]),
        credentials: true,
        headers: &["x-a"],
        expose: &["x-secret"],
        ..NONE
    },
    Policy {
        name: "public",
        origins: Origins::Any,
        methods: Methods::Any,
        headers: &["*"],
        max_age: Some(600),
        ..NONE
    },
    Policy {
        name: "fonts",
        origins: Origins::Any,
        methods: Methods::List(&["GET"]),
        expose: &["*"],
        ..NONE
    },
    Policy {
        name: "tokens",
        origins: Origins::Any,
        methods: Methods::List(&["GET", "POST", "DELETE"]),
        headers: &["*", "authorization"],
        max_age: Some(600),
        ..NONE
    },
    Policy {
        name: "subdomains",
        origins: Origins::Below(".partner.example"),
        methods: Methods::List(&["GET", "PUT", "DELETE"]),
        headers: &["content-type"],
        ..NONE
    },
    Policy {
        name: "forgetful",
        origins: Origins::List(&[PARTNER]),
        credentials: true,
        methods: Methods::List(&["GET", "POST", "PUT"]),
        headers: &["content-type", "x-a"],
        max_age: Some(0),
        ..NONE
    },
    Policy {
        name: "enforced",
        origins: Origins::List(&[ADMIN]),
        credentials: true,
        methods: Methods::List(&["GET", "POST", "PUT"]),
        enforce: true,
        ..NONE
    },
    Policy {
        name: "partner_x",
        origins: Origins::List(&[PARTNER]),
        credentials: true,
        headers: &["x-a", "authorization"],
        max_age: Some(600),
        ..NONE
    },
    Policy {
        name: "others",
        origins: Origins::List(&[PARTNER, SUBDOMAIN]),
        methods: Methods::Any,
        headers: &["content-type"],
        max_age: Some(600),
        ..NONE
    },
    Policy {
        name: "disabled",
        disabled: true,
        ..NONE
    },
];

pub(crate) const DISABLED: PolicyId = POLICIES.len() - 1;

impl Policy {
    pub(crate) fn allows_origin(&self, origin: &str) -> bool {
        match self.origins {
            Origins::Any => true,
            Origins::List(origins) => origins.contains(&origin),
            Origins::Below(domain) => origin.starts_with("https://") && origin.ends_with(domain),
            Origins::None => false,
        }
    }

    /// `served`: the methods of a handler whose methods its policy does not name.
    pub(crate) fn allows_method(&self, method: &str, served: &[&str]) -> bool {
        let is_in =
            |list: &[&str]| list.contains(&method) || (method == "HEAD" && list.contains(&"GET"));
        match self.methods {
            Methods::Served => is_in(served),
            Methods::Any => true,
            Methods::List(list) => is_in(list),
        }
    }

    fn grants(&self, header: &str, wish: Wish<'_>) -> bool {
        let star_covers = header != "authorization" || wish.star_covers_token;
        self.headers.contains(&header)
            || (self.headers.contains(&"*") && !wish.credentials && star_covers)
    }

    pub(crate) fn exposes(&self, header: &str, credentials: bool) -> bool {
        self.expose.contains(&header) || (self.expose.contains(&"*") && !credentials)
    }

    /// True if a page may read the response.
    pub(crate) fn lets_read(&self, wish: Wish<'_>, served: &[&str]) -> bool {
        !self.disabled
            && self.allows_origin(wish.origin)
            && self.allows_method(wish.method, served)
            && (!wish.credentials || self.credentials)
    }

    /// True if a request that needs permission may be sent.
    pub(crate) fn lets_send(&self, wish: Wish<'_>, served: &[&str]) -> bool {
        let mut headers = wish.headers.iter();
        self.lets_read(wish, served) && headers.all(|name| self.grants(name, wish))
    }

    /// True if a browser may remember the permissions of this policy.
    pub(crate) fn is_remembered(&self) -> bool {
        self.max_age != Some(0)
    }

    pub(crate) fn states_methods(&self) -> bool {
        !matches!(self.methods, Methods::Served)
    }
}
