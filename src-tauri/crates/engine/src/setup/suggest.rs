//! Search queries from what the human said about company and customers.

use sdr_domain::project::{Company, Icp};

/// More would bury the good ones.
const MOST: usize = 6;

/// What such people would write: the problem in their words, asking for tools, asking for help.
pub(super) fn queries(company: &Company, icp: &Icp) -> Vec<String> {
    let problem = core_words(&company.problem);
    let mut queries = Vec::new();
    if !problem.is_empty() {
        queries.push(format!("\"{problem}\""));
        queries.push(format!("struggling with {problem}"));
        queries.push(format!("how do you handle {problem}"));
        queries.push(format!("recommend a tool for {problem}"));
    }
    for keyword in icp.keywords.iter().map(|k| k.trim()).filter(|k| !k.is_empty()) {
        let about = if problem.is_empty() { "looking for a tool".to_owned() } else { problem.clone() };
        queries.push(format!("{} {about}", keyword.to_lowercase()));
    }
    queries.dedup();
    queries.truncate(MOST);
    queries
}

/// The first few words that carry meaning.
fn core_words(problem: &str) -> String {
    const EMPTY: [&str; 24] = [
        "the", "a", "an", "of", "to", "and", "or", "for", "in", "on", "with", "that", "which", "is", "are",
        "their", "they", "them", "it", "by", "who", "have", "has", "too",
    ];
    let words = problem
        .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'')
        .filter(|word| !word.is_empty() && !EMPTY.contains(&word.to_lowercase().as_str()));
    words.take(4).map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_speak_of_the_problem_and_of_each_role() {
        let company = Company {
            problem: "Reports that are built by hand in spreadsheets".into(),
            ..Company::default()
        };
        let icp = Icp { keywords: vec!["Logistics".into()], ..Icp::default() };
        insta::assert_debug_snapshot!(queries(&company, &icp), @r#"
        [
            "\"reports built hand spreadsheets\"",
            "struggling with reports built hand spreadsheets",
            "how do you handle reports built hand spreadsheets",
            "recommend a tool for reports built hand spreadsheets",
            "logistics reports built hand spreadsheets",
        ]
        "#);
    }

    #[test]
    fn nothing_said_means_nothing_suggested() {
        assert!(queries(&Company::default(), &Icp::default()).is_empty());
    }
}
