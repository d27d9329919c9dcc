//! Steps held against what the builder promises.

use super::*;

fn codes(steps: &Steps) -> Vec<&'static str> {
    steps.problems().into_iter().filter(|p| p.severity == Severity::Error).map(|p| p.code).collect()
}

fn chain(steps: &[Step]) -> Steps {
    let mut steps = steps.to_vec();
    for n in 1..steps.len() {
        let next = steps[n].key.clone();
        steps[n - 1].next.get_or_insert(next);
    }
    Steps(steps)
}

#[test]
fn every_template_is_sound_and_asks_before_words_leave() {
    for template in TEMPLATES {
        let steps = template.steps();
        assert_eq!(steps.problems(), [], "{}", template.key);
        for step in &steps.0 {
            let words = step.act().is_some_and(|(action, _)| action.has_words());
            assert_eq!(step.approval, words, "{} {}", template.key, step.key);
        }
    }
}

#[test]
fn the_templates_are_the_ones_people_know() {
    let told = |key: &str| {
        let steps = SequenceTemplate::find(key).unwrap().steps();
        let line = |step: &Step| {
            let delay = if step.kind == StepKind::Wait || step.delay_minutes == 0 {
                String::new()
            } else {
                format!(" +{}", span(step.delay_minutes))
            };
            let asked = if step.approval { " (approval)" } else { "" };
            let ways: Vec<&str> = step.ways().map(StepKey::as_str).collect();
            format!("{}: {}{delay}{asked} -> {}", step.key, step.label(), ways.join(" | "))
        };
        steps.0.iter().map(line).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(
        ["gentle_touch", "direct", "full_sequence", "telegram_first", "warm_up"].map(told).join("\n\n")
    );
}

#[test]
fn a_step_nothing_leads_to_is_named() {
    let mut steps = chain(&[Step::new("a", StepKind::Like), Step::new("b", StepKind::Follow)]);
    steps.0[0].next = None;
    let problems = steps.problems();
    assert_eq!(problems.len(), 1);
    assert_eq!((problems[0].code, problems[0].step.as_ref()), ("unreachable", Some(&StepKey::new("b"))));
}

#[test]
fn a_loop_needs_a_wait_in_it() {
    let mut steps = chain(&[Step::new("a", StepKind::Like), Step::new("b", StepKind::LikeAnother)]);
    steps.0[1].next = Some(StepKey::new("a"));
    assert_eq!(codes(&steps), ["loop_without_wait"]);
    steps.0[1].delay_minutes = 1_440;
    assert_eq!(codes(&steps), [] as [&str; 0]);
}

#[test]
fn each_mistake_has_its_word() {
    assert_eq!(codes(&Steps::default()), ["empty"]);
    assert_eq!(codes(&chain(&[Step::new("a", StepKind::Wait)])), ["no_wait"]);
    assert_eq!(codes(&chain(&[Step::new("a", StepKind::Message)])), ["no_channel"]);
    assert_eq!(codes(&chain(&[Step::new("a", StepKind::CheckResponse)])), ["no_branch"]);
    let twice = Steps(vec![Step::new("a", StepKind::Like), Step::new("a", StepKind::Like)]);
    assert_eq!(codes(&twice), ["name_taken"]);
    let gone = Step { next: Some(StepKey::new("z")), ..Step::new("a", StepKind::Like) };
    assert_eq!(codes(&Steps(vec![gone])), ["leads_nowhere"]);
    let robot = Step { mode: Mode::Automatic, ..Step::message("a", Channel::Linkedin) };
    assert_eq!(codes(&Steps(vec![robot])), ["not_automatic"]);
    let thread = Step { same_thread: true, ..Step::message("a", Channel::Telegram) };
    assert_eq!(codes(&Steps(vec![thread])), ["thread"]);
}

#[test]
fn steps_are_read_back_from_their_json() {
    for template in TEMPLATES {
        let json = serde_json::to_string(&template.steps()).unwrap();
        assert_eq!(serde_json::from_str::<Steps>(&json).unwrap(), template.steps());
    }
}

#[test]
fn spans_are_said_as_people_say_them() {
    assert_eq!([45, 60, 90, 1_440, 4_320].map(span), ["45 min", "1 h", "1 h 30 min", "24 h", "3 days"]);
}
