//! Waiting for a condition, with a deadline and a name.

use std::future::Future;
use std::time::{Duration, Instant};

/// Looks again and again until `look` finds something; fails with `what` when it takes too long.
pub async fn until<T, F, Fut>(what: &str, patience: Duration, mut look: F) -> anyhow::Result<T>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = anyhow::Result<Option<T>>>,
{
    let deadline = Instant::now() + patience;
    loop {
        if let Some(found) = look().await? {
            return Ok(found);
        }
        anyhow::ensure!(Instant::now() < deadline, "waited {patience:?} for {what}");
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}
