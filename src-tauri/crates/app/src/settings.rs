//! Settings from the environment: where the database is, how Telegram is started.
//!
//! Everything a person decides is asked in the app; these are for teams, tests and odd machines.
//!
//! **Invariant:** the environment is read here and nowhere else.

use std::env::var_os;
use std::ffi::OsString;
use std::path::PathBuf;

use crate::lookups::StandIns;
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
    /// `SDR_BROWSER_COMMAND`: program and arguments that open a web page, in place of the system's choice.
    pub browser_command: Option<Vec<String>>,
    /// `SDR_X_BASE`: one address in place of all of X's, for a stand-in.
    pub x_base: Option<url::Url>,
    /// `SDR_APOLLO_BASE`, `SDR_TELEGRAM_WEB_BASE`, `SDR_DNS`: addresses in place of the real ones.
    pub stand_ins: StandIns,
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
        let words = |name| text(name)?.map(|line| command(name, &line)).transpose();
        let telegram_command = words("SDR_TELEGRAM_COMMAND")?;
        let browser_command = words("SDR_BROWSER_COMMAND")?;
        let telegram_data_dir = set("SDR_TELEGRAM_DATA_DIR").map(PathBuf::from);
        let x_base = text("SDR_X_BASE")?.map(|text| address("SDR_X_BASE", &text)).transpose()?;
        let base = |name| text(name)?.map(|text| address(name, &text)).transpose();
        let stand_ins = StandIns {
            apollo: base("SDR_APOLLO_BASE")?,
            telegram_web: base("SDR_TELEGRAM_WEB_BASE")?,
            name_server: text("SDR_DNS")?.map(|text| socket("SDR_DNS", &text)).transpose()?,
        };
        Ok(Self { paths, database, telegram_command, telegram_data_dir, browser_command, x_base, stand_ins })
    }
}

fn address(name: &'static str, text: &str) -> Result<url::Url, StartError> {
    let found = text.parse::<url::Url>().ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    found.ok_or_else(|| StartError::Setting {
        name,
        reason: "it is no web address such as http://127.0.0.1:9000".into(),
    })
}

fn socket(name: &'static str, text: &str) -> Result<std::net::SocketAddr, StartError> {
    let reason = "it is no address with a port such as 127.0.0.1:5353".to_owned();
    text.parse().map_err(|_| StartError::Setting { name, reason })
}

fn command(name: &'static str, line: &str) -> Result<Vec<String>, StartError> {
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
    fn a_stand_in_for_x_is_a_web_address() {
        let base = |text| read(&[("SDR_DATA_DIR", "/x"), ("SDR_X_BASE", text)]).map(|read| read.x_base);
        assert_eq!(base("http://127.0.0.1:9000").unwrap().unwrap().as_str(), "http://127.0.0.1:9000/");
        for text in ["127.0.0.1:9000", "file:///x", "x"] {
            assert!(base(text).unwrap_err().to_string().starts_with("SDR_X_BASE"), "{text}");
        }
    }

    #[test]
    fn stand_ins_for_lookups_are_addresses() {
        let set =
            [("SDR_DATA_DIR", "/x"), ("SDR_DNS", "127.0.0.1:5353"), ("SDR_APOLLO_BASE", "http://[::1]:9/")];
        let found = read(&set).unwrap().stand_ins;
        assert_eq!(found.name_server, Some("127.0.0.1:5353".parse().unwrap()));
        assert!(found.apollo.is_some() && found.telegram_web.is_none());
        for (name, text) in [("SDR_DNS", "127.0.0.1"), ("SDR_TELEGRAM_WEB_BASE", "t.me")] {
            let error = read(&[("SDR_DATA_DIR", "/x"), (name, text)]).unwrap_err();
            assert!(error.to_string().starts_with(name), "{error}");
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
