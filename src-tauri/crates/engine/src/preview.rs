//! The preview: the next days on a virtual clock, by the rules the worker goes by.
//!
//! Read only: it loads how things stand in a few statements, lets [`sdr_domain::preview`] run, and puts words and
//! names to what comes out.

mod diff;
mod estimate;
mod standing;
mod words;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use sdr_domain::Timestamp;
use sdr_domain::id::SequenceId;
use sdr_domain::preview::{Order, Standing};
use sdr_domain::project::{Outreach, Project};

use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{Preview, PreviewDiff};

/// Local days shown unless asked otherwise.
const DAYS: u32 = 14;
/// Local days shown at most.
const MOST_DAYS: u32 = 60;

/// Which days are wanted, and what is taken for granted.
#[derive(Debug, Clone, Default)]
pub struct PreviewOrder {
    /// Only this sequence is shown; the others still use up the limits.
    pub sequence: Option<SequenceId>,
    /// Local days from today on, 1 to 60; 14 when missing.
    pub days: Option<u32>,
    /// Whether every yes that is asked for comes at once, and every act by hand in working hours.
    pub assume_approval: bool,
    /// Settings to try; the saved ones when missing.
    pub outreach: Option<Outreach>,
}

/// The span of local days of a preview.
#[derive(Clone)]
pub(crate) struct Span {
    pub(crate) zone: TimeZone,
    pub(crate) first: Date,
    pub(crate) days: u32,
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
}

impl Span {
    /// So many local days, the one of `now` included.
    pub(crate) fn of(now: Timestamp, days: u32, zone: TimeZone) -> Self {
        let first = now.to_zoned(zone.clone()).date();
        let after = first.saturating_add(jiff::Span::new().days(i64::from(days)));
        let until = after.to_zoned(zone.clone()).map_or(now, |end| end.timestamp());
        Self { zone, first, days, from: now, until }
    }

    /// Which of the days an instant lies on, from 0.
    pub(crate) fn day(&self, at: Timestamp) -> Option<usize> {
        let date = at.to_zoned(self.zone.clone()).date();
        usize::try_from(self.first.until(date).ok()?.get_days()).ok()
    }
}

impl Engine {
    /// What goes when to whom in the next days, what delays it, and what ends where.
    pub async fn preview(&self, order: &PreviewOrder) -> Result<Preview, EngineError> {
        self.need_previewed(order).await?;
        let project = self.previewed(order.outreach.as_ref()).await?;
        let (standing, span) = self.standing_of(&project, order).await?;
        let course = sdr_domain::preview::preview(standing, asked(order, &span));
        self.told(&project, course, &span).await
    }

    /// The next days as they stand, and with the settings of the order.
    pub async fn preview_diff(&self, order: &PreviewOrder) -> Result<PreviewDiff, EngineError> {
        let saved = PreviewOrder { outreach: None, ..order.clone() };
        self.need_previewed(order).await?;
        let before = self.previewed(None).await?;
        let after = self.previewed(order.outreach.as_ref()).await?;
        let (standing, span) = self.standing_of(&before, &saved).await?;
        let course_before = sdr_domain::preview::preview(standing, asked(order, &span));
        let (standing, span_after) = self.standing_of(&after, order).await?;
        let course_after = sdr_domain::preview::preview(standing, asked(order, &span_after));
        self.compared((&before, course_before, &span), (&after, course_after, &span_after)).await
    }

    /// The sequence that is to be shown must exist.
    async fn need_previewed(&self, order: &PreviewOrder) -> Result<(), EngineError> {
        match order.sequence {
            Some(id) => self.need_sequence(id).await.map(drop),
            None => Ok(()),
        }
    }

    /// The project with the settings that are to be tried.
    async fn previewed(&self, outreach: Option<&Outreach>) -> Result<Project, EngineError> {
        let mut project = self.need_project().await?;
        if let Some(outreach) = outreach {
            project.outreach = outreach.clone();
        }
        Ok(project)
    }

    async fn standing_of(
        &self,
        project: &Project,
        order: &PreviewOrder,
    ) -> Result<(Standing, Span), EngineError> {
        let days = order.days.unwrap_or(DAYS);
        if !(1..=MOST_DAYS).contains(&days) {
            let sentence = format!("Ask for 1 to {MOST_DAYS} days.");
            return Err(EngineError::invalid("days", sentence));
        }
        let standing = self.standing(project, Vec::new()).await?;
        let span = Span::of(standing.now, days, standing.rules.calendar.zone().clone());
        Ok((standing, span))
    }
}

fn asked(order: &PreviewOrder, span: &Span) -> Order {
    // The instant that ends the last day belongs to the next one.
    let until = span.until.saturating_sub(jiff::SignedDuration::from_millis(1)).unwrap_or(span.until);
    Order { until, assume_approval: order.assume_approval, only: order.sequence }
}
