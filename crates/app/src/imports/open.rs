//! Opening a file: how its bytes become text, and the text a list.

use std::iter;

use bytes::Bytes;
use db::imports::CHUNK_SIZE;
use domain::ids::ImportId;
use tokio::sync::mpsc;

use super::examine::examine;
use super::format::{Format, Unreadable, recognise, refuse_other_kinds};
use super::pieces::{feed, piece};
use super::reader::Trouble;
use super::text::{TextPieces, Wrapping};
use crate::Ctx;
use crate::jobs::JobError;

/// Looks at a file of somebody in `country`, and says how it is to be read.
pub(super) async fn open(
    ctx: &Ctx,
    id: ImportId,
    country: &str,
) -> Result<Result<(Wrapping, Format), Unreadable>, JobError> {
    let head = Bytes::from(piece(ctx, id, 0).await?.unwrap_or_default());
    if let Err(unreadable) = refuse_other_kinds(&head) {
        return Ok(Err(unreadable));
    }
    let limit = ctx.settings().upload_limit_bytes;
    let (pieces_in, mut pieces) = mpsc::channel(2);
    let country = country.to_owned();
    let examining = tokio::task::spawn_blocking(move || {
        examine(iter::from_fn(move || pieces.blocking_recv()), &country, limit)
    });
    feed(ctx, id, 0, pieces_in).await?;
    let wrapping = examining.await.map_err(|error| JobError::Panicked(error.to_string()))?;
    Ok(match wrapping {
        Ok(wrapping) => recognise(&beginning(head, wrapping)).map(|format| (wrapping, format)),
        Err(damage) => Err(Unreadable::Trouble(Trouble::Damaged { line: 1, damage })),
    })
}

/// The beginning of the text, as far as the file's first piece goes.
fn beginning(head: Bytes, wrapping: Wrapping) -> Vec<u8> {
    let text = TextPieces::new(iter::once(head), wrapping, 0, u64::MAX);
    let mut beginning = Vec::new();
    // The piece may end in the middle of something, which is no damage.
    for piece in text.map_while(Result::ok) {
        beginning.extend_from_slice(&piece);
        if beginning.len() >= CHUNK_SIZE {
            break;
        }
    }
    beginning
}
