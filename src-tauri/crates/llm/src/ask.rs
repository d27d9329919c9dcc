//! One task from prompt to checked answer, with one repair try.

use sdr_domain::id::LeadId;
use sdr_ports::llm::LlmUsage;
use sdr_ports::{LlmAnswer, LlmError, LlmReply, LlmTask};

use crate::gateway::Gateway;
use crate::prompts;
use crate::question::{End, Spoken};
use crate::reading;

/// Asks, reads, and asks once more when the answer cannot be used. Requests are counted whatever comes of
/// them.
pub(crate) async fn ask(gateway: &Gateway, task: &LlmTask, about: &[LeadId]) -> Result<LlmReply, LlmError> {
    let mut usage = LlmUsage::default();
    let question = prompts::question(task, gateway.model_for(task), about);
    let model = question.model.clone();
    let first = gateway.put(&question, &mut usage).await.map_err(|trouble| trouble.with(usage))?;
    let complaint = match read(task, &first) {
        Ok(answer) => return Ok(LlmReply { answer, model, usage, repaired: false }),
        Err(Unusable::Refused) => return Err(gateway.refused_by_model(&model).with(usage)),
        Err(Unusable::Complaint(complaint)) => complaint,
    };
    let question = question.again(&first, &complaint);
    let second = gateway.put(&question, &mut usage).await.map_err(|trouble| trouble.with(usage))?;
    match read(task, &second) {
        Ok(answer) => Ok(LlmReply { answer, model, usage, repaired: true }),
        Err(Unusable::Refused) => Err(gateway.refused_by_model(&model).with(usage)),
        Err(Unusable::Complaint(complaint)) => Err(gateway.unusable(&model, &complaint).with(usage)),
    }
}

enum Unusable {
    /// The model will not; asking again would be pressing.
    Refused,
    /// What is wrong, without any of the answer's words.
    Complaint(String),
}

fn read(task: &LlmTask, spoken: &Spoken) -> Result<LlmAnswer, Unusable> {
    match spoken.end {
        End::Refused => Err(Unusable::Refused),
        End::Forgot => Err(Unusable::Complaint("the question was not read to its end".to_owned())),
        // An answer may be whole although the limit was hit in the words after it.
        End::Whole | End::Cut => reading::read(task, &spoken.text).map_err(|complaint| {
            let cut = spoken.end == End::Cut;
            Unusable::Complaint(if cut { "it breaks off before its end".to_owned() } else { complaint })
        }),
    }
}
