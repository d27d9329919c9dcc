//! Lists: a page of rows with the cursor to the next.

use sdr_engine::view;
use serde::Deserialize;

use crate::dto::wire::Wire;
use crate::problem::Problem;

/// Rows of a list, in order.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub(crate) struct Page<T> {
    /// At most `limit` rows.
    pub(crate) items: Vec<T>,
    /// Pass it as `cursor` to read on; null at the end.
    pub(crate) next: Option<String>,
    /// Rows in all under this filter.
    pub(crate) total: u64,
}

/// Which part of a list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Paging {
    /// The `next` of the page before.
    pub(crate) cursor: Option<String>,
    /// Rows a page, 1 to 200; 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    pub(crate) limit: Option<u16>,
}

impl<A: Wire<B>, B> Wire<Page<B>> for view::Page<A> {
    fn wire(self) -> Page<B> {
        Page { items: self.items.wire(), next: self.next, total: self.total }
    }
}

/// Rows a page where nothing is said.
const DEFAULT_LIMIT: u16 = 50;
/// Most rows a page may have.
const MOST: u16 = 200;

impl Paging {
    /// The wanted number of rows, or the sentence that says what is allowed.
    pub(crate) fn limit(&self) -> Result<u32, Problem> {
        match self.limit {
            None => Ok(DEFAULT_LIMIT.into()),
            Some(limit @ 1..=MOST) => Ok(limit.into()),
            Some(_) => Err(Problem::invalid_field("limit", "A page has 1 to 200 rows.")),
        }
    }
}
