//! Lead files of every kind, and mail servers that answer in every way.

// `cfg(test)` lets the helpers unwrap as the tests do.
#[cfg(test)]
mod apollo;
#[cfg(test)]
mod big_file;
#[cfg(test)]
mod fake_server;
#[cfg(test)]
mod lead_files;
#[cfg(test)]
mod ledger;
#[cfg(test)]
mod mail_domains;
#[cfg(test)]
mod mail_ledger;
#[cfg(test)]
mod mailbox;
#[cfg(test)]
mod real_server;
#[cfg(test)]
mod sending;
#[cfg(test)]
mod telegram_names;
#[cfg(test)]
mod x_api;
#[cfg(test)]
mod x_session;

/// A file of `tests/data` of the whole project.
pub(crate) fn data(name: &str) -> std::path::PathBuf {
    std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../tests/data").join(name)
}
