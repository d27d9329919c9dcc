//! The store's behaviour, the same sentences on a real SQLite file and a real PostgreSQL.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

/// Runs each test on both databases.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test] async fn $name() { super::$name(crate::world::World::sqlite().await).await; })+
        }
        mod postgres {
            $(#[tokio::test] async fn $name() { super::$name(crate::world::World::postgres().await).await; })+
        }
    };
}

mod answers;
mod checks;
mod deliveries;
mod directory;
mod drafts;
mod egress;
mod enrollments;
mod import;
mod leads;
mod limits;
mod merges;
mod opening;
mod pipeline;
mod records;
mod replies;
mod sequences;
mod sources;
mod tables;
mod world;
