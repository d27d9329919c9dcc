//! Merges: who gained what from whom, undone when it was a mistake, and two leads made one by hand.

use sdr_domain::activity::Actor;
use sdr_domain::id::{LeadId, MergeId};
use sdr_storage::{MergeRow, UndoRefused};

use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{LeadDetail, MergeView, Undone};

impl Engine {
    /// The merges of a lead, newest first.
    pub async fn merges_of_lead(&self, id: LeadId) -> Result<Vec<MergeView>, EngineError> {
        self.cx.store.lead(id).await?.ok_or(EngineError::NotFound { what: "lead" })?;
        Ok(self.cx.store.merges_of_lead(id).await?.into_iter().map(view).collect())
    }

    /// Takes off what a lead gained and makes the other one a lead again; from then on the two are kept
    /// apart. Refused with the code `undo_refused` where something has changed since.
    pub async fn undo_merge(&self, id: MergeId) -> Result<Undone, EngineError> {
        let tx = self.cx.store.begin().await?;
        let undone = tx.undo_merge(id, self.cx.now()).await?;
        let undone = undone.ok_or(EngineError::NotFound { what: "merge" })?;
        let (kept, restored) =
            undone.map_err(|refused| EngineError::conflict("undo_refused", sentence(refused)))?;
        let row = self.cx.activity((None, Some(kept)), Actor::Human, "lead.merge_undone", id, "Merge undone");
        tx.insert_activity(vec![row]).await?;
        tx.commit().await?;
        self.announce_two(kept, restored);
        Ok(Undone { kept, restored })
    }

    /// Makes two leads one; the one that was there first is kept.
    pub async fn merge_leads(&self, id: LeadId, other: LeadId) -> Result<LeadDetail, EngineError> {
        if id == other {
            return Err(EngineError::invalid("other", "Choose another lead than this one."));
        }
        let tx = self.cx.store.begin().await?;
        let merge = self.cx.id::<MergeId>();
        let kept = tx.join_leads(merge, (id, other), self.cx.now()).await?;
        let kept = kept.ok_or_else(|| {
            EngineError::precondition(
                "suppressed",
                "One of the two is on your suppression list. Take that one off the list first.",
            )
        })?;
        let row =
            self.cx.activity((None, Some(kept)), Actor::Human, "lead.merged", merge, "Two leads made one");
        tx.insert_activity(vec![row]).await?;
        tx.commit().await?;
        self.announce_two(id, other);
        self.lead(kept).await?.ok_or(EngineError::NotFound { what: "lead" })
    }

    fn announce_two(&self, one: LeadId, two: LeadId) {
        self.cx.bus.announce(Topic::Leads, one);
        self.cx.bus.announce(Topic::Leads, two);
        self.cx.bus.announce_all(Topic::Drafts);
        self.cx.bus.announce_all(Topic::Deliveries);
    }
}

fn view(row: MergeRow) -> MergeView {
    MergeView {
        id: row.id,
        at: row.at,
        matched_by: row.matched_by,
        other_name: row.other_name,
        source_name: row.source_name,
        gained: row.gained,
        undone_at: row.undone_at,
        undo_refused: row.refused.map(|refused| sentence(refused).to_owned()),
    }
}

fn sentence(refused: UndoRefused) -> &'static str {
    match refused {
        UndoRefused::Undone => "This merge is undone already.",
        UndoRefused::LaterMerge => "This lead was made one with another lead since. Undo that merge first.",
        UndoRefused::Changed => {
            "What this lead gained has changed since. Add the other person by hand instead."
        }
        UndoRefused::UnderWay => {
            "A message to this person waits or is on its way. Cancel or settle it first."
        }
        UndoRefused::Contacted => {
            "A message went to an address that came with this merge. Nobody can tell any more whose answer it will be."
        }
    }
}
