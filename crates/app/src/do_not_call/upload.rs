//! A whole list of numbers that nobody may call.

use std::collections::HashSet;

use bytes::Bytes;
use db::{Change, DbError, Tx};
use domain::activity::{Action, Subject};
use domain::do_not_call::{Listed, NumberColumns};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{DoNotCallError, check_country};
use crate::Admin;
use crate::imports::PlainList;

/// Bytes of a list: enough for some millions of numbers, and little enough to be held at once.
pub const LARGEST: u64 = 32 * 1024 * 1024;

/// Unreadable lines that are told one by one.
const TOLD: usize = 1_000;

/// Numbers that are written at once.
const BATCH: usize = 10_000;

/// A list that was uploaded.
#[derive(Debug)]
pub struct NumberList {
    /// What the file is called.
    pub file_name: String,
    /// The file, in pieces.
    pub content: Vec<Bytes>,
    /// Why nobody may call these numbers; none says where they come from.
    pub reason: Option<String>,
    /// Of which country numbers without `+` are; the workspace's when none.
    pub country: Option<String>,
}

/// What came of a list. `read = added + known + unreadable`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListReceipt {
    /// Numbers in it, and lines with something else where a number should be.
    pub read: usize,
    /// Numbers that were not on the list before.
    pub added: usize,
    /// Numbers that were, or that stand in the file more than once.
    pub known: usize,
    /// Lines without a number.
    pub unreadable: usize,
    /// The first of these.
    pub problems: Vec<UnreadableNumber>,
}

/// A line without a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadableNumber {
    /// The line in the file; of a workbook, the row.
    pub line: u32,
    /// What stands there.
    pub text: String,
    /// Stable, for programs.
    pub code: String,
    /// Why it is no number, and what to do.
    pub message: String,
}

/// The numbers of a file.
#[derive(Default)]
struct Numbers {
    each: Vec<String>,
    repeated: usize,
    unreadable: usize,
    problems: Vec<UnreadableNumber>,
}

/// Puts all numbers of a list on the do-not-call list in one go: all of them, or none.
///
/// # Errors
/// See [`DoNotCallError`].
pub async fn upload_list(admin: &Admin, list: NumberList) -> Result<ListReceipt, DoNotCallError> {
    check_country(list.country.as_deref())?;
    let country = match list.country.clone() {
        Some(country) => country,
        None => db::settings::find(&mut *admin.conn().await?).await?.default_country,
    };
    let reason = list.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    let reason =
        reason.map_or_else(|| format!("From the list “{}”", list.file_name), str::to_owned);
    let fingerprint = fingerprint(&list, &reason, &country);
    let (file_name, content) = (list.file_name.clone(), list.content);
    let reading = tokio::task::spawn_blocking(move || read(&file_name, content, &country));
    let numbers = reading.await.map_err(|error| DbError::Other(Box::new(error)))??;
    admin
        .write_streamed(async |tx| {
            let receipt = add(tx, admin, numbers, &reason).await?;
            let ListReceipt { read, added, known, unreadable, problems: _ } = &receipt;
            let facts = json!({ "file_name": list.file_name, "reason": reason, "read": read,
                "added": added, "known": known, "unreadable": unreadable });
            let id: Uuid = tx.new_id();
            let change = Change::new(Action::DoNotCallUploaded, Subject::DoNotCall, id);
            tx.record(change.after(facts)).await?;
            Ok((receipt, fingerprint))
        })
        .await
}

fn read(file_name: &str, content: Vec<Bytes>, country: &str) -> Result<Numbers, DoNotCallError> {
    let limit = LARGEST.saturating_mul(8);
    let unreadable = DoNotCallError::Unreadable;
    let mut list = PlainList::open(file_name, content, country, limit).map_err(unreadable)?;
    let columns = NumberColumns::find(&list.header, &list.examples, country);
    let columns = columns.ok_or(DoNotCallError::NoNumbers)?;
    let (mut numbers, mut seen) = (Numbers::default(), HashSet::new());
    while let Some((line, cells)) = list.next().map_err(unreadable)? {
        match columns.read(&cells, country) {
            Listed::Blank => {}
            // Words above the numbers: a title, or headers.
            Listed::Unreadable { .. } if line <= list.header_line => {}
            Listed::Unreadable { text, issue } => {
                numbers.unreadable += 1;
                if numbers.problems.len() < TOLD {
                    let (code, message) = (issue.code().to_owned(), issue.to_string());
                    numbers.problems.push(UnreadableNumber { line, text, code, message });
                }
            }
            Listed::Numbers(each) => {
                for number in each {
                    if seen.insert(number.clone()) {
                        numbers.each.push(number);
                    } else {
                        numbers.repeated += 1;
                    }
                }
            }
        }
    }
    if numbers.each.is_empty() { Err(DoNotCallError::NoNumbers) } else { Ok(numbers) }
}

async fn add(
    tx: &mut Tx,
    admin: &Admin,
    mut numbers: Numbers,
    reason: &str,
) -> Result<ListReceipt, DbError> {
    // Two lists that share numbers wait for each other instead of locking each other out.
    numbers.each.sort_unstable();
    let (now, mut added) = (tx.now(), 0);
    for batch in numbers.each.chunks(BATCH) {
        added += db::do_not_call::insert_all(tx.conn(), batch, reason, admin.user, now).await?;
    }
    let Numbers { each, repeated, unreadable, problems } = numbers;
    let known = each.len().saturating_sub(added) + repeated;
    let read = each.len() + repeated + unreadable;
    Ok(ListReceipt { read, added, known, unreadable, problems })
}

/// The same for the same list with the same words.
fn fingerprint(list: &NumberList, reason: &str, country: &str) -> Vec<u8> {
    let mut whole = Sha256::new();
    for part in [list.file_name.as_str(), reason, country] {
        whole.update(part.as_bytes());
        whole.update([0]);
    }
    for piece in &list.content {
        whole.update(piece);
    }
    whole.finalize().to_vec()
}
