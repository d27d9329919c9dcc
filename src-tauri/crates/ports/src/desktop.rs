//! The human's own desktop: their browser and their clipboard, for what they finish by hand.

use async_trait::async_trait;

/// It could not be done; the sentence says why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct DesktopError(pub String);

/// Puts something in front of the human and presses nothing.
#[async_trait]
pub trait Desktop: Send + Sync + 'static {
    /// Hands a web address to the human's own browser; comes back before the page is there. The address is
    /// never logged: it may carry a message.
    async fn open_page(&self, address: &str) -> Result<(), DesktopError>;

    /// Puts text on the clipboard, outside of clipboard histories; it stays as long as the app runs.
    async fn copy(&self, text: &str) -> Result<(), DesktopError>;
}
