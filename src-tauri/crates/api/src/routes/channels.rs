//! Connections: how they are, the Telegram self-test, going on after failures.

use axum::extract::State;
use sdr_engine::Engine;

use super::{Answer, json};
use crate::dto::channel::{ChannelView, SelfTestRequest};
use crate::dto::setup::TestResult;
use crate::dto::wire::Wire;
use crate::dto::words::Channel;
use crate::extract::{Json, Path};
use crate::problem::Problem;

/// Every connection with its state.
#[utoipa::path(get, path = "/api/channels", tag = "channels",
    responses((status = 200, body = Vec<ChannelView>), Problem))]
pub(crate) async fn list(State(engine): State<Engine>) -> Answer<Vec<ChannelView>> {
    Ok(json(engine.channels().await?))
}

/// Sends one fixed sentence to the SDR's own Saved Messages, guarded like any other message.
#[utoipa::path(post, path = "/api/channels/telegram/self-test", tag = "channels", request_body = SelfTestRequest,
    responses((status = 200, body = TestResult), Problem))]
pub(crate) async fn self_test(
    State(engine): State<Engine>,
    Json(request): Json<SelfTestRequest>,
) -> Answer<TestResult> {
    let connect = request.connect.map(Wire::wire);
    Ok(json(engine.telegram_self_test(connect.as_ref()).await?))
}

/// Lets a channel go on after failures.
#[utoipa::path(post, path = "/api/channels/{channel}/resume", tag = "channels", params(("channel" = inline(Channel), Path)),
    responses((status = 200, body = ChannelView), Problem))]
pub(crate) async fn resume(
    State(engine): State<Engine>,
    Path(channel): Path<Channel>,
) -> Answer<ChannelView> {
    Ok(json(engine.resume_channel(channel.wire()).await?))
}
