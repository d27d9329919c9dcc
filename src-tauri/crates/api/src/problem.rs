//! Problem details (RFC 9457): every refusal has one shape and a stable code.
//!
//! `title` says what happened, `detail` what to do, `code` is what the UI acts on.
//!
//! **Invariant:** text of an internal error never leaves; it goes to the log, once.

use std::collections::BTreeMap;

use axum::extract::rejection::{
    BytesRejection, JsonRejection, PathRejection, QueryRejection, StringRejection,
};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sdr_engine::{EngineError, StoreError};
use serde::Serialize;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};

/// A refusal; boxed, because results carry it everywhere.
pub(crate) struct Problem(Box<Body>);

/// A refusal as it goes over the wire.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Body {
    /// A name for this kind of problem, made from the code.
    #[serde(rename = "type")]
    kind: String,
    /// What happened.
    title: String,
    #[schema(value_type = u16)]
    #[serde(serialize_with = "status_number")]
    status: StatusCode,
    /// What to do.
    detail: String,
    /// Stable word, `snake_case`.
    code: String,
    /// Which fields are wrong, each with a sentence that says what a right value looks like.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    errors: BTreeMap<String, String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn status_number<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

impl Problem {
    /// A problem with everything said.
    pub(crate) fn new(
        status: StatusCode,
        code: &str,
        title: impl Into<String>,
        detail: impl Into<String>,
    ) -> Self {
        Self(Box::new(Body {
            kind: format!("urn:sdr-console:problem:{code}"),
            title: title.into(),
            status,
            detail: detail.into(),
            code: code.to_owned(),
            errors: BTreeMap::new(),
        }))
    }

    /// Splits an engine's sentences: the first says what happened, the rest what to do.
    fn told(status: StatusCode, code: &str, sentences: &str, otherwise: &str) -> Self {
        let (title, detail) = match sentences.split_once(". ") {
            Some((title, detail)) => (format!("{title}."), detail.to_owned()),
            None => (sentences.to_owned(), otherwise.to_owned()),
        };
        Self::new(status, code, title, detail)
    }

    /// The store speaks in clauses, `what; what to do`; people read sentences.
    fn from_store(status: StatusCode, code: &str, text: &str) -> Self {
        let sentence = |clause: &str| {
            let mut letters = clause.trim().chars();
            letters
                .next()
                .map(|first| first.to_uppercase().chain(letters).collect::<String>() + ".")
                .unwrap_or_default()
        };
        let (title, detail) = text.split_once(';').unwrap_or((text, "Nothing was changed"));
        Self::new(status, code, sentence(title), sentence(detail))
    }

    /// One field of the input breaks a rule.
    pub(crate) fn invalid_field(field: &str, sentence: &str) -> Self {
        Self::invalid([(field.to_owned(), sentence.to_owned())])
    }

    fn invalid(fields: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut errors = BTreeMap::<String, String>::new();
        for (field, sentence) in fields {
            errors
                .entry(field)
                .and_modify(|so_far| *so_far = format!("{so_far} {sentence}"))
                .or_insert(sentence);
        }
        let detail = errors.values().map(String::as_str).collect::<Vec<_>>().join(" ");
        let title = "Something in what was entered is not right.";
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_answers", title, detail);
        problem.0.errors = errors;
        problem
    }

    /// No such address.
    pub(crate) fn no_route() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "no_route",
            "There is nothing at this address.",
            "See /api/openapi.json.",
        )
    }

    /// The address exists, the method does not.
    pub(crate) fn wrong_method() -> Self {
        let title = "This address cannot be used that way.";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "wrong_method", title, "See /api/openapi.json.")
    }

    /// No such thing.
    pub(crate) fn not_found(what: &str) -> Self {
        let title = format!("This {what} does not exist.");
        Self::new(StatusCode::NOT_FOUND, "not_found", title, "It may have been deleted. Go back to the list.")
    }

    /// Our own mistake; the log has the rest.
    pub(crate) fn internal() -> Self {
        let title = "Something went wrong inside the app.";
        let detail = "Nothing was changed. Try again; if it happens again, the log file says more.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", title, detail)
    }
}

impl From<EngineError> for Problem {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::NotFound { what } => Self::not_found(what),
            EngineError::Invalid { fields } => Self::invalid(fields),
            EngineError::Precondition { code, sentence } => {
                let otherwise = "Nothing was changed.";
                Self::told(StatusCode::UNPROCESSABLE_ENTITY, code, &sentence, otherwise)
            }
            EngineError::Conflict { code, sentence } => {
                let otherwise = "Look at it again before you repeat it.";
                Self::told(StatusCode::CONFLICT, code, &sentence, otherwise)
            }
            EngineError::Unavailable { sentence } => {
                Self::told(StatusCode::SERVICE_UNAVAILABLE, "unavailable", &sentence, "Try again later.")
            }
            EngineError::Store(error) => error.into(),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        use StatusCode as S;
        let (status, code) = match &error {
            StoreError::Conflict(_) | StoreError::Stale => (S::CONFLICT, "stale"),
            StoreError::InFlight => (S::CONFLICT, "in_flight"),
            StoreError::InvalidTransition(_) => (S::CONFLICT, "not_possible_now"),
            StoreError::NotFound { .. } => (S::NOT_FOUND, "not_found"),
            StoreError::BadCursor => (S::UNPROCESSABLE_ENTITY, "bad_cursor"),
            StoreError::NoFileToBackUp => (S::UNPROCESSABLE_ENTITY, "no_file_to_back_up"),
            StoreError::Busy(_) => (S::SERVICE_UNAVAILABLE, "busy"),
            StoreError::Full(_) => (S::INSUFFICIENT_STORAGE, "disk_full"),
            StoreError::ReadOnly { .. } => (S::SERVICE_UNAVAILABLE, "read_only"),
            StoreError::Corrupt { .. }
            | StoreError::CorruptRow { .. }
            | StoreError::Newer { .. }
            | StoreError::Unavailable { .. }
            | StoreError::BadUrl(_)
            | _ => (S::INTERNAL_SERVER_ERROR, "internal"),
        };
        if status.is_server_error() {
            tracing::error!(error = &error as &dyn std::error::Error, "the database refused");
        }
        if status == S::INTERNAL_SERVER_ERROR {
            return Self::internal();
        }
        Self::from_store(status, code, &error.to_string())
    }
}

impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Self {
        let text = rejection.body_text();
        match rejection {
            JsonRejection::JsonDataError(_) => {
                let title = "The body does not have the expected shape.";
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_body", title, text)
            }
            JsonRejection::JsonSyntaxError(_) => {
                Self::new(StatusCode::BAD_REQUEST, "malformed_json", "The body is not valid JSON.", text)
            }
            JsonRejection::MissingJsonContentType(_) => {
                let title = "The body is not declared as JSON.";
                let detail = "Send it with the header Content-Type: application/json.";
                Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_json", title, detail)
            }
            JsonRejection::BytesRejection(rejection) => Self::unreadable(rejection.status(), text),
            _ => Self::unreadable(StatusCode::BAD_REQUEST, text),
        }
    }
}

impl Problem {
    fn unreadable(status: StatusCode, text: String) -> Self {
        if status == StatusCode::PAYLOAD_TOO_LARGE {
            let detail =
                "Lead files may have 256 MB, every other request 1 MB. Split the file and import the pieces.";
            return Self::new(status, "too_large", "This is too large to take in one piece.", detail);
        }
        Self::new(status, "malformed", "The request cannot be read.", text)
    }
}

macro_rules! unreadable {
    ($($rejection:ty),+ $(,)?) => {$(
        impl From<$rejection> for Problem {
            fn from(rejection: $rejection) -> Self {
                Self::unreadable(rejection.status(), rejection.body_text())
            }
        }
    )+};
}

unreadable!(BytesRejection, QueryRejection, StringRejection);

impl From<PathRejection> for Problem {
    fn from(rejection: PathRejection) -> Self {
        // The parser's own words speak of UUIDs, which nobody types.
        let detail = "The address names nothing that can exist here. Go back to the list and open it again.";
        Self::unreadable(rejection.status(), detail.to_owned())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.0.status, axum::Json(self.0)).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }
}

/// Every operation may answer with a problem.
impl utoipa::IntoResponses for Problem {
    fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
        let schema = Ref::from_schema_name("Problem");
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let refused = ResponseBuilder::new()
            .description("Refused, with the reason and what to do")
            .content("application/problem+json", content)
            .build();
        BTreeMap::from([("default".to_owned(), RefOr::T(refused))])
    }
}
