//! Imports: an uploaded file is looked at, mapped, and read chunk by chunk into leads.
//!
//! **Invariant:** every row ends as a lead, as known already, or as a rejection with line and reason; a
//! chunk that cannot be stored changes nothing of what was stored before.

mod upload;

use std::collections::HashSet;

use sdr_domain::activity::Actor;
use sdr_domain::id::LeadId;
use sdr_domain::import::LeadField;
use sdr_domain::lead::NewLead;
use sdr_domain::project::Project;
use sdr_domain::source::{Source, SourceSettings};
use sdr_domain::suppression::keys_for;
use sdr_ports::lead_file::{FileChunk, FilePreview, LeadFileError, RowRejection as Rejected};
use sdr_storage::{LeadWithPosts, SourceOutcome};
use uuid::Uuid;

pub(crate) use upload::Uploads;

use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{ImportColumn, ImportPreview, ImportReport, RowRejection, RunOrder, RunTrigger};

/// Rows a transaction; a commit costs one sync to disk.
const CHUNK: usize = 5_000;
/// Rejected rows shown in an answer; the error file has more.
const SHOWN: usize = 20;
/// Rejected rows kept for the error file.
const KEPT: usize = 100_000;

/// Counts of an import that is under way.
#[derive(Default)]
pub(crate) struct Tally {
    created: u64,
    merged: u64,
    duplicates: u64,
    rejected_count: u64,
    rejected: Vec<Rejected>,
}

impl Tally {
    fn reject(&mut self, row: Rejected) {
        self.rejected_count += 1;
        if self.rejected.len() < KEPT {
            self.rejected.push(row);
        }
    }
}

impl Engine {
    /// Keeps an uploaded file for this session and shows what it would bring.
    pub async fn open_import(&self, file_name: &str, bytes: Vec<u8>) -> Result<ImportPreview, EngineError> {
        let id = self.cx.ids.uuid();
        let path = self.cx.uploads.join(format!("{id}.csv"));
        let store = async {
            tokio::fs::create_dir_all(&self.cx.uploads).await?;
            tokio::fs::write(&path, bytes).await
        };
        store.await.map_err(|error: std::io::Error| EngineError::Unavailable {
            sentence: format!(
                "The file could not be kept for reading: {error}. Free some disk space and try again."
            ),
        })?;
        self.cx.uploaded.add(id, file_name, path);
        let preview = self.read_upload(id, None).await;
        if preview.is_err() {
            self.cx.uploaded.remove(id).await;
        }
        preview
    }

    /// Shows what the file would bring under another mapping.
    pub async fn preview_import(
        &self,
        id: Uuid,
        fields: Vec<LeadField>,
    ) -> Result<ImportPreview, EngineError> {
        self.read_upload(id, Some(fields)).await
    }

    async fn read_upload(
        &self,
        id: Uuid,
        fields: Option<Vec<LeadField>>,
    ) -> Result<ImportPreview, EngineError> {
        let (file_name, path) = self.cx.uploaded.find(id)?;
        let files = std::sync::Arc::clone(&self.cx.lead_files);
        let look = tokio::task::spawn_blocking(move || files.preview(&path, fields.as_deref()));
        let preview = look.await.map_err(|_| reading_stopped())?.map_err(file_error)?;
        Ok(preview_view(id, file_name, preview))
    }

    /// Reads the file into leads and starts a run over the new ones.
    pub async fn commit_import(&self, id: Uuid, fields: Vec<LeadField>) -> Result<ImportReport, EngineError> {
        let project = self.need_project().await?;
        let (file_name, path) = self.cx.uploaded.find(id)?;
        let source = self.new_source(&file_name, SourceSettings::Csv, project.id);
        self.store_new_source(&source, Actor::Human).await?;
        // The reader may be two chunks ahead of the store, not more: memory stays bounded.
        let (sender, mut chunks) = tokio::sync::mpsc::channel::<FileChunk>(2);
        let files = std::sync::Arc::clone(&self.cx.lead_files);
        let reader = tokio::task::spawn_blocking(move || {
            files.read(&path, &fields, CHUNK, &mut |chunk| sender.blocking_send(chunk).is_ok())
        });
        let mut tally = Tally::default();
        while let Some(chunk) = chunks.recv().await {
            chunk.rejected.into_iter().for_each(|row| tally.reject(row));
            self.import_chunk(&project, &source, chunk.leads, &mut tally).await?;
        }
        reader.await.map_err(|_| reading_stopped())?.map_err(file_error)?;
        self.cx.uploaded.keep_rejected(id, std::mem::take(&mut tally.rejected));
        let mut report = self.close_import(&source, tally).await?;
        report.rejected = self.cx.uploaded.first_rejected(id, SHOWN);
        Ok(report)
    }

    /// The rejected rows of a committed import as a CSV file: original cells, line, reason.
    pub async fn import_errors_csv(&self, id: Uuid) -> Result<Vec<u8>, EngineError> {
        let (_, path) = self.cx.uploaded.find(id)?;
        let rejected = self.cx.uploaded.rejected(id);
        let files = std::sync::Arc::clone(&self.cx.lead_files);
        let write = tokio::task::spawn_blocking(move || {
            let headers = files.preview(&path, None)?.columns.into_iter().map(|column| column.header);
            let headers: Vec<String> = headers.collect();
            Ok(files.write_errors(&headers, &rejected))
        });
        write.await.map_err(|_| reading_stopped())?.map_err(file_error)
    }

    /// Stores one chunk: people on the suppression list are turned away, known ones merged.
    pub(crate) async fn import_chunk(
        &self,
        project: &Project,
        source: &Source,
        chunk: Vec<(u64, NewLead)>,
        tally: &mut Tally,
    ) -> Result<(), EngineError> {
        let keys: Vec<_> = chunk.iter().flat_map(|(_, lead)| keys_for(None, &lead.handles)).collect();
        let barred = self.cx.store.suppressed(&keys).await?;
        let mut leads = Vec::with_capacity(chunk.len());
        for (line, lead) in chunk {
            if !barred.is_empty() && keys_for(None, &lead.handles).iter().any(|key| barred.contains(key)) {
                let reason = "This person is on your suppression list.".to_owned();
                tally.reject(Rejected { line, reason, cells: Vec::new() });
            } else {
                leads.push((self.cx.id::<LeadId>(), lead));
            }
        }
        if leads.is_empty() {
            return Ok(());
        }
        let tx = self.cx.store.begin().await?;
        let outcome = tx.import_leads(project.id, source.id, leads, self.cx.now()).await?;
        tx.commit().await?;
        tally.created += outcome.created.len() as u64;
        tally.merged += outcome.merged as u64;
        tally.duplicates += outcome.duplicates as u64;
        self.cx.bus.announce_all(Topic::Leads);
        Ok(())
    }

    /// Writes the audit row, starts a run when there is something new, and says what happened.
    pub(crate) async fn close_import(
        &self,
        source: &Source,
        tally: Tally,
    ) -> Result<ImportReport, EngineError> {
        let sentence = sentence(&tally);
        let tx = self.cx.store.begin().await?;
        let about = (Some(source.project_id), None);
        let row = self.cx.activity(about, Actor::Human, "leads.imported", source.id, sentence.clone());
        tx.insert_activity(vec![row]).await?;
        let outcome = SourceOutcome { at: self.cx.now(), sentence: sentence.clone(), trouble: None };
        tx.note_source(source.id, &outcome).await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Sources, source.id);
        let run_id = if tally.created > 0 {
            Some(self.run_pipeline(RunOrder::over_waiting(RunTrigger::Button)).await?.id)
        } else {
            None
        };
        Ok(ImportReport {
            source_id: source.id,
            created: tally.created,
            merged: tally.merged,
            duplicates: tally.duplicates,
            rejected_count: tally.rejected_count,
            rejected: tally.rejected.iter().take(SHOWN).map(rejection_view).collect(),
            run_id,
            sentence,
        })
    }

    /// Which of these leads are on the suppression list.
    pub(crate) async fn suppressed_among(
        &self,
        leads: &[LeadWithPosts],
    ) -> Result<HashSet<LeadId>, EngineError> {
        let of = |lead: &LeadWithPosts| keys_for(Some(lead.lead.id), &lead.lead.handles);
        let keys: Vec<_> = leads.iter().flat_map(of).collect();
        let barred = self.cx.store.suppressed(&keys).await?;
        if barred.is_empty() {
            return Ok(HashSet::new());
        }
        Ok(leads.iter().filter(|l| of(l).iter().any(|key| barred.contains(key))).map(|l| l.lead.id).collect())
    }
}

fn sentence(tally: &Tally) -> String {
    let people = |n: u64, word: &str| (n > 0).then(|| format!("{n} {word}"));
    let parts: Vec<String> = [
        Some(format!("{} new leads", tally.created)),
        people(tally.merged, "known leads gained details"),
        people(tally.duplicates, "rows were known already"),
        people(tally.rejected_count, "rows were rejected"),
    ]
    .into_iter()
    .flatten()
    .collect();
    format!("{}.", parts.join(", "))
}

pub(crate) fn rejection_view(row: &Rejected) -> RowRejection {
    RowRejection { line: row.line, reason: row.reason.clone() }
}

fn preview_view(id: Uuid, file_name: String, preview: FilePreview) -> ImportPreview {
    let columns = preview.columns.into_iter().map(|column| ImportColumn {
        index: column.index,
        header: column.header,
        field: column.field,
        certain: column.certain,
        samples: column.samples,
    });
    ImportPreview {
        id: id.to_string(),
        file_name,
        encoding: preview.encoding,
        delimiter: match preview.delimiter {
            '\t' => "tab".to_owned(),
            other => other.to_string(),
        },
        rows: preview.rows,
        columns: columns.collect(),
        accepted: preview.accepted,
        rejected: preview.rejected.iter().take(SHOWN).map(rejection_view).collect(),
        rejected_count: preview.rejected_count,
        warnings: preview.warnings,
    }
}

fn file_error(error: LeadFileError) -> EngineError {
    EngineError::Precondition { code: error.code, sentence: error.sentence }
}

fn reading_stopped() -> EngineError {
    EngineError::conflict(
        "import_broken",
        "Reading the file stopped unexpectedly; see the log. Nothing stored was lost.",
    )
}
