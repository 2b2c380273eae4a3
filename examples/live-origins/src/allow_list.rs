//! Copies the origins of the partners from the table to the set that the policy names.

use std::{sync::Arc, time::Duration};

use cors_runtime::{LiveOrigins, RejectedOrigin, WithCredentials};
use tokio::{
    sync::Mutex,
    time::{MissedTickBehavior, interval, timeout},
};

use crate::database::Database;

/// The origins whose pages may call with cookies. Empty until the first [`AllowList::refresh`].
pub(crate) static PARTNERS: LiveOrigins<WithCredentials> = LiveOrigins::with_credentials();

/// The interval at which the table is read, since other servers change it.
const INTERVAL: Duration = Duration::from_millis(500);

/// The time after which a query counts as failed.
const QUERY_TIMEOUT: Duration = Duration::from_secs(3);

#[derive(Clone, Debug)]
pub(crate) struct AllowList {
    database: Database,
    last: Arc<Mutex<Snapshot>>,
}

/// The content of the table when it was last read.
#[derive(Debug, Default)]
struct Snapshot {
    origins: Option<Vec<String>>,
    rejected: Vec<RejectedOrigin>,
}

impl AllowList {
    pub(crate) fn new(database: Database) -> Self {
        Self {
            database,
            last: Arc::default(),
        }
    }

    /// Reads the table and replaces the set. The lock keeps an older result from replacing a newer one.
    pub(crate) async fn refresh(&self) -> sqlx::Result<()> {
        let mut last = self.last.lock().await;
        let origins = match timeout(QUERY_TIMEOUT, self.database.origins()).await {
            Ok(origins) => origins?,
            Err(_) => return Err(sqlx::Error::PoolTimedOut),
        };
        if last.origins.as_ref() == Some(&origins) {
            return Ok(());
        }
        // One invalid row must not reject the others.
        let rejected = PARTNERS.replace_valid(&origins);
        tracing::info!("origins on the allow-list: {}", PARTNERS.origins().len());
        for rejected in &rejected {
            let is_known = |known: &RejectedOrigin| known.entry() == rejected.entry();
            if !last.rejected.iter().any(is_known) {
                tracing::warn!("a row of `partners` is left out: {rejected}");
            }
        }
        *last = Snapshot {
            origins: Some(origins),
            rejected,
        };
        Ok(())
    }

    /// Refreshes until it is dropped. If the database fails, the set stays as it is.
    pub(crate) async fn watch(&self) {
        let mut interval = interval(INTERVAL);
        interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut is_down = false;
        loop {
            interval.tick().await;
            match self.refresh().await {
                Ok(()) if is_down => tracing::info!("the database is available again"),
                Err(error) if !is_down => {
                    tracing::error!(
                        "the allow-list stays as it is, the database is not available: {error}"
                    );
                }
                _ => continue,
            }
            is_down = !is_down;
        }
    }
}
