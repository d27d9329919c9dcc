//! What a directory says of a person and their company, laid over what was known.

use super::rules;
use super::{EnrichMode, Enrichment};
use crate::lead::Profile;

/// A directory keeps facts, not troubles: size and buyer come from it, pain points and triggers stay as the
/// person's own texts told them.
pub fn bought(profile: &Profile, before: Option<Enrichment>) -> Enrichment {
    let company_size = rules::company_size(profile, &[]);
    let persona = rules::persona(profile);
    let known = [company_size.is_some(), persona.is_some(), profile.industry.is_some()];
    let known = known.into_iter().filter(|known| *known).count();
    let sure = 0.3 * f32::from(u8::try_from(known).unwrap_or(0));
    let (before_size, before_persona, pain_points, triggers, before_sure) = match before {
        Some(known) => {
            (known.company_size, known.persona, known.pain_points, known.triggers, known.confidence)
        }
        None => (None, None, Vec::new(), Vec::new(), 0.0),
    };
    Enrichment {
        company_size: company_size.or(before_size),
        persona: persona.or(before_persona),
        pain_points,
        triggers,
        confidence: sure.max(before_sure),
        mode: EnrichMode::Apollo,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn size_and_buyer_come_from_the_directory_and_troubles_stay() {
        let before = Enrichment {
            company_size: Some("1-10".into()),
            persona: None,
            pain_points: vec!["weekly report by hand".into()],
            triggers: vec!["hiring".into()],
            confidence: 0.45,
            mode: EnrichMode::Offline,
        };
        let profile = Profile {
            role: Some("VP Operations".into()),
            industry: Some("Logistics".into()),
            company_size: Some(120),
            ..Profile::default()
        };
        let after = bought(&profile, Some(before.clone()));
        assert_eq!(after.company_size.as_deref(), Some("51-200"));
        assert_eq!((&after.pain_points, &after.triggers), (&before.pain_points, &before.triggers));
        assert!(after.persona.is_some() && after.confidence > 0.8);
        assert_eq!(after.mode, EnrichMode::Apollo);
        // What the directory does not know is not taken away.
        let nothing = bought(&Profile::default(), Some(before.clone()));
        assert_eq!((nothing.company_size, nothing.confidence), (before.company_size, before.confidence));
    }
}
