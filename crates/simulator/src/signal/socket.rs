//! A browser's connection: messages in, messages out, a heartbeat, and an end.

use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse, web};
use actix_ws::{AggregatedMessage, AggregatedMessageStream, CloseCode, CloseReason, Session};
use futures_util::StreamExt as _;
use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::time::{MissedTickBehavior, interval};

use super::wishes;
use crate::Simulator;
use crate::line::Line;

/// The browser's software gives a silent connection up after ten seconds.
const HEARTBEAT: Duration = Duration::from_secs(5);
const LONGEST_MESSAGE: usize = 256 * 1024;

/// Opens a connection, unless connections are to fail.
pub(crate) async fn connect(
    request: HttpRequest,
    body: web::Payload,
    simulator: web::Data<Simulator>,
) -> actix_web::Result<HttpResponse> {
    if !simulator.takes_connections() {
        return Ok(HttpResponse::ServiceUnavailable().finish());
    }
    let (answer, session, messages) = actix_ws::handle(&request, body)?;
    let messages = messages
        .max_frame_size(LONGEST_MESSAGE)
        .aggregate_continuations()
        .max_continuation_size(LONGEST_MESSAGE);
    let simulator = simulator.get_ref().clone();
    actix_web::rt::spawn(serve(simulator, session, messages));
    Ok(answer)
}

async fn serve(simulator: Simulator, session: Session, messages: AggregatedMessageStream) {
    let (sender, lines) = mpsc::unbounded_channel();
    let id = simulator.open_line(sender);
    converse(&simulator, id, session, messages, lines).await;
    simulator.close_line(id);
}

async fn converse(
    simulator: &Simulator,
    id: u64,
    mut session: Session,
    mut messages: AggregatedMessageStream,
    mut lines: UnboundedReceiver<Line>,
) {
    let mut heartbeat = interval(HEARTBEAT);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    heartbeat.tick().await;
    loop {
        let sent = tokio::select! {
            line = lines.recv() => match line {
                Some(Line::Say(text)) => session.text(text).await,
                Some(Line::Cut) | None => {
                    // Without a reason, as a network that fails gives none.
                    let reason = CloseReason::from(CloseCode::Away);
                    let _closed = session.close(Some(reason)).await;
                    return;
                }
            },
            _ = heartbeat.tick() => session.text("\n").await,
            message = messages.next() => match message {
                Some(Ok(AggregatedMessage::Text(text))) => {
                    if text.trim().is_empty() {
                        continue;
                    }
                    simulator.act(|exchange| wishes::grant(exchange, id, &text));
                    continue;
                }
                Some(Ok(AggregatedMessage::Ping(bytes))) => session.pong(&bytes).await,
                Some(Ok(AggregatedMessage::Pong(_) | AggregatedMessage::Binary(_))) => continue,
                Some(Ok(AggregatedMessage::Close(reason))) => {
                    let _closed = session.close(reason).await;
                    return;
                }
                Some(Err(_)) | None => return,
            },
        };
        if sent.is_err() {
            return;
        }
    }
}
