//! Schema history of SDR Console, append only, for SQLite and PostgreSQL alike.
//!
//! Each file brings one group of nouns. What a column means is said in `sdr-domain`; how rows are read
//! and written is said in `sdr-storage`. Nothing here may import either.
//!
//! **Invariant:** a shipped file is never edited; a change is a new file at the end of the list.

mod dialect;
mod m20261121_000001_people;
mod m20261121_000002_findings;
mod m20261121_000003_messages;
mod m20261121_000004_ledger;
mod m20261121_000005_records;
mod m20261121_000006_egress;
mod m20261121_000007_checks;
mod m20261121_000008_runs;
mod m20261121_000009_sources;
mod m20261121_000010_templates;
mod m20261121_000011_sequences;

pub use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// The ordered list, nothing else.
#[derive(Debug, Clone, Copy)]
pub struct Migrator;

#[sea_orm_migration::async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_people::Migration),
            Box::new(m20261121_000002_findings::Migration),
            Box::new(m20261121_000003_messages::Migration),
            Box::new(m20261121_000004_ledger::Migration),
            Box::new(m20261121_000005_records::Migration),
            Box::new(m20261121_000006_egress::Migration),
            Box::new(m20261121_000007_checks::Migration),
            Box::new(m20261121_000008_runs::Migration),
            Box::new(m20261121_000009_sources::Migration),
            Box::new(m20261121_000010_templates::Migration),
            Box::new(m20261121_000011_sequences::Migration),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_in_order() {
        let names: Vec<String> = Migrator::migrations().iter().map(|m| m.name().to_owned()).collect();
        let mut sorted = names.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(names, sorted);
    }
}
