//! Checks whether an event would be recorded, before the request is examined for it.

/// True if an event of target `cors` with this level and these fields would be recorded.
macro_rules! is_enabled {
    (DEBUG: $($field:ident),*) => { is_enabled!(@ DEBUG, Debug, $($field),*) };
    (WARN: $($field:ident),*) => { is_enabled!(@ WARN, Warn, $($field),*) };
    (@ $level:ident, $log_level:ident, $($field:ident),*) => {{
        // Rocket logs by the `log` crate, which receives the events of `tracing` if no subscriber is set.
        #[cfg(feature = "rocket")]
        let is_logged = log::log_enabled!(target: "cors", log::Level::$log_level);
        #[cfg(not(feature = "rocket"))]
        let is_logged = false;
        is_logged || tracing::enabled!(target: "cors", tracing::Level::$level, $($field),*)
    }};
}

pub(super) use is_enabled;
