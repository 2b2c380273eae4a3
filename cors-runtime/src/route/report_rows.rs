//! The rows of a report for a path.

use super::{Grant, MethodHandler, RoutePolicies, grant::methods_of, method_handler::handler_of};
use crate::{policy::MethodSet, policy::Methods};

impl RoutePolicies {
    pub(crate) fn grants(&self) -> impl Iterator<Item = &Grant> {
        self.grants.iter().filter_map(Option::as_ref)
    }

    /// The handlers of the path, each with its methods: those its policy covers or, without a policy, all. `*` stands
    /// for all other methods. Unserved methods have no handler.
    pub(crate) fn handlers_with_methods(
        &self,
    ) -> impl Iterator<Item = (&MethodHandler, Vec<&'static str>)> {
        let handlers = self.handlers.iter().enumerate();
        handlers
            .filter(|(_, handler)| !handler.serves.is_unserved())
            .map(|(i, handler)| {
                let methods = match handler.policy {
                    Some(policy)
                        if policy.methods == Methods::Any && handler.takes_any_method() =>
                    {
                        vec!["*"]
                    }
                    Some(policy) => methods_of(policy, &self.handlers, self.opaque, |own| own == i),
                    None if handler.takes_any_method() => vec!["*"],
                    None => {
                        let ends_here =
                            |name: &&str| handler_of(name, &self.handlers, self.opaque) == Some(i);
                        MethodSet::ALL.names().filter(ends_here).collect()
                    }
                };
                (handler, methods)
            })
    }
}
