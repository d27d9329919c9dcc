//! Files that were uploaded in this session and wait for their mapping.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use sdr_ports::lead_file::RowRejection as Rejected;
use uuid::Uuid;

use super::rejection_view;
use crate::error::EngineError;
use crate::view::RowRejection;

/// Older ones are forgotten: a file of 200 MB should not stay for ever.
const KEPT: usize = 8;

struct Upload {
    id: Uuid,
    file_name: String,
    path: PathBuf,
    rejected: Vec<Rejected>,
}

/// What was uploaded, newest last.
#[derive(Default)]
pub(crate) struct Uploads {
    files: Mutex<Vec<Upload>>,
}

impl Uploads {
    fn locked(&self) -> MutexGuard<'_, Vec<Upload>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn add(&self, id: Uuid, file_name: &str, path: PathBuf) {
        let mut files = self.locked();
        files.push(Upload {
            id,
            file_name: file_name.chars().take(120).collect(),
            path,
            rejected: Vec::new(),
        });
        while files.len() > KEPT {
            let old = files.remove(0);
            // It lies in our own folder; if it cannot be removed now, the next start clears the folder.
            let _ = std::fs::remove_file(old.path);
        }
    }

    pub(super) fn find(&self, id: Uuid) -> Result<(String, PathBuf), EngineError> {
        let files = self.locked();
        let found = files.iter().find(|upload| upload.id == id);
        found
            .map(|u| (u.file_name.clone(), u.path.clone()))
            .ok_or(EngineError::NotFound { what: "uploaded file" })
    }

    pub(super) async fn remove(&self, id: Uuid) {
        let path = {
            let mut files = self.locked();
            let place = files.iter().position(|upload| upload.id == id);
            place.map(|place| files.remove(place).path)
        };
        if let Some(path) = path {
            let _ = tokio::fs::remove_file(path).await;
        }
    }

    pub(super) fn keep_rejected(&self, id: Uuid, rejected: Vec<Rejected>) {
        if let Some(upload) = self.locked().iter_mut().find(|upload| upload.id == id) {
            upload.rejected = rejected;
        }
    }

    pub(super) fn rejected(&self, id: Uuid) -> Vec<Rejected> {
        let files = self.locked();
        files.iter().find(|upload| upload.id == id).map(|u| u.rejected.clone()).unwrap_or_default()
    }

    pub(super) fn first_rejected(&self, id: Uuid, most: usize) -> Vec<RowRejection> {
        let files = self.locked();
        let upload = files.iter().find(|upload| upload.id == id);
        upload.map(|u| u.rejected.iter().take(most).map(rejection_view).collect()).unwrap_or_default()
    }
}
