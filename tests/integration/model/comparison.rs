//! Compares the results in a browser with a reading of the policies.

use std::collections::BTreeMap;

use cors_runtime::testing::Engine;

use crate::{
    browse::Outcome,
    owners::{Owner, Owners, SEVEN},
    policies::{POLICIES, Policy, PolicyId, Wish},
    sequence::{Request, Sequence},
};

/// The kinds of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// A request that needs permission ran a handler whose policy does not give it.
    RanWithoutPermission,
    /// A page reads a response that the policy keeps from it.
    Readable,
    /// A page reads a header that the policy does not expose.
    Exposed,
    /// A handler ran for a page that its policy turns away by `enforce`.
    NotEnforced,
    /// A handler ran during a preflight.
    PreflightRan,
    /// A request ran more than one handler.
    RanTwice,
    /// A request reaches another handler than in plain axum or plain Rocket.
    Misrouted,
    /// A page cannot do something that the policy allows.
    Closed,
    /// A browser sends a second preflight for a cached grant.
    AskedAgain,
    /// Building the app, or a request to it, panicked.
    Panicked,
}

#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) fault: Fault,
    /// Of the request that failed, if a request did.
    pub(crate) method: &'static str,
    pub(crate) text: String,
}

/// The part of a composition that has to be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Openness {
    /// The library sees every handler, or one default is around handlers without policies: everything that the
    /// policies allow has to work.
    Whole,
    /// A default is around an opaque part that contains a policy. Requests to it may be refused.
    Parts,
}

/// The inputs that decide which handler a method reaches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Variant {
    pub(crate) path: String,
    /// The request has a cookie.
    pub(crate) is_known: bool,
    pub(crate) is_json: bool,
}

/// The handlers of an address, by method.
pub(crate) type Reached = BTreeMap<&'static str, Option<usize>>;

/// The known facts about an app.
pub(crate) struct Known<'a> {
    pub(crate) owners: &'a Owners,
    pub(crate) openness: Openness,
    /// The library sees every handler. A preflight goes into what it cannot see, and may run it.
    pub(crate) hides_nothing: bool,
    /// The policy of the outermost router, if there is one, and the library sees everything inside.
    pub(crate) outermost: Option<PolicyId>,
    pub(crate) reached: &'a BTreeMap<Variant, Reached>,
    /// True if a handler writes CORS headers itself.
    pub(crate) writes_cors_headers: fn(usize) -> bool,
    /// The variant of a request.
    pub(crate) variant: fn(&Request) -> Variant,
    /// True if it is documented that a preflight may use another handler than the one that runs.
    pub(crate) is_ambiguous: &'a dyn Fn(&Request) -> bool,
}

/// The requests that were closed though the policies are open.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) open: usize,
    pub(crate) closed: usize,
    pub(crate) remembered: usize,
    pub(crate) asked_again: usize,
    pub(crate) ran_in_preflights: usize,
    pub(crate) blocked: usize,
}

impl Failure {
    /// Of an app that is wrong before any request is sent.
    pub(crate) fn of_app(fault: Fault, text: String) -> Self {
        Self {
            fault,
            method: "",
            text,
        }
    }

    /// True if both are likely the same mistake.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self.fault == other.fault && self.method == other.method
    }
}

impl Counts {
    pub(crate) fn is_about_something(&self) -> bool {
        self.open > 100 && self.blocked > 100 && self.remembered > 5
    }
}

impl Known<'_> {
    /// The first thing that is wrong.
    pub(crate) fn compare(
        &self,
        sequence: &Sequence,
        outcomes: &[Outcome],
        counts: &mut Counts,
    ) -> Option<Failure> {
        let mut steps = 0..outcomes.len();
        steps.find_map(|step| {
            let compared = self.compare_step(sequence, step, outcomes, counts);
            let method = sequence.requests[step].method;
            compared.err().map(|(fault, text)| Failure {
                fault,
                method,
                text,
            })
        })
    }

    fn compare_step(
        &self,
        sequence: &Sequence,
        step: usize,
        outcomes: &[Outcome],
        counts: &mut Counts,
    ) -> Result<(), (Fault, String)> {
        let (request, outcome) = (&sequence.requests[step], &outcomes[step]);
        let wish = Wish {
            origin: sequence.page,
            method: request.method,
            headers: &request.headers,
            credentials: request.credentials,
            star_covers_token: matches!(
                sequence.engine,
                Engine::Chromium | Engine::Firefox | Engine::WebKit
            ),
        };
        // Without a policy, an `OPTIONS` is as in plain axum.
        let mut ran_in_preflights = outcome.ran_in_preflights.iter();
        if let Some(id) = ran_in_preflights.find(|id| self.owners.of_handler(**id).is_some()) {
            counts.ran_in_preflights += 1;
            if self.hides_nothing {
                return fail(Fault::PreflightRan, format!("a preflight ran handler {id}"));
            }
        }
        let reached = self.reached[&(self.variant)(request)]
            .get(request.method)
            .copied()
            .flatten();
        let ran = match *outcome.ran.as_slice() {
            [] => None,
            [id] => Some(id),
            _ => return fail(Fault::RanTwice, format!("{:?} ran", outcome.ran)),
        };
        if let Some(id) = ran {
            self.check_run(id, wish, request)?;
        }
        let handler = ran.or(reached);
        let owner = handler.map(|id| self.owners.of_handler(id));
        self.check_response(handler, wish, outcome)?;
        if outcome.readable.is_none() {
            counts.blocked += 1;
        }
        if (self.is_ambiguous)(request) {
            return Ok(());
        }
        match (owner, self.outermost) {
            (Some(Some(owner)), _) if owner.policy().lets_send(wish, owner.served) => {
                self.check_refusals(owner.policy(), outcome, counts)?;
                self.check_cache(owner, sequence, step, outcomes, counts)
            }
            // A response that no handler made.
            (None, Some(policy)) if POLICIES[policy].lets_send(wish, SEVEN) => {
                self.check_refusals(&POLICIES[policy], outcome, counts)
            }
            _ => Ok(()),
        }
    }

    /// True if the handler may have run.
    fn check_run(
        &self,
        id: usize,
        wish: Wish<'_>,
        request: &Request,
    ) -> Result<(), (Fault, String)> {
        let owner = self.owners.of_handler(id);
        let permits = owner.is_some_and(|owner| owner.policy().lets_send(wish, owner.served));
        let is_read = ["GET", "HEAD"].contains(&request.method);
        let mut beside = self.reached[&(self.variant)(request)].values().flatten();
        let is_forwarded = is_read && (self.is_ambiguous)(request);
        let is_documented = is_forwarded
            || match owner {
                // Preflights reach a handler that responds to them by hand as they do in plain axum, and of a handler
                // that axum adds to the path of a finished route nothing is known.
                None => {
                    self.owners.handed_over
                        || (self.writes_cors_headers)(id)
                        || beside.any(|id| (self.writes_cors_headers)(*id))
                }
                // So does the policy of a plain route end where a handler comes in that it was not for.
                Some(_) => {
                    self.owners.handed_over
                        && ((self.writes_cors_headers)(id)
                            || beside.any(|id| (self.writes_cors_headers)(*id)))
                }
            };
        if request.needs_permission() && !permits && !is_documented {
            return fail(
                Fault::RanWithoutPermission,
                format!("handler {id} ran, and {} does not permit it", named(owner)),
            );
        }
        if let Some(owner) = owner
            && owner.policy().enforce
            && !owner.policy().allows_origin(wish.origin)
        {
            return fail(
                Fault::NotEnforced,
                format!("handler {id} of {} ran", named(Some(owner))),
            );
        }
        Ok(())
    }

    /// True if the page may read what it reads.
    fn check_response(
        &self,
        handler: Option<usize>,
        wish: Wish<'_>,
        outcome: &Outcome,
    ) -> Result<(), (Fault, String)> {
        let Some(names) = &outcome.readable else {
            return Ok(());
        };
        let Some(id) = handler else {
            // No handler made it. Whichever default it is under, one of them has to allow it.
            let mut defaults = self.owners.defaults.iter().map(|policy| &POLICIES[*policy]);
            if defaults.any(|policy| policy.lets_read(wish, &[wish.method])) {
                return Ok(());
            }
            return fail(
                Fault::Readable,
                "no handler was reached, and no default permits to read that".to_owned(),
            );
        };
        let owner = self.owners.of_handler(id);
        // Without a policy, what a handler writes is its own affair. The `OPTIONS` of a finished route stands
        // before a handler that axum adds later.
        let is_earlier_options = self.owners.handed_over && wish.method == "OPTIONS";
        if owner.is_none() && ((self.writes_cors_headers)(id) || is_earlier_options) {
            return Ok(());
        }
        let permits = owner.is_some_and(|owner| owner.policy().lets_read(wish, owner.served));
        if !permits {
            return fail(
                Fault::Readable,
                format!(
                    "the response of handler {id} is readable, and {} does not permit it",
                    named(owner)
                ),
            );
        }
        let policy = owner.map(Owner::policy).expect("it permits");
        let exposed = names
            .iter()
            .find(|name| !policy.exposes(name, wish.credentials));
        match exposed {
            Some(name) => fail(
                Fault::Exposed,
                format!("`{name}` is readable under {}", policy.name),
            ),
            None => Ok(()),
        }
    }

    fn check_refusals(
        &self,
        policy: &Policy,
        outcome: &Outcome,
        counts: &mut Counts,
    ) -> Result<(), (Fault, String)> {
        match &outcome.blocked {
            None => counts.open += 1,
            Some(why) if self.openness == Openness::Whole => {
                return fail(
                    Fault::Closed,
                    format!("{} permits it, yet: {why}", policy.name),
                );
            }
            Some(_) => counts.closed += 1,
        }
        Ok(())
    }

    /// True if the browser sent a second preflight for what a preflight of this sequence permitted.
    fn check_cache(
        &self,
        owner: Owner,
        sequence: &Sequence,
        step: usize,
        outcomes: &[Outcome],
        counts: &mut Counts,
    ) -> Result<(), (Fault, String)> {
        let request = &sequence.requests[step];
        let before = &sequence.requests[..step];
        let same = before.iter().rposition(|other| other == request);
        let Some(same) = same else {
            return Ok(());
        };
        // A request that fails makes the browser forget.
        let is_kept = (same..step).all(|i| outcomes[i].blocked.is_none());
        if !request.needs_permission()
            || !is_kept
            || sequence.engine != Engine::Standard
            || !owner.policy().is_remembered()
        {
            return Ok(());
        }
        if outcomes[step].preflights == 0 {
            counts.remembered += 1;
        } else if self.openness == Openness::Whole && self.is_true_for_all(owner, request) {
            return fail(Fault::AskedAgain, format!("{request} was permitted before"));
        } else {
            counts.asked_again += 1;
        }
        Ok(())
    }

    fn handlers_of(&self, path: &str) -> impl Iterator<Item = (&'static str, Option<usize>)> {
        let variants = self
            .reached
            .iter()
            .filter(move |(variant, _)| variant.path == path);
        variants
            .flat_map(|(_, reached)| reached.iter().map(|(method, handler)| (*method, *handler)))
    }

    /// True if what the policy gives holds for every handler of the address, so that a browser may remember
    /// it: methods and headers are remembered apart from each other.
    fn is_true_for_all(&self, owner: Owner, request: &Request) -> bool {
        if owner.policy().headers.is_empty() {
            return true;
        }
        // Nothing is known of the safelisted methods of an opaque part.
        let covers = |method| owner.policy().allows_method(method, SEVEN);
        if self.owners.handed_over && !["GET", "POST"].into_iter().all(covers) {
            return false;
        }
        self.handlers_of(&request.path).all(|(method, handler)| {
            let Some(id) = handler else {
                return true;
            };
            let asks_nothing = ["GET", "HEAD", "POST"].contains(&method);
            self.owners.of_handler(id).is_some_and(|other| {
                other.policy == owner.policy
                    && (!asks_nothing || other.policy().allows_method(method, other.served))
            })
        })
    }
}

fn named(owner: Option<Owner>) -> &'static str {
    owner.map_or("no policy", |owner| owner.policy().name)
}

fn fail(fault: Fault, text: String) -> Result<(), (Fault, String)> {
    Err((fault, text))
}
