//! Leads as CSV, with headers that importers know; every cell is safe to open in a spreadsheet.

use std::collections::HashMap;

use sdr_domain::id::LeadId;
use sdr_domain::import::export_cell;
use sdr_domain::text::{Handle, HandleKind};
use sdr_storage::LeadFilter;

use crate::engine::Engine;
use crate::error::EngineError;

const HEADERS: &str = "Name,Title,Company,Industry,Email,Telegram,X,LinkedIn URL,Status,Verdict,Score,Quote,Source,Created at\r\n";
const PAGE: u32 = 200;

impl Engine {
    /// Every lead of the workspace.
    pub async fn leads_csv(&self) -> Result<Vec<u8>, EngineError> {
        let mut csv = String::from("\u{feff}");
        csv.push_str(HEADERS);
        let mut cursor: Option<String> = None;
        loop {
            let page = self.cx.store.leads_page(&LeadFilter::default(), cursor.as_deref(), PAGE).await?;
            let ids: Vec<LeadId> = page.rows.iter().map(|row| row.id).collect();
            let leads = self.cx.store.leads(&ids).await?;
            let handles: HashMap<LeadId, Vec<Handle>> =
                leads.into_iter().map(|l| (l.id, l.handles)).collect();
            for row in page.rows {
                let handle = |kind| {
                    let of_lead = handles.get(&row.id).map(Vec::as_slice).unwrap_or_default();
                    of_lead
                        .iter()
                        .find(|h| h.kind() == kind)
                        .map(|h| h.value().to_owned())
                        .unwrap_or_default()
                };
                let cells = [
                    row.name,
                    row.role.unwrap_or_default(),
                    row.company.unwrap_or_default(),
                    row.industry.unwrap_or_default(),
                    handle(HandleKind::Email),
                    handle(HandleKind::Telegram),
                    handle(HandleKind::X),
                    handle(HandleKind::Linkedin),
                    row.status.as_str().to_owned(),
                    row.verdict.map(|v| v.as_str().to_owned()).unwrap_or_default(),
                    row.score.map(|s| s.to_string()).unwrap_or_default(),
                    row.quote.unwrap_or_default(),
                    row.source,
                    row.created_at.to_string(),
                ];
                let line: Vec<String> = cells.iter().map(|cell| quoted(&export_cell(cell))).collect();
                csv.push_str(&line.join(","));
                csv.push_str("\r\n");
            }
            cursor = page.next;
            if cursor.is_none() {
                return Ok(csv.into_bytes());
            }
        }
    }
}

/// RFC 4180: every cell in quotes, quotes doubled.
fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}
