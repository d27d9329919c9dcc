//! Which room may depend on which, and who owns each heavy library.
//!
//! **Invariant:** dependencies point down only. The tables below are the whole truth; a new edge is a
//! decision and gets a record in `docs/decisions/`.

use std::path::Path;

use anyhow::{Context as _, Result};
use cargo_metadata::{DependencyKind, MetadataCommand};

use crate::complaint::Complaint;

/// Every room with the rooms below it that it may name, from the ground up.
const ROOMS: &[(&str, &[&str])] = &[
    ("sdr-domain", &[]),
    ("sdr-ports", &["sdr-domain"]),
    ("sdr-migrations", &[]),
    ("sdr-storage", &["sdr-domain", "sdr-migrations"]),
    ("sdr-engine", &["sdr-domain", "sdr-ports", "sdr-storage"]),
    ("sdr-http", &["sdr-domain", "sdr-ports"]),
    ("sdr-connectors", &["sdr-domain", "sdr-http", "sdr-ports"]),
    ("sdr-llm", &["sdr-domain", "sdr-http", "sdr-ports"]),
    ("sdr-relayer", &["sdr-domain", "sdr-ports"]),
    // The ports only for `Secret`: a password is wrapped the moment it comes through the door.
    ("sdr-api", &["sdr-domain", "sdr-engine", "sdr-ports"]),
    (
        "sdr-app",
        &[
            "sdr-api",
            "sdr-connectors",
            "sdr-domain",
            "sdr-engine",
            "sdr-http",
            "sdr-llm",
            "sdr-ports",
            "sdr-relayer",
            "sdr-storage",
        ],
    ),
    // The domain only for judging posts outside any project.
    ("sdr-cli", &["sdr-api", "sdr-app", "sdr-domain"]),
    // Stand-ins know the real services' wire formats and nothing of ours.
    ("sdr-fake-servers", &[]),
    ("sdr-desktop", &["sdr-api", "sdr-app"]),
    (
        "sdr-tests",
        &[
            "sdr-api",
            "sdr-app",
            "sdr-connectors",
            "sdr-domain",
            "sdr-engine",
            "sdr-fake-servers",
            "sdr-http",
            "sdr-llm",
            "sdr-ports",
            "sdr-relayer",
            "sdr-storage",
        ],
    ),
    ("xtask", &[]),
];

/// What the tests of any room may name on top: the strict fakes live in `sdr-ports`, those of whole services
/// in `sdr-fake-servers`.
const FOR_TESTS: &[&str] = &["sdr-ports", "sdr-fake-servers"];

/// Tests that stand the whole core up behind one room name its parts.
const WHOLE_CORE_TESTS: &[(&str, &[&str])] = &[("sdr-api", &["sdr-connectors", "sdr-storage"])];

/// Heavy libraries and the only rooms that may name them. A trailing `*` stands for the rest of the name.
const OWNERS: &[(&str, &[&str])] = &[
    ("tauri*", &["sdr-desktop"]),
    ("notify-rust", &["sdr-desktop"]),
    ("sea-orm", &["sdr-storage"]),
    ("sea-orm-migration", &["sdr-migrations"]),
    ("sqlx*", &["sdr-storage"]),
    ("axum*", &["sdr-api", "sdr-fake-servers"]),
    ("utoipa*", &["sdr-api"]),
    ("tower-http", &["sdr-api"]),
    ("lettre", &["sdr-connectors"]),
    ("hickory-resolver", &["sdr-connectors"]),
    ("hickory-proto", &["sdr-fake-servers"]),
    ("dom_query", &["sdr-connectors"]),
    ("reqwest", &["sdr-http", "sdr-tests"]),
    ("osakit", &["sdr-relayer"]),
    ("enigo", &["sdr-relayer"]),
    ("x11rb", &["sdr-relayer", "sdr-tests"]),
    ("arboard", &["sdr-relayer", "sdr-desktop"]),
    ("keyring", &["sdr-app"]),
    ("thirtyfour", &["sdr-tests"]),
];

/// One member of the workspace, as far as this duty cares.
struct Room {
    name: String,
    /// Relative path of its `Cargo.toml`.
    manifest: String,
    text: String,
    needs: Vec<Need>,
}

struct Need {
    name: String,
    only_for_tests: bool,
}

/// Reads the workspace and compares it with the tables.
pub(crate) fn check(root: &Path) -> Result<Vec<Complaint>> {
    Ok(read(root)?.iter().flat_map(complaints).collect())
}

fn read(root: &Path) -> Result<Vec<Room>> {
    let metadata = MetadataCommand::new()
        .manifest_path(root.join("Cargo.toml"))
        .no_deps()
        .exec()
        .context("cargo metadata failed")?;
    metadata
        .workspace_packages()
        .into_iter()
        .map(|package| {
            let path = package.manifest_path.as_std_path();
            let needs = package.dependencies.iter().map(|dependency| Need {
                name: dependency.name.clone(),
                only_for_tests: dependency.kind == DependencyKind::Development,
            });
            Ok(Room {
                name: package.name.clone(),
                manifest: path.strip_prefix(root).unwrap_or(path).display().to_string(),
                text: std::fs::read_to_string(path)
                    .with_context(|| format!("cannot read {}", path.display()))?,
                needs: needs.collect(),
            })
        })
        .collect()
}

fn complaints(room: &Room) -> Vec<Complaint> {
    let Some((_, below)) = ROOMS.iter().find(|(name, _)| *name == room.name) else {
        let sentence = format!(
            "{} is not in the table of rooms; give it a place in scripts/xtask/src/edges.rs",
            room.name
        );
        return vec![Complaint::file(&room.manifest, sentence)];
    };
    room.needs.iter().filter_map(|need| offence(room, below, need)).collect()
}

fn offence(room: &Room, below: &[&str], need: &Need) -> Option<Complaint> {
    let name = need.name.as_str();
    let is_room = ROOMS.iter().any(|(room, _)| *room == name);
    if is_room {
        let fine = below.contains(&name) || (need.only_for_tests && for_tests(&room.name, name));
        return (!fine).then(|| at(room, name, &format!("{} may not depend on {name}", room.name)));
    }
    let (_, owners) = OWNERS.iter().find(|(pattern, _)| matches(pattern, name))?;
    (!owners.contains(&room.name.as_str()))
        .then(|| at(room, name, &format!("{name} belongs to {} alone", owners.join(" and "))))
}

fn for_tests(room: &str, name: &str) -> bool {
    let whole = WHOLE_CORE_TESTS.iter().find(|(of, _)| *of == room);
    FOR_TESTS.contains(&name) || whole.is_some_and(|(_, parts)| parts.contains(&name))
}

fn matches(pattern: &str, name: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == name, |start| name.starts_with(start))
}

/// The complaint on the line of the manifest that names the dependency.
fn at(room: &Room, name: &str, sentence: &str) -> Complaint {
    let names_it = |line: &str| {
        line.trim_start().strip_prefix(name).is_some_and(|rest| rest.starts_with(['.', ' ', '=']))
    };
    match room.text.lines().position(names_it) {
        Some(index) => {
            let quoted = room.text.lines().nth(index).unwrap_or_default().trim();
            Complaint::line(&room.manifest, index + 1, format!("{sentence}: `{quoted}`"))
        }
        None => Complaint::file(&room.manifest, sentence),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(name: &str, text: &str, needs: &[(&str, bool)]) -> Room {
        let needs = needs
            .iter()
            .map(|(name, only_for_tests)| Need { name: (*name).into(), only_for_tests: *only_for_tests });
        Room { name: name.into(), manifest: "x/Cargo.toml".into(), text: text.into(), needs: needs.collect() }
    }

    #[test]
    fn an_edge_that_points_up_is_named_with_its_line() {
        let text = "[dependencies]\nsdr-domain.workspace = true\nsdr-engine.workspace = true\n";
        let found = complaints(&room("sdr-storage", text, &[("sdr-domain", false), ("sdr-engine", false)]));
        assert_eq!(
            found.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["x/Cargo.toml:3: sdr-storage may not depend on sdr-engine: `sdr-engine.workspace = true`"]
        );
    }

    #[test]
    fn tests_may_use_the_fakes_but_not_other_rooms() {
        assert!(complaints(&room("sdr-storage", "", &[("sdr-ports", true)])).is_empty());
        assert_eq!(complaints(&room("sdr-storage", "", &[("sdr-ports", false)])).len(), 1);
        assert_eq!(complaints(&room("sdr-connectors", "", &[("sdr-relayer", true)])).len(), 1);
    }

    #[test]
    fn a_heavy_library_outside_its_room_is_refused() {
        for (library, owner) in [
            ("tauri-plugin-autostart", "sdr-desktop"),
            ("sea-orm", "sdr-storage"),
            ("lettre", "sdr-connectors"),
        ] {
            assert!(complaints(&room(owner, "", &[(library, false)])).is_empty(), "{library} in {owner}");
            assert_eq!(
                complaints(&room("sdr-engine", "", &[(library, false)])).len(),
                1,
                "{library} in sdr-engine"
            );
        }
    }

    #[test]
    fn light_libraries_are_free() {
        assert!(complaints(&room("sdr-domain", "", &[("serde", false), ("url", false)])).is_empty());
    }

    #[test]
    fn a_room_without_a_place_in_the_table_is_refused() {
        assert_eq!(complaints(&room("sdr-attic", "", &[])).len(), 1);
    }

    #[test]
    fn the_table_itself_points_down_only() {
        for (index, (name, below)) in ROOMS.iter().enumerate() {
            for need in *below {
                let place = ROOMS.iter().position(|(room, _)| room == need);
                assert!(place.is_some_and(|place| place < index), "{name} -> {need}");
            }
        }
    }
}
