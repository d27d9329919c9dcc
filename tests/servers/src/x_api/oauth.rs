//! The sign-in: X's page with its two buttons, codes of 30 seconds, refresh tokens that are good once.

use axum::body::Body;
use axum::extract::{RawForm, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::answers::{faulty, good};
use super::{Code, Grant, Shared, World, locked};
use crate::x_api::posts::pairs;

const SCOPES: &[&str] = &[
    "tweet.read",
    "users.read",
    "tweet.write",
    "follows.read",
    "follows.write",
    "like.read",
    "like.write",
    "offline.access",
];

/// X's page; the human presses a button at once.
pub(super) async fn authorize(State(world): State<Shared>, RawQuery(query): RawQuery) -> Response<Body> {
    let mut world = locked(&world);
    let fields = pairs(query.as_deref().unwrap_or_default());
    match allowed(&mut world, &fields) {
        Ok(address) => (StatusCode::FOUND, [("location", address)]).into_response(),
        Err(why) => (StatusCode::BAD_REQUEST, format!("Something went wrong: {why}")).into_response(),
    }
}

fn field<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
}

fn allowed(world: &mut World, fields: &[(String, String)]) -> Result<String, String> {
    let get = |name: &str| field(fields, name);
    let (client, redirect, state) = (get("client_id"), get("redirect_uri"), get("state"));
    if get("response_type") != "code" {
        return Err("response_type must be code".into());
    }
    let known = world.clients.get(client).ok_or("unknown client_id")?;
    if !known.callbacks.contains(redirect) {
        return Err("redirect_uri is not registered for this app".into());
    }
    if state.is_empty() || state.len() > 500 {
        return Err("state must have 1 to 500 characters".into());
    }
    let challenge = get("code_challenge");
    if get("code_challenge_method") != "S256" || challenge.len() != 43 {
        return Err("a challenge by S256 is expected".into());
    }
    let scope = get("scope");
    if scope.is_empty() || scope.split(' ').any(|scope| !SCOPES.contains(&scope)) {
        return Err("unknown scope".into());
    }
    if world.denies {
        return Ok(format!("{redirect}?error=access_denied&state={state}"));
    }
    let withheld = world.withholds.clone();
    let given: Vec<&str> = scope.split(' ').filter(|scope| withheld.as_deref() != Some(scope)).collect();
    let code = format!("code{}", world.number());
    let entry = Code {
        client: client.to_owned(),
        redirect: redirect.to_owned(),
        challenge: challenge.to_owned(),
        scope: given.join(" "),
        until: world.now + SignedDuration::from_secs(30),
    };
    world.codes.insert(code.clone(), entry);
    Ok(format!("{redirect}?state={state}&code={code}"))
}

pub(super) async fn token(
    State(world): State<Shared>,
    headers: HeaderMap,
    RawForm(form): RawForm,
) -> Response<Body> {
    let mut world = locked(&world);
    if let Some(fault) = world.token_faults.pop_front()
        && let Some(answer) = faulty(&world, fault)
    {
        return answer;
    }
    let kind = headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind != "application/x-www-form-urlencoded" {
        return refused(400, "invalid_request", "Missing required parameter [grant_type].");
    }
    let fields = pairs(&String::from_utf8_lossy(&form));
    let client = field(&fields, "client_id").to_owned();
    match world.clients.get(&client) {
        None => return refused(400, "invalid_request", "Value passed for the client id was invalid."),
        Some(known) if known.confidential => {
            return refused(401, "unauthorized_client", "Missing valid authorization header");
        }
        Some(_) => {}
    }
    match field(&fields, "grant_type") {
        "authorization_code" => by_code(&mut world, &client, &fields),
        "refresh_token" => by_refresh(&mut world, &client, field(&fields, "refresh_token")),
        _ => refused(400, "unsupported_grant_type", "This grant is not known."),
    }
}

fn by_code(world: &mut World, client: &str, fields: &[(String, String)]) -> Response<Body> {
    let bad = || refused(400, "invalid_request", "Value passed for the authorization code was invalid.");
    // A code is good for one try.
    let Some(code) = world.codes.remove(field(fields, "code")) else { return bad() };
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(field(fields, "code_verifier").as_bytes()));
    let sound =
        code.client == client && code.redirect == field(fields, "redirect_uri") && world.now <= code.until;
    if !sound {
        return bad();
    }
    if code.challenge != challenge {
        return refused(
            400,
            "invalid_request",
            "Value passed for the code verifier did not match the code challenge.",
        );
    }
    give(world, client, &code.scope)
}

fn by_refresh(world: &mut World, client: &str, token: &str) -> Response<Body> {
    let Some(grant) = world.refresh.remove(token).filter(|grant| grant.client == client) else {
        // One that was used already ends the whole sign-in.
        if world.used_refresh.contains(token) {
            world.refresh.retain(|_, grant| grant.client != client);
            world.access.retain(|_, grant| grant.client != client);
        }
        return refused(400, "invalid_request", "Value passed for the token was invalid.");
    };
    world.used_refresh.insert(token.to_owned());
    world.renewals += 1;
    give(world, client, &grant.scope)
}

fn give(world: &mut World, client: &str, scope: &str) -> Response<Body> {
    let number = world.number();
    let (access, refresh) = (format!("access{number}"), format!("refresh{number}"));
    let until = world.now + SignedDuration::from_secs(7200);
    let grant = Grant { client: client.to_owned(), scope: scope.to_owned(), until };
    world.access.insert(access.clone(), grant.clone());
    let mut body =
        json!({ "token_type": "bearer", "expires_in": 7200, "access_token": access, "scope": scope });
    if scope.split(' ').any(|scope| scope == "offline.access") {
        world.refresh.insert(refresh.clone(), grant);
        body["refresh_token"] = refresh.into();
    }
    good(200, &body)
}

fn refused(status: u16, error: &str, description: &str) -> Response<Body> {
    good(status, &json!({ "error": error, "error_description": description }))
}
