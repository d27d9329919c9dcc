//! What was bought from a directory of people: the requests that cost something, and every answer.
//!
//! **Invariant:** a request is written down before it goes, an answer in its own commit the moment it
//! arrives. So nothing that was paid for is lost, and nothing is paid for twice by itself.

use std::collections::HashMap;

use sdr_domain::Timestamp;
use sdr_domain::id::{DirectoryAnswerId, DirectoryRequestId, EnrichmentId, LeadId, ProjectId, SourceId};
use sdr_domain::lead::NewLead;
use sea_orm::{QueryResult, Value};

use crate::error::StoreError;
use crate::sql::{MOST_KEYS, Row, Sql, insert_many, ms, opt_ms};
use crate::store::Store;
use crate::tx::Tx;

/// By what an answer is found again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DirectoryKey {
    /// The directory's own id.
    Id,
    /// E-mail address in its normal form.
    Email,
    /// LinkedIn profile in its normal form.
    Linkedin,
}

impl DirectoryKey {
    fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Email => "email",
            Self::Linkedin => "linkedin",
        }
    }
}

/// A request that costs credits, before it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryRequest {
    /// Names the request.
    pub id: DirectoryRequestId,
    /// The project that pays.
    pub project_id: ProjectId,
    /// The source it belongs to.
    pub source_id: SourceId,
    /// How many people are asked for.
    pub people: u32,
    /// What it may cost.
    pub most_credits: u32,
    /// When.
    pub asked_at: Timestamp,
}

/// How a request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DirectoryEnd {
    /// With an answer that is stored; it cost so many credits.
    Answered(u32),
    /// Refused; it cost nothing.
    Refused,
    /// Nobody knows; it may have been charged.
    Unclear,
}

/// A person that was bought.
#[derive(Clone, PartialEq)]
pub struct DirectoryAnswer {
    /// Names the answer.
    pub id: DirectoryAnswerId,
    /// The project that paid.
    pub project_id: ProjectId,
    /// The source it belongs to.
    pub source_id: SourceId,
    /// Who it is; `None` once nothing of it may be kept.
    pub person: Option<NewLead>,
    /// The lead it was bought for, where it was bought for one.
    pub for_lead: Option<LeadId>,
    /// The lead it became.
    pub lead_id: Option<LeadId>,
    /// When it was turned into a lead, or set aside.
    pub imported_at: Option<Timestamp>,
    /// When it arrived.
    pub at: Timestamp,
}

impl std::fmt::Debug for DirectoryAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DirectoryAnswer").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Tx {
    /// Writes a request down.
    pub async fn insert_directory_request(&self, request: &DirectoryRequest) -> Result<(), StoreError> {
        let sql = "INSERT INTO directory_requests (id, project_id, source_id, people, most_credits, state,
            asked_at) VALUES (?, ?, ?, ?, ?, 'asked', ?)";
        Sql::new(sql)
            .bind(request.id.0)
            .bind(request.project_id.0)
            .bind(request.source_id.0)
            .bind(i64::from(request.people))
            .bind(i64::from(request.most_credits))
            .bind(ms(request.asked_at))
            .run(self.on())
            .await
            .map(drop)
    }

    /// Writes down how a request ended.
    pub async fn end_directory_request(
        &self,
        id: DirectoryRequestId,
        end: DirectoryEnd,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let (state, credits) = match end {
            DirectoryEnd::Answered(credits) => ("answered", Some(i64::from(credits))),
            DirectoryEnd::Refused => ("refused", Some(0)),
            DirectoryEnd::Unclear => ("unclear", None),
        };
        let sql = "UPDATE directory_requests SET state = ?, credits = ?, ended_at = ? WHERE id = ?";
        Sql::new(sql).bind(state).bind(credits).bind(ms(at)).bind(id.0).run(self.on()).await.map(drop)
    }

    /// Ends every request that was asked before `asked_before` and has no end: its process is gone, and
    /// nobody knows whether it was charged. Returns them.
    pub async fn settle_directory_requests(
        &self,
        asked_before: Timestamp,
        at: Timestamp,
    ) -> Result<Vec<DirectoryRequest>, StoreError> {
        let sql = "UPDATE directory_requests SET state = 'unclear', ended_at = ?
            WHERE state = 'asked' AND asked_at < ?
            RETURNING id, project_id, source_id, people, most_credits, asked_at";
        let rows = Sql::new(sql).bind(ms(at)).bind(ms(asked_before)).all(self.on()).await?;
        rows.iter().map(|row| request(Row::new("directory_requests", row))).collect()
    }

    /// Stores answers under the keys by which they will be found again; a newer answer takes a key over.
    pub async fn insert_directory_answers(
        &self,
        answers: Vec<(DirectoryAnswer, Vec<(DirectoryKey, String)>)>,
    ) -> Result<(), StoreError> {
        let mut rows: Vec<[Value; 8]> = Vec::with_capacity(answers.len());
        let mut keys: HashMap<(&'static str, String), [Value; 4]> = HashMap::new();
        for (answer, found_by) in answers {
            for (kind, value) in found_by {
                let (project, id) = (answer.project_id.0, answer.id.0);
                let row = [project.into(), kind.as_str().into(), value.clone().into(), id.into()];
                keys.insert((kind.as_str(), value), row);
            }
            rows.push([
                answer.id.0.into(),
                answer.project_id.0.into(),
                answer.source_id.0.into(),
                answer.person.as_ref().map(json).transpose()?.into(),
                answer.for_lead.map(|id| id.0).into(),
                answer.lead_id.map(|id| id.0).into(),
                opt_ms(answer.imported_at).into(),
                ms(answer.at).into(),
            ]);
        }
        let into =
            "directory_answers (id, project_id, source_id, person, for_lead, lead_id, imported_at, at)";
        insert_many(self.on(), into, rows, "").await?;
        let into = "directory_keys (project_id, kind, value, answer_id)";
        let tail = " ON CONFLICT (project_id, kind, value) DO UPDATE SET answer_id = excluded.answer_id";
        insert_many(self.on(), into, keys.into_values().collect(), tail).await.map(drop)
    }

    /// Notes which lead an answer became.
    pub async fn directory_answer_became(
        &self,
        id: DirectoryAnswerId,
        lead: Option<LeadId>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE directory_answers SET lead_id = ?, imported_at = ? WHERE id = ?";
        Sql::new(sql).bind(lead.map(|id| id.0)).bind(ms(at)).bind(id.0).run(self.on()).await.map(drop)
    }

    /// Sets an answer aside: that it was paid for is kept, who it is is not. Only the directory's own id
    /// finds it from now on.
    pub async fn blank_directory_answer(
        &self,
        id: DirectoryAnswerId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE directory_answers SET person = NULL, imported_at = ? WHERE id = ?";
        Sql::new(sql).bind(ms(at)).bind(id.0).run(self.on()).await?;
        let sql = "DELETE FROM directory_keys WHERE answer_id = ? AND kind <> 'id'";
        Sql::new(sql).bind(id.0).run(self.on()).await.map(drop)
    }

    /// Stores an enrichment as the domain writes it; it is the latest from now on.
    pub async fn insert_enrichment(
        &self,
        lead: LeadId,
        id: EnrichmentId,
        enrichment: &serde_json::Value,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO enrichments (lead_id, id, enrichment, created_at) VALUES (?, ?, ?, ?)";
        let sql = Sql::new(sql).bind(lead.0).bind(id.0).bind(enrichment.to_string()).bind(ms(at));
        sql.run(self.on()).await.map(drop)
    }

    /// The latest enrichment of a lead, seen from inside this transaction.
    pub async fn enrichment(&self, lead: LeadId) -> Result<Option<serde_json::Value>, StoreError> {
        let sql = "SELECT lead_id, enrichment FROM enrichments WHERE lead_id = ? ORDER BY id DESC LIMIT 1";
        let row = Sql::new(sql).bind(lead.0).one(self.on()).await?;
        row.map(|row| Row::new("enrichments", &row).json("enrichment")).transpose()
    }

    /// The lead that has one of this person's handles, else the one of the same name and company.
    pub async fn lead_of(&self, project: ProjectId, person: &NewLead) -> Result<Option<LeadId>, StoreError> {
        for handle in &person.handles {
            let sql = "SELECT lead_id FROM lead_handles WHERE project_id = ? AND kind = ? AND value = ?";
            let sql = Sql::new(sql).bind(project.0).bind(handle.kind().as_str()).bind(handle.value());
            if let Some(row) = sql.one(self.on()).await? {
                return Row::new("lead_handles", &row).id("lead_id").map(Some);
            }
        }
        let Some(key) = person.person_key() else { return Ok(None) };
        let sql = "SELECT id FROM leads WHERE project_id = ? AND person_key = ? ORDER BY seq LIMIT 1";
        let row = Sql::new(sql).bind(project.0).bind(key).one(self.on()).await?;
        row.map(|row| Row::new("leads", &row).id("id")).transpose()
    }
}

impl Store {
    /// Answers by one kind of key; what was never bought is missing.
    pub async fn directory_answers(
        &self,
        project: ProjectId,
        kind: DirectoryKey,
        values: &[String],
    ) -> Result<HashMap<String, DirectoryAnswer>, StoreError> {
        let mut found = HashMap::new();
        for part in values.chunks(MOST_KEYS) {
            let sql = Sql::new(
                "SELECT k.value, a.* FROM directory_keys k JOIN directory_answers a ON a.id = k.answer_id
                 WHERE k.project_id = ? AND k.kind = ? AND k.value IN ",
            );
            let sql = sql.bind(project.0).bind(kind.as_str()).list(part.iter().map(String::as_str));
            for row in sql.all(self.reader()).await? {
                let value = Row::new("directory_keys", &row).get("value")?;
                found.insert(value, answer(&row)?);
            }
        }
        Ok(found)
    }

    /// Answers that were paid for and are no leads yet, oldest first.
    pub async fn directory_answers_to_import(&self, limit: u32) -> Result<Vec<DirectoryAnswer>, StoreError> {
        let sql = "SELECT * FROM directory_answers WHERE imported_at IS NULL ORDER BY at, id LIMIT ?";
        let rows = Sql::new(sql).bind(i64::from(limit)).all(self.reader()).await?;
        rows.iter().map(answer).collect()
    }

    /// Credits that all answered requests cost together, and requests that may have cost something.
    pub async fn directory_spending(&self) -> Result<(u64, u64), StoreError> {
        let spent = "SELECT CAST(COALESCE(SUM(credits), 0) AS BIGINT) FROM directory_requests";
        let unclear = "SELECT COUNT(*) FROM directory_requests WHERE state = 'unclear'";
        Ok((Sql::new(spent).count(self.reader()).await?, Sql::new(unclear).count(self.reader()).await?))
    }
}

fn json(person: &NewLead) -> Result<String, StoreError> {
    serde_json::to_string(person).map_err(|e| StoreError::Unavailable {
        what: "a person cannot be written down".into(),
        source: Some(Box::new(e)),
    })
}

fn request(row: Row<'_>) -> Result<DirectoryRequest, StoreError> {
    Ok(DirectoryRequest {
        id: row.id("id")?,
        project_id: row.id("project_id")?,
        source_id: row.id("source_id")?,
        people: row.int("people")?,
        most_credits: row.int("most_credits")?,
        asked_at: row.time("asked_at")?,
    })
}

fn answer(row: &QueryResult) -> Result<DirectoryAnswer, StoreError> {
    let row = Row::new("directory_answers", row);
    let person: Option<String> = row.get("person")?;
    let person = person.map(|text| row.check("person", serde_json::from_str(&text).ok())).transpose()?;
    let lead = |column| -> Result<Option<LeadId>, StoreError> {
        Ok(row.get::<Option<uuid::Uuid>>(column)?.map(LeadId))
    };
    Ok(DirectoryAnswer {
        id: row.id("id")?,
        project_id: row.id("project_id")?,
        source_id: row.id("source_id")?,
        person,
        for_lead: lead("for_lead")?,
        lead_id: lead("lead_id")?,
        imported_at: row.opt_time("imported_at")?,
        at: row.time("at")?,
    })
}
