//! The `OpenAPI` document: collected from the handlers, then made exact.

use utoipa::OpenApi;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::schema::{ArrayBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{OpenApi as Document, Ref, RefOr};

use crate::problem::Body;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "SDR Console",
        description = "The one door to SDR Console: the app's own window uses it too."
    ),
    components(schemas(Body))
)]
struct Base;

/// What the routes are added to.
pub(crate) fn base(version: &str) -> Document {
    let mut document = Base::openapi();
    version.clone_into(&mut document.info.version);
    document
}

/// Bodies a caller may send with fields left out. Every other object always has all its fields.
const MAY_LEAVE_OUT: [&str; 10] = [
    "ApproveRequest",
    "DraftEdit",
    "EnrollWho",
    "NewLead",
    "PreviewOrder",
    "Problem",
    "Scope",
    "SelfTestRequest",
    "SequenceChange",
    "TestRequest",
];

/// Makes the document say what is really sent: every field is always there (null where there is nothing),
/// pages refer to their rows by name, and operations have names of their own.
pub(crate) fn exact(mut document: Document) -> Document {
    let schemas = document.components.iter_mut().flat_map(|components| &mut components.schemas);
    for (name, schema) in schemas {
        let RefOr::T(Schema::Object(object)) = schema else { continue };
        if object.schema_type == SchemaType::new(Type::Object) && !MAY_LEAVE_OUT.contains(&name.as_str()) {
            object.required = object.properties.keys().cloned().collect();
        }
        if let Some(row) = name.strip_prefix("Page_") {
            let rows = ArrayBuilder::new().items(Ref::from_schema_name(row)).build();
            object.properties.insert("items".to_owned(), RefOr::T(Schema::Array(rows)));
        }
    }
    for operation in document.paths.paths.values_mut().flat_map(operations) {
        let noun = operation.tags.iter().flatten().next().cloned().unwrap_or_default();
        let verb = operation.operation_id.take().unwrap_or_default();
        operation.operation_id = Some(format!("{noun}_{verb}"));
    }
    document
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    [get, put, post, delete, patch].into_iter().flatten()
}
