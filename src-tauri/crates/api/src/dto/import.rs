//! Imports of lead files on the wire.

use serde::Deserialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use uuid::Uuid;

use sdr_domain as domain;
use sdr_engine::view;

words! {
    /// What a column holds.
    LeadField = domain::import::LeadField {
        Name = "name", FirstName = "first_name", LastName = "last_name", Role = "role", Company = "company",
        Industry = "industry", Bio = "bio", Location = "location", Website = "website", Language = "language",
        Followers = "followers", CompanySize = "company_size", X = "x", Telegram = "telegram", Email = "email",
        Linkedin = "linkedin", Post = "post", PostUrl = "post_url", PostedAt = "posted_at", Ignore = "ignore",
    }
}

wire! {
    /// One column of a file.
    out ImportColumn = view::ImportColumn {
        /// Counts from 0.
        index: u64,
        header: String, field: LeadField,
        /// Whether the guess is safe.
        certain: bool,
        samples: Vec<String>,
    }
}

wire! {
    /// A row that makes no lead, and why.
    out RowRejection = view::RowRejection {
        /// Line in the file, counting from 1.
        line: u64,
        reason: String,
    }
}

wire! {
    /// What a file would bring under a mapping; nothing is stored yet.
    out ImportPreview = view::ImportPreview {
        id: String, file_name: String, encoding: String, delimiter: String, rows: u64, columns: Vec<ImportColumn>,
        accepted: u64,
        /// The first twenty.
        rejected: Vec<RowRejection>,
        rejected_count: u64, warnings: Vec<String>,
    }
}

/// One field per column of the file.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct ImportMapping {
    pub(crate) fields: Vec<LeadField>,
}

wire! {
    /// What an import stored.
    out ImportReport = view::ImportReport {
        source_id: Uuid, created: u64, merged: u64, duplicates: u64, rejected_count: u64,
        rejected: Vec<RowRejection>, run_id: Option<Uuid>, sentence: String,
    }
}

/// The file itself, byte for byte.
pub(crate) struct LeadFile;

impl utoipa::PartialSchema for LeadFile {
    fn schema() -> RefOr<Schema> {
        let format = SchemaFormat::KnownFormat(KnownFormat::Binary);
        ObjectBuilder::new().schema_type(Type::String).format(Some(format)).into()
    }
}

impl utoipa::ToSchema for LeadFile {}

/// The uploaded file's name, for the human.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FileName {
    pub(crate) file_name: String,
}
