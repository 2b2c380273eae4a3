//! The origins of the partners: from the table into the set that the policies name.

use std::{sync::Arc, time::Duration};

use cors_runtime::{LiveOrigins, RejectedOrigin, WithCredentials};
use tokio::{
    sync::Mutex,
    time::{MissedTickBehavior, interval, timeout},
};

use crate::database::Database;

/// Whose pages may call with cookies. It is empty until the first [`AllowList::refresh`].
pub(crate) static PARTNERS: LiveOrigins<WithCredentials> = LiveOrigins::with_credentials();

/// So often the table is read, for the sake of changes by others.
const EVERY: Duration = Duration::from_millis(500);

/// A database that takes longer to answer is taken for unreachable.
const PATIENCE: Duration = Duration::from_secs(3);

#[derive(Clone, Debug)]
pub(crate) struct AllowList {
    database: Database,
    read: Arc<Mutex<Read>>,
}

/// What was in the table.
#[derive(Debug, Default)]
struct Read {
    origins: Option<Vec<String>>,
    rejected: Vec<RejectedOrigin>,
}

impl AllowList {
    pub(crate) fn of(database: Database) -> Self {
        Self {
            database,
            read: Arc::default(),
        }
    }

    /// Puts what is in the table in force. One refresh waits for another: an older reading never comes last.
    pub(crate) async fn refresh(&self) -> sqlx::Result<()> {
        let mut read = self.read.lock().await;
        let origins = match timeout(PATIENCE, self.database.origins()).await {
            Ok(origins) => origins?,
            Err(_) => return Err(sqlx::Error::PoolTimedOut),
        };
        if read.origins.as_ref() == Some(&origins) {
            return Ok(());
        }
        // A row that somebody wrote by hand must not keep the others out.
        let rejected = PARTNERS.replace_valid(&origins);
        tracing::info!("origins on the allow-list: {}", PARTNERS.origins().len());
        for rejected in &rejected {
            let is_known = |known: &RejectedOrigin| known.entry() == rejected.entry();
            if !read.rejected.iter().any(is_known) {
                tracing::warn!("a row of `partners` is left out: {rejected}");
            }
        }
        *read = Read {
            origins: Some(origins),
            rejected,
        };
        Ok(())
    }

    /// Refreshes for as long as it is polled. While the database does not answer, the set stays as it is.
    pub(crate) async fn watch(&self) {
        let mut interval = interval(EVERY);
        interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut is_lost = false;
        loop {
            interval.tick().await;
            match self.refresh().await {
                Ok(()) if is_lost => tracing::info!("the database answers again"),
                Err(error) if !is_lost => {
                    tracing::error!(
                        "the allow-list stays as it is, the database does not answer: {error}"
                    );
                }
                _ => continue,
            }
            is_lost = !is_lost;
        }
    }
}
