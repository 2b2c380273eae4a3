//! Items for generated code. Nothing here checks its arguments.

#[cfg(feature = "axum")]
pub use crate::axum::{__private as axum, RouteItWithCorsRuntimeRouting};
#[cfg(all(feature = "testing", any(feature = "axum", feature = "rocket")))]
pub use crate::report::surface::assert_surface;
#[cfg(feature = "rocket")]
pub use crate::rocket::__private as rocket;
pub use crate::{
    Policy,
    origins::{DynamicOrigins, Environment, OriginPatterns, OriginSource, Origins, Predicate},
    policy::{
        Methods, const_eval,
        encoded::{Annotation, EncodedPolicy},
    },
};
pub use core::option::Option::Some;
pub use cors_macros::{__beside as beside, __documented as documented};
pub use cors_rules::{Allowance, Need, Offer, OriginContext, OriginPattern, Port};

/// The imports of generated code, under names that no user has.
pub mod imports {
    #[cfg(feature = "axum")]
    pub use super::axum::{
        Endpoint as __Endpoint, ExtractArguments as __ExtractArguments,
        FunctionVisitor as __FunctionVisitor, GeneratedCall as __GeneratedCall,
        ImplTrait as __ImplTrait, Last as __Last, Leading as __Leading,
    };
    // Traits with a constant for every type, over which inherent constants take precedence.
    pub use super::const_eval::{OtherBody as _, UnknownExtractor as _};
    pub use crate::__private as __cors;
    pub use core::future::Future as __Future;
}

#[cfg(rust_analyzer)]
pub use crate::names;

pub use crate::{
    __constant_header as constant_header, __constant_methods as constant_methods,
    __constant_origins as constant_origins, __constant_seconds as constant_seconds,
    __environment as environment,
};
pub use crate::{__editor as editor, __items as items};
