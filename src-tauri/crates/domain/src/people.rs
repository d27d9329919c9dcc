//! People as a directory knows them: what can be asked for.

use serde::{Deserialize, Serialize};

/// Whom to look for in a directory.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PeopleFilter {
    /// Job titles, e.g. `Head of Operations`.
    pub titles: Vec<String>,
    /// Words anywhere in the profile.
    pub keywords: String,
    /// Where the person is, e.g. `Germany`.
    pub locations: Vec<String>,
    /// `owner`, `founder`, `c_suite`, `vp`, `head`, `director`, `manager`, `senior`, `entry`.
    pub seniorities: Vec<String>,
    /// Where the company sits.
    pub company_locations: Vec<String>,
    /// Domains of companies.
    pub company_domains: Vec<String>,
    /// Bands of head count, e.g. `11,50`.
    pub company_sizes: Vec<String>,
}

/// One person to be matched; as much as is known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonQuery {
    /// The directory's own id, when the search gave it.
    pub id: Option<String>,
    /// Full name.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Company name.
    pub company: Option<String>,
    /// Domain of the company.
    pub domain: Option<String>,
    /// LinkedIn profile.
    pub linkedin: Option<String>,
}
