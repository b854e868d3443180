//! An uploaded file as it is kept: in pieces of the same size, one after the other.

use bytes::{Buf, Bytes};
use db::DbError;
use db::imports::{CHUNK_SIZE, Part};
use domain::ids::ImportId;
use tokio::sync::mpsc;

use crate::Ctx;

/// One of them; none beyond the end.
pub(super) async fn piece(
    ctx: &Ctx,
    id: ImportId,
    part: Part,
    position: i32,
) -> Result<Option<Vec<u8>>, DbError> {
    db::imports::find_chunk(&mut *ctx.db().conn().await?, id, part, position).await
}

/// Hands the file's pieces to the reading thread, beginning at a byte.
pub(super) async fn feed(
    ctx: &Ctx,
    id: ImportId,
    part: Part,
    byte: u64,
    pieces: mpsc::Sender<Bytes>,
) -> Result<(), DbError> {
    let size = u64::try_from(CHUNK_SIZE).unwrap_or(u64::MAX);
    let mut position = i32::try_from(byte / size).unwrap_or(i32::MAX);
    let mut skipped = usize::try_from(byte % size).unwrap_or_default();
    while let Some(content) = piece(ctx, id, part, position).await? {
        let mut piece = Bytes::from(content);
        piece.advance(skipped.min(piece.len()));
        skipped = 0;
        if pieces.send(piece).await.is_err() {
            // The reader has stopped: it found something wrong.
            return Ok(());
        }
        position += 1;
    }
    Ok(())
}
