//! One lead through every stage with a model, the rules standing in wherever it does not answer.
//!
//! **Invariant:** words of a post that instruct software reach no model, and no answer reaches a human
//! before the domain has checked it.

use sdr_domain::compose::{Composed, check_written};
use sdr_domain::enrichment::{Enrichment, checked, enrich_offline};
use sdr_domain::id::LeadId;
use sdr_domain::instructions::honest;
use sdr_domain::judgement::{Judged, Judgement, Said};
use sdr_domain::lead::Profile;
use sdr_ports::llm::{EnrichTask, JudgeAnswer, JudgeTask, LlmAnswer, LlmTask, WriteTask, WrittenVariant};
use sdr_storage::LeadWithPosts;

use super::model::{Known, Model, Reply};
use super::rules::{Finding, Making, Passage, Rules, Waiting, Worked, texts};
use super::writing::{BOTH, Writing, first_channel, write_variants};

/// What a model may read of a person.
pub(crate) struct Readable {
    profile: Profile,
    posts: Vec<String>,
}

impl Readable {
    pub(crate) fn of(profile: &Profile, posts: &[&str]) -> Self {
        let clean = |text: &Option<String>| text.as_deref().map(|text| honest(text).into_owned());
        let profile = Profile {
            role: clean(&profile.role),
            company: clean(&profile.company),
            industry: clean(&profile.industry),
            bio: clean(&profile.bio),
            ..profile.clone()
        };
        // An empty post keeps its place: a judge counts them.
        Self { profile, posts: posts.iter().map(|post| honest(post).into_owned()).collect() }
    }
}

/// Words for one message, or why a model did not write them.
pub(crate) type Written = Result<[Composed; 2], Option<String>>;

impl Rules {
    /// Takes one lead through every stage.
    pub(super) async fn through(&self, model: &Model, waiting: &Waiting, making: Making<'_>) -> Worked {
        if waiting.barred {
            return self.one_offline(waiting, None, making);
        }
        let found = &waiting.found;
        let readable = Readable::of(&found.lead.profile, &texts(found));
        let finding = self.find(model, found, &readable, &waiting.known).await;
        let score = self.score(found, &finding.judgement, making.now);
        let (threshold, ids) = (self.project.judging.threshold, making.ids);
        if !self.passes(waiting, finding.judgement.verdict, &score) {
            let passage = Passage { finding, score, enrichment: None, drafts: Ok(Vec::new()) };
            return passage.worked(waiting, threshold, ids);
        }
        let judgement = &finding.judgement;
        let enrichment = self.enrich(model, waiting, &readable, judgement).await;
        let posts = texts(found);
        let drafts = match first_channel(&self.project, found, Some(judgement)) {
            Err(reason) => Err(reason),
            Ok((channel, reply_to)) => {
                let (lead, judgement) = (&found.lead, Some(judgement));
                let from =
                    Writing { rules: self, lead, posts: &posts, judgement, channel, reply_to, round: 0 };
                let about =
                    About { readable: &readable, enrichment: Some(&enrichment), known: &waiting.known };
                let (written, note) = told(self.write(model, &from, about).await);
                write_variants(&from, written, note.as_deref(), making)
            }
        };
        let passage = Passage { finding, score, enrichment: Some(enrichment), drafts };
        passage.worked(waiting, threshold, ids)
    }

    /// The verdict alone, for trying other judging on past leads.
    pub(crate) async fn verdict(&self, model: &Model, found: &LeadWithPosts, known: &Known) -> Judgement {
        let readable = Readable::of(&found.lead.profile, &texts(found));
        self.find(model, found, &readable, known).await.judgement
    }

    async fn find(
        &self,
        model: &Model,
        found: &LeadWithPosts,
        readable: &Readable,
        known: &Known,
    ) -> Finding {
        match self.ask_verdict(model, found.lead.id, readable, known).await {
            Ok((said, model)) => {
                let texts = texts(found);
                let judged = Judged { profile: &found.lead.profile, posts: &texts };
                let judgement = Judgement::from_model(judged, said, || self.judge_offline(found).verdict);
                Finding { judgement, model: Some(model), note: None }
            }
            Err(why) => Finding {
                judgement: self.judge_offline(found),
                model: None,
                note: why.map(|why| format!("Judged offline: {why}")),
            },
        }
    }

    async fn ask_verdict(
        &self,
        model: &Model,
        lead: LeadId,
        readable: &Readable,
        known: &Known,
    ) -> Result<(Said, String), Option<String>> {
        let task = LlmTask::Judge(self.judge_task(readable));
        match model.ask(&task, lead, known).await {
            Reply::Answered(LlmAnswer::Judge(answer), model) => {
                let JudgeAnswer { verdict, confidence, reasoning, claims } = answer;
                Ok((Said { verdict, confidence, reasoning, claims }, model))
            }
            Reply::Answered(LlmAnswer::Enrich(_) | LlmAnswer::Write(_), _) => Err(Some(besides())),
            Reply::Offline(why) => Err(why),
        }
    }

    pub(super) fn judge_task(&self, readable: &Readable) -> JudgeTask {
        JudgeTask {
            company: self.project.company.clone(),
            icp: self.project.icp.clone(),
            guidance: self.project.judging.guidance.clone(),
            profile: readable.profile.clone(),
            posts: readable.posts.clone(),
        }
    }

    async fn enrich(
        &self,
        model: &Model,
        waiting: &Waiting,
        readable: &Readable,
        judgement: &Judgement,
    ) -> Enrichment {
        let LeadWithPosts { lead, .. } = &waiting.found;
        let posts = texts(&waiting.found);
        let offline = enrich_offline(&lead.profile, &posts, judgement);
        let task = LlmTask::Enrich(EnrichTask {
            company: self.project.company.clone(),
            profile: readable.profile.clone(),
            posts: readable.posts.clone(),
        });
        match model.ask(&task, lead.id, &waiting.known).await {
            Reply::Answered(LlmAnswer::Enrich(said), _) => {
                let channel = sdr_domain::channel::Channel::Telegram;
                let (judgement, reply_to) = (Some(judgement), None);
                let posts: Vec<&str> = readable.posts.iter().map(String::as_str).collect();
                let from =
                    Writing { rules: self, lead, posts: &posts, judgement, channel, reply_to, round: 0 };
                checked(said, offline, &from.inputs(BOTH[0]))
            }
            Reply::Answered(LlmAnswer::Judge(_) | LlmAnswer::Write(_), _) | Reply::Offline(_) => offline,
        }
    }

    /// Has a model write both phrasings. What the checks refuse is told to it once; then templates stand in.
    pub(crate) async fn write(&self, model: &Model, from: &Writing<'_>, about: About<'_>) -> Written {
        if from.is_our_own() {
            return Err(None);
        }
        let posts: Vec<&str> = about.readable.posts.iter().map(String::as_str).collect();
        let mut task = self.write_task(from, about);
        let mut complaint = None;
        for _ in 0..2 {
            task.complaint.clone_from(&complaint);
            match model.ask(&LlmTask::Write(task.clone()), from.lead.id, about.known).await {
                Reply::Answered(LlmAnswer::Write(variants), _) => {
                    match check_both(&Writing { posts: &posts, ..from.clone() }, &variants) {
                        Ok(both) => return Ok(both),
                        Err(wrong) => complaint = Some(wrong),
                    }
                }
                Reply::Answered(LlmAnswer::Judge(_) | LlmAnswer::Enrich(_), _) => {
                    return Err(Some(besides()));
                }
                Reply::Offline(why) => return Err(why),
            }
        }
        Err(complaint.map(|wrong| format!("the model's text was refused twice. {wrong}")))
    }

    fn write_task(&self, from: &Writing<'_>, about: About<'_>) -> WriteTask {
        let quotes = from.judgement.into_iter().flat_map(|judgement| &judgement.evidence);
        WriteTask {
            company: self.project.company.clone(),
            voice: self.project.voice.clone(),
            profile: about.readable.profile.clone(),
            posts: about.readable.posts.iter().filter(|post| !post.is_empty()).cloned().collect(),
            quotes: quotes.map(|evidence| evidence.quote.clone()).collect(),
            enrichment: about.enrichment.cloned(),
            channel: from.channel,
            round: from.round,
            complaint: None,
        }
    }
}

/// What a model is told of a person when it writes to them.
#[derive(Clone, Copy)]
pub(crate) struct About<'a> {
    pub(crate) readable: &'a Readable,
    pub(crate) enrichment: Option<&'a Enrichment>,
    pub(crate) known: &'a Known,
}

/// The words of a model, and the note on a draft that was written without them.
pub(crate) fn told(written: Written) -> (Option<[Composed; 2]>, Option<String>) {
    match written {
        Ok(both) => (Some(both), None),
        Err(why) => (None, why.map(|why| format!("Written offline: {why}"))),
    }
}

/// Both phrasings, each through every check, or one sentence on what is wrong.
fn check_both(from: &Writing<'_>, variants: &[WrittenVariant]) -> Result<[Composed; 2], String> {
    let [a, b] = BOTH.map(|variant| {
        let said = variants.iter().find(|said| said.variant == variant);
        let said = said.ok_or_else(|| format!("Variant {} is missing.", variant.as_str()))?;
        check_written(&from.inputs(variant), said.subject.as_deref(), &said.body)
    });
    let (a, b) = (a?, b?);
    if a.body == b.body {
        return Err("Both variants say the same; write two different ones.".to_owned());
    }
    Ok([a, b])
}

fn besides() -> String {
    "the model answered another question than the one it was asked.".to_owned()
}
