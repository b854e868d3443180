//! A turn at the leads of an import: some are looked at, what was found is written, and the next turn
//! is asked for.

use std::collections::HashSet;

use db::enrichments::runs::{self, Run};
use db::enrichments::{Enrichment, Wanted};
use db::imports::Import;
use db::{Change, DbError, Tx, Word};
use domain::activity::{Action, Subject};
use domain::enrichments::{EnrichmentPass, EnrichmentStep};
use domain::ids::{ImportId, LeadId};
use domain::imports::ImportStatus;
use geocoder::GeocodeError;
use uuid::Uuid;

use super::{Interruption, Lead, RunEnrichment, Sources, ending, steps};
use crate::Ctx;
use crate::jobs::JobError;

/// Leads that are looked at together.
const BATCH: usize = 500;

/// What is on record where a defect of ours ended it.
const BROKEN: &str = "An error on our side stopped the search for missing details. The leads stay as they are. \
                      Import the list again to try once more.";

/// What a turn has come to.
struct Looked {
    /// Those that were looked at, in order.
    leads: Vec<Lead>,
    end: End,
}

/// How it ended.
enum End {
    /// More leads wait.
    Unfinished,
    /// There are no more.
    Finished,
    /// The geocoder gave no answer.
    NoAnswer(GeocodeError),
}

/// Takes a turn, unless the import or its leads have gone or it is over.
pub(super) async fn take(ctx: &Ctx, import: ImportId) -> Result<(), JobError> {
    let run = match runs::find(&mut *ctx.db().conn().await?, import).await {
        Ok(run) if run.finished_at.is_none() => run,
        Ok(_) | Err(DbError::NotFound) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    // Before the transaction, which would else be held open while somebody is asked.
    let looked = look(ctx, &run).await?;
    let written: Result<(), DbError> =
        ctx.db().write(ctx.system_request(), async |tx| write(tx, ctx, &run, &looked).await).await;
    Ok(written?)
}

/// Ends it, and says that it is not what it should be.
pub(super) async fn give_up(ctx: &Ctx, import: ImportId) -> Result<(), DbError> {
    ctx.db()
        .write(ctx.system_request(), async |tx| {
            let import = db::imports::lock(tx.conn(), import).await?;
            let mut run = runs::lock(tx.conn(), ImportId::new(import.id)).await?;
            if run.finished_at.is_none() {
                ending::finish(tx, &import, &mut run, Some(BROKEN)).await?;
                runs::update(tx.conn(), &run).await?;
            }
            Ok(())
        })
        .await
}

/// Looks at the next leads.
async fn look(ctx: &Ctx, run: &Run) -> Result<Looked, JobError> {
    let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
    let (import, after) = (ImportId::new(run.import_id), run.last_lead_id);
    let candidates = {
        let mut conn = ctx.db().conn().await?;
        let wanted = wanted(ctx, run.pass.0);
        db::enrichments::list_candidates(&mut conn, import, after, wanted, limit).await?
    };
    let end = if candidates.len() < BATCH { End::Finished } else { End::Unfinished };
    let leads: Vec<Lead> = candidates.into_iter().map(Lead::new).collect();
    let mut looked = Looked { leads: Vec::new(), end };
    match look_at(ctx, run.pass.0, leads, &mut looked.leads).await {
        Ok(()) => {}
        Err(Interruption::TurnOver) => looked.end = End::Unfinished,
        Err(Interruption::NoAnswer(error)) => looked.end = End::NoAnswer(error),
        Err(Interruption::PostalCodes(error)) => return Err(error.into()),
        Err(Interruption::Db(error)) => return Err(error.into()),
    }
    Ok(looked)
}

/// Lets every step look at each lead, until something interrupts.
async fn look_at(
    ctx: &Ctx,
    pass: EnrichmentPass,
    leads: Vec<Lead>,
    done: &mut Vec<Lead>,
) -> Result<(), Interruption> {
    let mut steps = steps(ctx, pass);
    for step in &mut steps {
        step.prepare(&leads).await?;
    }
    for mut lead in leads {
        for step in &mut steps {
            if let Some(finding) = step.look(&lead).await? {
                lead.take(finding);
            }
        }
        done.push(lead);
    }
    Ok(())
}

fn wanted(ctx: &Ctx, pass: EnrichmentPass) -> Wanted {
    let Sources { postal_codes, geocoder } = &ctx.settings().enrichment;
    match pass {
        EnrichmentPass::AtHand => {
            Wanted { details: true, places: postal_codes.is_some() || geocoder.is_some() }
        }
        EnrichmentPass::Asking => Wanted { details: false, places: geocoder.is_some() },
    }
}

/// Writes what was found, moves the checkpoint, and asks for the next turn or ends it. Does nothing
/// when somebody else has taken this turn meanwhile.
async fn write(tx: &mut Tx, ctx: &Ctx, before: &Run, looked: &Looked) -> Result<(), DbError> {
    // Locked, so that nobody begins to take the import back meanwhile.
    let import = match db::imports::lock(tx.conn(), ImportId::new(before.import_id)).await {
        Err(DbError::NotFound) => return Ok(()),
        found => found?,
    };
    let mut run = runs::lock(tx.conn(), ImportId::new(import.id)).await?;
    if run.turn != before.turn || run.finished_at.is_some() {
        return Ok(());
    }
    run.turn = run.turn.wrapping_add(1);
    run.updated_at = tx.now();
    if import.status.0 == ImportStatus::Completed {
        let changed = keep(tx, &mut run, &looked.leads).await?;
        go_on(tx, ctx, &import, &mut run, (looked, &changed)).await?;
    } else {
        // Its leads are being taken back.
        run.finished_at = Some(tx.now());
    }
    runs::update(tx.conn(), &run).await
}

/// Adds what was found to the leads, and gives those that took it.
async fn keep(tx: &mut Tx, run: &mut Run, leads: &[Lead]) -> Result<HashSet<Uuid>, DbError> {
    let now = tx.now();
    let patches: Vec<_> = leads.iter().filter_map(Lead::patch).collect();
    let changed = db::enrichments::patch_leads(tx.conn(), &patches, now).await?;
    let ids: Vec<LeadId> = changed.iter().copied().map(LeadId::new).collect();
    crate::calling_places::place(tx, &ids).await?;
    let changed: HashSet<Uuid> = changed.into_iter().collect();
    let took = leads.iter().filter(|lead| changed.contains(&lead.id().uuid()));
    let found = took.flat_map(|lead| lead.found().iter().map(move |finding| (lead, finding)));
    let rows: Vec<Enrichment> = found
        .map(|(lead, finding)| Enrichment {
            id: Uuid::now_v7(),
            lead_id: lead.id().uuid(),
            step: Word(finding.detail.step()),
            found: finding.detail.fields(),
            source: finding.source.clone(),
            precision: finding.precision.map(Word),
            created_at: now,
        })
        .collect();
    if !rows.is_empty() {
        db::enrichments::insert(tx.conn(), &rows).await?;
        let change = Change::new(Action::ImportProgressed, Subject::Import, run.import_id);
        tx.tell(change.counting(i64::try_from(changed.len()).unwrap_or(i64::MAX)));
    }
    for row in &rows {
        *count(run, row.step.0) += 1;
    }
    Ok(changed)
}

fn count(run: &mut Run, step: EnrichmentStep) -> &mut i32 {
    match step {
        EnrichmentStep::Phone => &mut run.phone_count,
        EnrichmentStep::Place => &mut run.place_count,
        EnrichmentStep::TimeZone => &mut run.time_zone_count,
        EnrichmentStep::Website => &mut run.website_count,
    }
}

/// Moves the checkpoint and says what comes next.
async fn go_on(
    tx: &mut Tx,
    ctx: &Ctx,
    import: &Import,
    run: &mut Run,
    (looked, changed): (&Looked, &HashSet<Uuid>),
) -> Result<(), DbError> {
    // One that somebody has changed meanwhile is looked at again as it is now, and what follows too.
    let is_settled = |lead: &&Lead| lead.found().is_empty() || changed.contains(&lead.id().uuid());
    let settled = looked.leads.iter().take_while(is_settled).count();
    if let Some(last) = settled.checked_sub(1).and_then(|last| looked.leads.get(last)) {
        run.last_lead_id = last.id().uuid();
    }
    let id = ImportId::new(import.id);
    match &looked.end {
        End::NoAnswer(error) => {
            run.failure_count = if settled == 0 { run.failure_count + 1 } else { 1 };
            ending::wait(tx, import, run, error).await
        }
        End::Finished if settled == looked.leads.len() => {
            let has_more = run.pass.0 == EnrichmentPass::AtHand
                && ctx.settings().enrichment.geocoder.is_some();
            if !has_more {
                return ending::finish(tx, import, run, None).await;
            }
            run.pass = Word(EnrichmentPass::Asking);
            run.last_lead_id = Uuid::nil();
            RunEnrichment::go_on(tx, id).await
        }
        End::Finished | End::Unfinished => {
            run.failure_count = 0;
            RunEnrichment::go_on(tx, id).await
        }
    }
}
