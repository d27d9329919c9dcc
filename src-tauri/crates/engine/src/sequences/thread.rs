//! E-mails of one enrollment that go on in one thread.

use sdr_domain::channel::Channel;
use sdr_domain::delivery::{Delivery, DeliveryState};
use sdr_domain::id::{EnrollmentId, LeadId};

use crate::engine::Engine;
use crate::error::EngineError;

impl Engine {
    /// The e-mails an enrollment sent, oldest first.
    async fn mails_of(&self, lead: LeadId, enrollment: EnrollmentId) -> Result<Vec<Delivery>, EngineError> {
        let mut mails = self.cx.store.deliveries_of_lead(lead).await?;
        mails.retain(|mail| {
            mail.enrollment_id == Some(enrollment)
                && mail.channel == Channel::Email
                && mail.state == DeliveryState::Sent
        });
        mails.sort_by_key(|mail| (mail.sent_at, mail.id));
        Ok(mails)
    }

    /// Message-IDs of the thread a delivery goes on in, oldest first.
    pub(crate) async fn thread_before(&self, delivery: &Delivery) -> Result<Vec<String>, EngineError> {
        let Some(enrollment) = delivery.enrollment_id.filter(|_| delivery.channel == Channel::Email) else {
            return Ok(Vec::new());
        };
        let step = self.step_of_delivery(delivery.id).await?;
        if !step.is_some_and(|step| step.same_thread) {
            return Ok(Vec::new());
        }
        let mails = self.mails_of(delivery.lead_id, enrollment).await?;
        // What was only recorded is in nobody's mailbox.
        let mails = mails.into_iter().filter(|mail| !mail.dry_run && mail.id != delivery.id);
        Ok(mails.filter_map(|mail| mail.message_id).collect())
    }

    /// The subject of an e-mail that goes on in the enrollment's thread; none before there is one.
    pub(super) async fn subject_in_thread(
        &self,
        lead: LeadId,
        enrollment: EnrollmentId,
    ) -> Result<Option<String>, EngineError> {
        let mails = self.mails_of(lead, enrollment).await?;
        Ok(mails.into_iter().find_map(|mail| mail.subject).map(|subject| reply_to(&subject)))
    }
}

fn reply_to(subject: &str) -> String {
    let bare = subject.trim();
    let answered = bare.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("re:"));
    if answered { bare.to_owned() } else { format!("Re: {bare}") }
}

#[cfg(test)]
mod tests {
    use super::reply_to;

    #[test]
    fn a_subject_is_marked_as_an_answer_once() {
        assert_eq!(reply_to("Weekly reports"), "Re: Weekly reports");
        assert_eq!(reply_to("RE: Weekly reports"), "RE: Weekly reports");
        assert_eq!(reply_to("é"), "Re: é");
    }
}
