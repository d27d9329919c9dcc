//! Downloads of models.

use std::sync::Mutex;

use sdr_ports::LlmError;
use sdr_ports::llm::{LlmErrorKind as Kind, PullProgress};

use crate::desk::Desk;

async fn pull(desk: &Desk) -> (Result<(), LlmError>, Vec<PullProgress>) {
    let told = Mutex::new(Vec::new());
    let outcome = desk.gateway.pull("gemma3:4b", &|progress| told.lock().unwrap().push(progress)).await;
    (outcome, told.into_inner().unwrap())
}

fn bytes(told: &[PullProgress]) -> Vec<(u64, u64)> {
    told.iter().map(|progress| (progress.completed, progress.total)).collect()
}

#[tokio::test]
async fn layers_side_by_side_make_one_bar_that_never_goes_back() {
    let desk = Desk::ollama().await;
    let (outcome, told) = pull(&desk).await;
    outcome.unwrap();
    assert_eq!(
        bytes(&told),
        [
            (0, 0),
            (600, 1_000),
            (1_100, 2_000),
            (1_500, 2_000),
            (2_000, 2_000),
            (2_000, 2_000),
            (2_000, 2_000),
            (2_000, 2_000)
        ]
    );
    assert_eq!(told.last().unwrap().status, "success");
    assert_eq!(told[0].status, "pulling manifest");
    assert!(desk.gateway.models().await.unwrap().iter().any(|model| model.name == "gemma3:4b"));
}

#[tokio::test]
async fn a_download_that_breaks_off_goes_on_where_it_stopped() {
    let desk = Desk::ollama().await;
    desk.server.habits(|habits| habits.pulls.extend(["breaks", "breaks"]));
    let (outcome, told) = pull(&desk).await;
    outcome.unwrap();
    assert!(told.windows(2).all(|pair| pair[0].completed <= pair[1].completed), "{told:?}");
    assert_eq!(desk.server.log().len(), 3);
}

#[tokio::test]
async fn a_download_that_brings_nothing_more_is_given_up() {
    let desk = Desk::ollama().await;
    desk.server.habits(|habits| habits.pulls.extend(["breaks", "breaks", "breaks", "breaks", "breaks"]));
    let error = pull(&desk).await.0.unwrap_err();
    assert_eq!((error.kind, desk.server.log().len()), (Kind::Away, 4));
    desk.server.habits(|habits| habits.pulls.extend(["stalls", "stalls", "stalls"]));
    assert_eq!(pull(&desk).await.0.unwrap_err().kind, Kind::Away);
}

#[tokio::test]
async fn an_unknown_model_and_a_full_disk_are_said() {
    let desk = Desk::ollama().await;
    desk.server.habits(|habits| habits.pulls.extend(["unknown", "full"]));
    let error = pull(&desk).await.0.unwrap_err();
    assert_eq!(error.kind, Kind::NoModel);
    assert!(error.sentence.contains("no model called gemma3:4b"), "{error}");
    let error = pull(&desk).await.0.unwrap_err();
    assert!(error.sentence.contains("disk"), "{error}");
}
