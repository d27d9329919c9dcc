//! Settings from the environment: where the database is, how Telegram is started.
//!
//! Everything a person decides is asked in the app; these are for teams, tests and odd machines.
//!
//! **Invariant:** the environment is read here and nowhere else.

use std::env::var_os;
use std::ffi::OsString;
use std::path::PathBuf;

use crate::paths::Paths;
use crate::start_error::StartError;

/// What was set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The folders.
    pub paths: Paths,
    /// `SDR_DATABASE_URL`: another database than the embedded SQLite file.
    pub database: Database,
    /// `SDR_TELEGRAM_COMMAND`: program and arguments that start Telegram Desktop.
    pub telegram_command: Option<Vec<String>>,
    /// `SDR_TELEGRAM_DATA_DIR`: Telegram's own data folder.
    pub telegram_data_dir: Option<PathBuf>,
}

/// Which database.
#[derive(Clone)]
pub enum Database {
    /// The SQLite file in the data folder.
    Embedded,
    /// The one at this address, with an optional PostgreSQL schema from `SDR_DATABASE_SCHEMA`.
    At {
        /// `sqlite://..` or `postgres://..`.
        url: String,
        /// The workspace's schema.
        schema: Option<String>,
    },
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // An address may carry a password.
        f.write_str(match self {
            Self::Embedded => "Embedded",
            Self::At { .. } => "At(<redacted>)",
        })
    }
}

impl Settings {
    /// Reads the environment of this process.
    pub fn from_env() -> Result<Self, StartError> {
        Self::from_lookup(|name| var_os(name))
    }

    /// Reads settings from any table; an empty value counts as not set.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<OsString>) -> Result<Self, StartError> {
        let set = |name| lookup(name).filter(|value| !value.is_empty());
        let text = |name: &'static str| {
            let unreadable = |_| StartError::Setting { name, reason: "it is not valid UTF-8".into() };
            set(name).map(|value| value.into_string().map_err(unreadable)).transpose()
        };
        let paths = match set("SDR_DATA_DIR") {
            Some(folder) => Paths::under(&PathBuf::from(folder)),
            None => Paths::of_this_user()?,
        };
        let database = match text("SDR_DATABASE_URL")? {
            Some(url) => Database::At { url, schema: text("SDR_DATABASE_SCHEMA")? },
            None => Database::Embedded,
        };
        let telegram_command = text("SDR_TELEGRAM_COMMAND")?.map(|line| command(&line)).transpose()?;
        let telegram_data_dir = set("SDR_TELEGRAM_DATA_DIR").map(PathBuf::from);
        Ok(Self { paths, database, telegram_command, telegram_data_dir })
    }
}

fn command(line: &str) -> Result<Vec<String>, StartError> {
    let name = "SDR_TELEGRAM_COMMAND";
    let wrong = |reason: String| StartError::Setting { name, reason };
    let words =
        shell_words::split(line).map_err(|error| wrong(format!("{error}; write it as in a shell")))?;
    if words.is_empty() { Err(wrong("it names no program".into())) } else { Ok(words) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(set: &[(&str, &str)]) -> Result<Settings, StartError> {
        Settings::from_lookup(|name| {
            set.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).into())
        })
    }

    #[test]
    fn one_folder_holds_everything_when_it_is_named() {
        let settings = read(&[("SDR_DATA_DIR", "/x")]).unwrap();
        assert_eq!(settings.paths, Paths::under("/x".as_ref()));
        assert!(matches!(settings.database, Database::Embedded));
        assert_eq!(settings.telegram_command, None);
    }

    #[test]
    fn a_command_is_split_as_a_shell_would() {
        let set = [("SDR_DATA_DIR", "/x"), ("SDR_TELEGRAM_COMMAND", "python3 '/a b/telegram.py' --fast")];
        let words = read(&set).unwrap().telegram_command.unwrap();
        assert_eq!(words, ["python3", "/a b/telegram.py", "--fast"]);
    }

    #[test]
    fn a_command_that_cannot_be_read_is_refused_by_name() {
        for line in ["'never closed", "   "] {
            let error = read(&[("SDR_DATA_DIR", "/x"), ("SDR_TELEGRAM_COMMAND", line)]).unwrap_err();
            assert!(error.to_string().starts_with("SDR_TELEGRAM_COMMAND"), "{error}");
        }
    }

    #[test]
    fn an_empty_variable_counts_as_not_set() {
        let settings = read(&[("SDR_DATA_DIR", "/x"), ("SDR_DATABASE_URL", "")]).unwrap();
        assert!(matches!(settings.database, Database::Embedded));
    }

    #[test]
    fn a_database_address_never_shows_in_debug_output() {
        let url = "postgres://ada:secret@127.0.0.1/sdr";
        let settings = read(&[("SDR_DATA_DIR", "/x"), ("SDR_DATABASE_URL", url)]).unwrap();
        assert!(!format!("{settings:?}").contains("secret"));
    }
}
