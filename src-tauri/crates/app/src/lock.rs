//! One process per data folder: two workers on one ledger could press the same key twice.
//!
//! **Invariant:** the lock belongs to the open file, so it ends with the process, however that ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};

use crate::paths::Paths;
use crate::start_error::StartError;

/// Holds the data folder until it is dropped.
#[derive(Debug)]
pub struct DataLock {
    _file: File,
}

impl DataLock {
    /// Takes the folder, or says who has it.
    pub fn take(paths: &Paths) -> Result<Self, StartError> {
        let path = paths.data.join("lock");
        let refused = |reason| StartError::Folder { path: path.clone(), reason };
        let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = open.map_err(refused)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut process = String::new();
                let read = file.read_to_string(&mut process);
                let process = process.trim();
                let known = read.is_ok() && !process.is_empty();
                let process = if known { process } else { "?" }.to_owned();
                return Err(StartError::Running { data: paths.data.clone(), process });
            }
            Err(TryLockError::Error(reason)) => return Err(refused(reason)),
        }
        let wrote = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| write!(file, "{}", std::process::id()));
        wrote.map_err(refused)?;
        Ok(Self { _file: file })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_one_owner_who_is_named_to_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::under(folder.path());
        let first = DataLock::take(&paths).unwrap();
        let refused = DataLock::take(&paths).unwrap_err().to_string();
        assert!(refused.contains(&format!("process {}", std::process::id())), "{refused}");
        drop(first);
        DataLock::take(&paths).unwrap();
    }
}
