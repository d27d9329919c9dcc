//! The renderer: puts values in the place of `{{variables}}`.
//!
//! **Invariant:** values are never read for variables again, so a lead's text cannot reach another value.

use std::collections::BTreeMap;

/// Why a template cannot be rendered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// A variable has no value.
    #[error("the variable {{{{{0}}}}} has no value")]
    Unresolved(String),
    /// A `{{` without its `}}`.
    #[error("the template opens {{{{ near {0:?} and never closes it")]
    Unclosed(String),
}

/// Values by variable name; an empty value counts as none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Variables(BTreeMap<String, String>);

impl Variables {
    /// Sets a value; white space alone is no value.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        if !value.trim().is_empty() {
            self.0.insert(name.to_owned(), value);
        }
    }

    /// The value of a variable.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// All names with a value.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

enum Piece<'a> {
    Words(&'a str),
    Variable(&'a str),
}

fn pieces(template: &str) -> Result<Vec<Piece<'_>>, RenderError> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((words, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else {
            return Err(RenderError::Unclosed(after.chars().take(20).collect()));
        };
        pieces.push(Piece::Words(words));
        pieces.push(Piece::Variable(name.trim()));
        rest = after;
    }
    pieces.push(Piece::Words(rest));
    Ok(pieces)
}

/// The names a template uses, in order.
pub fn variables_in(template: &str) -> Result<Vec<String>, RenderError> {
    let names = pieces(template)?.into_iter().filter_map(|piece| match piece {
        Piece::Variable(name) => Some(name.to_owned()),
        Piece::Words(_) => None,
    });
    Ok(names.collect())
}

/// Renders a template.
pub fn render(template: &str, variables: &Variables) -> Result<String, RenderError> {
    let mut out = String::with_capacity(template.len() * 2);
    for piece in pieces(template)? {
        match piece {
            Piece::Words(words) => out.push_str(words),
            Piece::Variable(name) => {
                let value = variables.get(name).ok_or_else(|| RenderError::Unresolved(name.to_owned()))?;
                out.push_str(value);
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unresolved_variable_is_an_error_never_a_blank() {
        let mut variables = Variables::default();
        variables.set("first_name", "Ada");
        variables.set("company", "  ");
        assert_eq!(render("Hi {{ first_name }}", &variables).as_deref(), Ok("Hi Ada"));
        let error = Err(RenderError::Unresolved("company".into()));
        assert_eq!(render("Hi {{first_name}} at {{company}}", &variables), error);
        assert!(matches!(render("Hi {{first_name", &variables), Err(RenderError::Unclosed(_))));
    }

    #[test]
    fn a_value_is_never_read_for_variables_again() {
        let mut variables = Variables::default();
        variables.set("quote", "{{persona}}");
        variables.set("persona", "Sam");
        assert_eq!(render("{{quote}}", &variables).as_deref(), Ok("{{persona}}"));
    }
}
