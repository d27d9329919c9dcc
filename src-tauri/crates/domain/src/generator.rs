//! The generator: realistic demo leads, so that everything can be tried without any account.
//!
//! Made-up people at made-up companies on the reserved `.example` domain. Some posts carry instructions
//! to software, so that the user can watch the guard hold.
//!
//! **Invariant:** same count, seed and moment, same leads; no two of one call share a handle or a name
//! and company.

mod posts;
mod rules;
#[cfg(test)]
mod tests;
mod vocabulary;

use jiff::{SignedDuration, Timestamp};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::lead::{NewLead, Profile};
use crate::post::NewPost;
use crate::text::{Handle, HandleKind};

pub use rules::{Problem, validate};
use vocabulary::{CITIES, ENDINGS, FIRST_NAMES, INDUSTRIES, Industry, LAST_NAMES, PREFIXES};

/// How many different people there are; beyond that, none are made.
pub const MOST: usize = FIRST_NAMES.len() * LAST_NAMES.len() * PREFIXES.len() * ENDINGS * INDUSTRIES.len();

/// Makes `count` leads as they would have been found at `now`; at most [`MOST`].
pub fn generate(count: usize, seed: u64, now: Timestamp) -> Vec<NewLead> {
    generate_among::<&str>(&[], count, seed, now)
}

/// Makes `count` leads of these industries, of all when none is named, evenly from each; fewer when there are
/// not so many.
pub fn generate_among<S: AsRef<str>>(
    industries: &[S],
    count: usize,
    seed: u64,
    now: Timestamp,
) -> Vec<NewLead> {
    let is_wanted = |industry: &Industry| {
        industries.is_empty() || industries.iter().any(|wanted| wanted.as_ref() == industry.name)
    };
    let wanted: Vec<bool> = INDUSTRIES.iter().map(is_wanted).collect();
    if !wanted.contains(&true) {
        return Vec::new();
    }
    let named = |number: &usize| wanted.get(number % INDUSTRIES.len()).copied().unwrap_or(false);
    // Stepping through all combinations by a stride without a common divisor repeats none.
    let mut rng = StdRng::seed_from_u64(seed);
    let offset = rng.random_range(0..MOST);
    let stride = stride(rng.random_range(MOST / 3..MOST));
    (0..MOST)
        .map(|step| (offset + step * stride) % MOST)
        .filter(named)
        .take(count)
        .enumerate()
        .map(|(index, number)| lead(number, index, &mut rng, now))
        .collect()
}

/// The next number from `from` on that shares no divisor with [`MOST`].
fn stride(from: usize) -> usize {
    let coprime = |n: usize| {
        let (mut a, mut b) = (n, MOST);
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a == 1
    };
    (from..from + MOST).find(|n| coprime(*n)).unwrap_or(1)
}

/// Who a number stands for.
struct Person {
    first: &'static str,
    last: &'static str,
    industry: &'static Industry,
    company: String,
    /// The company's name in a domain.
    slug: String,
    /// Tells people of one name apart.
    employer: usize,
}

impl Person {
    fn of(number: usize) -> Self {
        let (rest, industry) = (number / INDUSTRIES.len(), number % INDUSTRIES.len());
        let (rest, last) = (rest / LAST_NAMES.len(), rest % LAST_NAMES.len());
        let (rest, prefix) = (rest / PREFIXES.len(), rest % PREFIXES.len());
        let (rest, first) = (rest / FIRST_NAMES.len(), rest % FIRST_NAMES.len());
        let ending = rest % ENDINGS;
        let employer = (industry * PREFIXES.len() + prefix) * ENDINGS + ending;
        let industry = &INDUSTRIES[industry];
        let company = format!("{} {}", PREFIXES[prefix], industry.endings[ending]);
        let slug = company.to_lowercase().replace(' ', "-");
        Self { first: FIRST_NAMES[first], last: LAST_NAMES[last], industry, company, slug, employer }
    }

    fn handles(&self, rng: &mut StdRng) -> Vec<Handle> {
        let (first, last) = (self.first.to_lowercase(), self.last.to_lowercase());
        let employer = self.employer;
        let mut written = vec![
            (HandleKind::Email, format!("{first}.{last}@{}.example", self.slug)),
            (HandleKind::Linkedin, format!("https://www.linkedin.com/in/{first}-{last}-demo{employer}/")),
        ];
        if rng.random_bool(0.6) {
            written.push((HandleKind::Telegram, format!("{first}_{last}{employer}")));
        }
        if rng.random_bool(0.7) {
            // 15 characters at most; the first name's place in the list stands for the rest of it.
            let place = FIRST_NAMES.iter().position(|name| *name == self.first).unwrap_or(0);
            let code = base36(employer * FIRST_NAMES.len() + place);
            written.push((HandleKind::X, format!("{last}_{code}")));
        }
        written.into_iter().filter_map(|(kind, text)| Handle::parse(kind, &text).ok()).collect()
    }
}

fn lead(number: usize, index: usize, rng: &mut StdRng, now: Timestamp) -> NewLead {
    let person = Person::of(number);
    let industry = person.industry;
    let role = pick(industry.roles, rng);
    let kind = posts::Kind::draw(rng);
    let post = posts::write(kind, industry, rng);
    let language = post.language;
    let handles = person.handles(rng);
    let mut posts = Vec::new();
    if !post.text.is_empty() {
        posts.push(new_post(&person, index, 0, post.text, rng, now));
        if rng.random_bool(0.15) {
            let other = posts::write(posts::Kind::Chatter, industry, rng).text;
            posts.push(new_post(&person, index, 1, other, rng, now));
        }
    }
    // Newest first.
    posts.sort_by_key(|post| std::cmp::Reverse(post.posted_at));
    let bio = rng
        .random_bool(0.7)
        .then(|| format!("{role} at {}. {}", person.company, pick(vocabulary::BIOS, rng)));
    let profile = Profile {
        name: format!("{} {}", person.first, person.last),
        role: Some(role.to_owned()),
        company: Some(person.company.clone()),
        industry: Some(industry.name.to_owned()),
        bio,
        location: Some(pick(CITIES, rng).to_owned()),
        website: Some(format!("https://{}.example", person.slug)),
        language: Some(language.to_owned()),
        followers: Some(followers(rng)),
        company_size: rng
            .random_bool(0.8)
            .then(|| pick_number(&[8, 25, 40, 85, 140, 220, 450, 900, 2_400], rng)),
    };
    NewLead { profile, handles, posts }
}

fn new_post(
    person: &Person,
    index: usize,
    number: usize,
    text: String,
    rng: &mut StdRng,
    now: Timestamp,
) -> NewPost {
    let minutes = rng.random_range(10..45 * 24 * 60_i64);
    let posted_at = now.checked_sub(SignedDuration::from_mins(minutes)).unwrap_or(now);
    let id = format!("demo-{}-{index}-{number}", person.employer);
    let url = format!("https://social.example/{}/{id}", person.slug);
    let engagement = Some(rng.random_range(0..=60_u32));
    NewPost { external_id: Some(id), url: Some(url), text, posted_at: Some(posted_at), engagement }
}

/// Most people have a few hundred, a few have thousands.
fn followers(rng: &mut StdRng) -> u32 {
    let magnitude: u32 = rng.random_range(1..=4);
    rng.random_range(20..=90) * 4_u32.pow(magnitude)
}

fn pick<'a>(words: &[&'a str], rng: &mut StdRng) -> &'a str {
    words.get(rng.random_range(0..words.len().max(1))).copied().unwrap_or("")
}

fn pick_number(numbers: &[u32], rng: &mut StdRng) -> u32 {
    numbers.get(rng.random_range(0..numbers.len().max(1))).copied().unwrap_or(0)
}

fn base36(mut number: usize) -> String {
    let mut digits = Vec::new();
    loop {
        let digit = u32::try_from(number % 36).unwrap_or(0);
        digits.push(char::from_digit(digit, 36).unwrap_or('0'));
        number /= 36;
        if number == 0 {
            break;
        }
    }
    digits.iter().rev().collect()
}
