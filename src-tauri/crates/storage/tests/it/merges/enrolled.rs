//! Leads that are in sequences: joined, made two again, exported, erased.

use sdr_domain::draft::{Draft, DraftStatus};
use sdr_domain::enrollment::{Awaits, EndReason, Enrollment, EnrollmentState, Outcome};
use sdr_domain::id::DraftId;
use sdr_domain::reply::{Reply, ReplyKind};
use sdr_domain::sequence::Sequence;

use super::*;
use crate::enrollments::{enroll, enrollment, executed, execution, sequence};

on_both!(
    of_two_enrollments_in_one_sequence_the_further_one_stays,
    an_enrollment_that_went_on_since_is_not_undone,
    a_message_a_step_waits_for_survives_a_join,
    a_step_written_for_the_joined_lead_is_written_again_after_an_undo,
    a_person_file_holds_what_sequences_know,
    erasing_a_person_takes_them_out_of_sequences,
);

/// An enrollment whose step number `visit` waits for a yes to a message.
async fn waiting(world: &World, sequence: &Sequence, lead: LeadId, visit: u32) -> (Enrollment, Draft) {
    let mut enrolled = enrollment(sequence, lead, None);
    enrolled.state = EnrollmentState::WaitingApproval;
    enrolled.awaits = Some(Awaits::Approval);
    enrolled.visit = visit + 1;
    let draft = world.draft(lead, id(), Variant::A);
    let mut step = execution(&enrolled, visit, Outcome::ToApprove);
    step.choice_id = Some(draft.choice_id);
    let tx = world.store.begin().await.unwrap();
    tx.insert_drafts(vec![draft.clone()]).await.unwrap();
    tx.insert_enrollments(vec![enrolled.clone()]).await.unwrap();
    tx.insert_executions(vec![step]).await.unwrap();
    tx.commit().await.unwrap();
    (enrolled, draft)
}

async fn two(world: &World) -> (LeadId, LeadId) {
    let older = world.import(vec![person("Ada", None, &[(X, "ada")])]).await.created[0];
    let younger = world.import(vec![person("Ada", None, &[(Email, "ada@example.com")])]).await.created[0];
    (older, younger)
}

async fn status(world: &World, draft: DraftId) -> DraftStatus {
    world.store.draft(draft).await.unwrap().unwrap().status
}

fn reply(world: &World, lead: LeadId) -> Reply {
    Reply {
        id: id(),
        project_id: world.project,
        lead_id: lead,
        channel: Channel::X,
        kind: ReplyKind::Engagement,
        note: None,
        back_at: None,
        at: at(9),
        created_at: at(9),
    }
}

async fn of_two_enrollments_in_one_sequence_the_further_one_stays(world: World) {
    for (of_older, of_younger, older_stays) in [(1, 0, true), (0, 1, false), (2, 2, true)] {
        let (older, younger) = two(&world).await;
        let (one, _) = sequence(&world).await;
        let (kept, kept_draft) = waiting(&world, &one, older, of_older).await;
        let (other, other_draft) = waiting(&world, &one, younger, of_younger).await;
        let tx = world.store.begin().await.unwrap();
        tx.insert_reply(&reply(&world, younger)).await.unwrap();
        tx.commit().await.unwrap();
        meddle(
            &world,
            "INSERT INTO manual_acts (id, channel, action, lead_id, count, at, created_at)
             SELECT id, 'x', 'like', id, 1, 5, 5 FROM leads ORDER BY seq DESC LIMIT 1",
        )
        .await;
        let before = tables(&world).await;
        assert_eq!(join(&world, older, younger).await.unwrap(), Some(older));
        let (stays, stays_draft, ends, ends_draft) = if older_stays {
            (&kept, &kept_draft, &other, &other_draft)
        } else {
            (&other, &other_draft, &kept, &kept_draft)
        };
        let store = &world.store;
        assert_eq!(store.enrollments_of_lead(older).await.unwrap().len(), 2);
        let ended = store.enrollment(ends.id).await.unwrap().unwrap();
        assert_eq!((ended.state, ended.end_reason), (EnrollmentState::Exited, Some(EndReason::Human)));
        assert_eq!(store.executions(ends.id).await.unwrap()[0].outcome, Outcome::Canceled);
        assert_eq!(status(&world, ends_draft.id).await, DraftStatus::Superseded);
        let stayed = store.enrollment(stays.id).await.unwrap().unwrap();
        assert_eq!(stayed, Enrollment { lead_id: older, ..stays.clone() });
        assert_eq!(store.executions(stays.id).await.unwrap()[0].outcome, Outcome::ToApprove);
        assert_eq!(status(&world, stays_draft.id).await, DraftStatus::Pending);
        assert_eq!(store.replies_of_lead(older).await.unwrap().len(), 1);
        let merge = merges(&world, older).await.remove(0);
        assert_eq!(undo(&world, &merge).await, Ok((older, younger)));
        assert_eq!(tables(&world).await, before);
        for lead in [older, younger] {
            let tx = world.store.begin().await.unwrap();
            tx.delete_lead(lead, at(80)).await.unwrap();
            tx.commit().await.unwrap();
        }
    }
}

async fn an_enrollment_that_went_on_since_is_not_undone(world: World) {
    let (older, younger) = two(&world).await;
    let (one, _) = sequence(&world).await;
    let (kept, _) = waiting(&world, &one, older, 0).await;
    let (other, draft) = waiting(&world, &one, younger, 1).await;
    join(&world, older, younger).await.unwrap();
    // The further one ends, and the lead is enrolled anew.
    let tx = world.store.begin().await.unwrap();
    let mut done = tx.enrollment(other.id).await.unwrap().unwrap();
    done.state = EnrollmentState::Completed;
    done.ended_at = Some(at(40));
    tx.update_enrollments(&[done]).await.unwrap();
    tx.set_draft_status(&[draft.id], DraftStatus::Pending, DraftStatus::Rejected, at(40)).await.unwrap();
    tx.commit().await.unwrap();
    let anew = enroll(&world, &one, older, Some(at(90))).await;
    let merge = merges(&world, older).await.remove(0);
    undo(&world, &merge).await.unwrap();
    let of_older = world.store.enrollments_of_lead(older).await.unwrap();
    assert_eq!(of_older.iter().map(|e| e.id).collect::<Vec<_>>(), [anew.id, kept.id]);
    assert_eq!(of_older[1].state, EnrollmentState::Exited);
    assert_eq!(of_older[0], anew);
    let of_younger = world.store.enrollments_of_lead(younger).await.unwrap();
    assert_eq!((of_younger.len(), of_younger[0].state), (1, EnrollmentState::Completed));
}

async fn a_message_a_step_waits_for_survives_a_join(world: World) {
    let (older, younger) = two(&world).await;
    let (one, _) = sequence(&world).await;
    let (another, _) = sequence(&world).await;
    let (_, first) = waiting(&world, &one, older, 0).await;
    let (_, second) = waiting(&world, &another, younger, 0).await;
    let alone = world.draft(younger, id(), Variant::A);
    world.insert_drafts(vec![alone.clone()]).await;
    join(&world, older, younger).await.unwrap();
    assert_eq!(status(&world, first.id).await, DraftStatus::Pending);
    assert_eq!(status(&world, second.id).await, DraftStatus::Pending);
    assert_eq!(status(&world, alone.id).await, DraftStatus::Superseded);
    let live = world.store.live_enrollments(world.project).await.unwrap();
    assert!(live.iter().all(|e| e.lead_id == older && e.state == EnrollmentState::WaitingApproval));
}

async fn a_step_written_for_the_joined_lead_is_written_again_after_an_undo(world: World) {
    let (older, younger) = two(&world).await;
    let (one, _) = sequence(&world).await;
    let enrolled = enroll(&world, &one, younger, None).await;
    join(&world, older, younger).await.unwrap();
    let mut draft = world.draft(older, id(), Variant::A);
    draft.created_at = at(35);
    let mut step = execution(&enrolled, 0, Outcome::ToApprove);
    step.choice_id = Some(draft.choice_id);
    world.insert_drafts(vec![draft.clone()]).await;
    executed(&world, vec![step]).await.unwrap();
    let tx = world.store.begin().await.unwrap();
    let mut now = tx.enrollment(enrolled.id).await.unwrap().unwrap();
    now.state = EnrollmentState::WaitingApproval;
    now.awaits = Some(Awaits::Approval);
    tx.update_enrollments(&[now]).await.unwrap();
    tx.commit().await.unwrap();
    let merge = merges(&world, older).await.remove(0);
    undo(&world, &merge).await.unwrap();
    assert_eq!(status(&world, draft.id).await, DraftStatus::Superseded);
    let to_write = world.store.executions_to_write(9).await.unwrap();
    assert_eq!(to_write.len(), 1);
    let (step, enrollment) = &to_write[0];
    assert_eq!((step.choice_id, enrollment.lead_id), (None, younger));
    assert_eq!((enrollment.state, enrollment.awaits), (EnrollmentState::Active, Some(Awaits::Words)));
}

/// A lead with a row in every table of sequences.
async fn known(world: &World) -> (LeadId, Enrollment) {
    let (lead, _) = two(world).await;
    let (one, _) = sequence(world).await;
    let enrolled = enroll(world, &one, lead, Some(at(60))).await;
    executed(world, vec![execution(&enrolled, 0, Outcome::Done)]).await.unwrap();
    let tx = world.store.begin().await.unwrap();
    tx.insert_reply(&reply(world, lead)).await.unwrap();
    tx.commit().await.unwrap();
    meddle(
        world,
        "INSERT INTO manual_acts (id, channel, action, lead_id, count, at, created_at)
         SELECT id, 'x', 'like', id, 1, 5, 5 FROM leads ORDER BY seq LIMIT 1",
    )
    .await;
    (lead, enrolled)
}

async fn a_person_file_holds_what_sequences_know(world: World) {
    let (lead, enrolled) = known(&world).await;
    let file = world.store.person(lead).await.unwrap().unwrap();
    for table in ["enrollments", "executions", "replies", "manual_acts"] {
        assert_eq!(file[table].as_array().map(Vec::len), Some(1), "{table}");
    }
    assert_eq!(file["executions"][0]["enrollment_id"], enrolled.id.to_string());
    assert_eq!(file["enrollments"][0]["due_at"], at(60).to_string());
}

async fn erasing_a_person_takes_them_out_of_sequences(world: World) {
    let (lead, enrolled) = known(&world).await;
    let tx = world.store.begin().await.unwrap();
    assert!(tx.delete_lead(lead, at(70)).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(world.store.enrollment(enrolled.id).await.unwrap(), None);
    let tables = tables(&world).await;
    assert_eq!((tables["enrollments"].len(), tables["executions"].len(), tables["replies"].len()), (0, 0, 0));
    assert!(tables["manual_acts"][0].contains("lead_id=None"), "what was done counts, whoever it was");
}
