//! Throw-away harness.
use skiigen_app as app;
use app::{Admin, Caller, Clock, Ctx, Settings};
use app::imports::{Part, commit_import, create_import, rejected_rows, update_import, delete_import, ImportRevision};
use domain::ids::{RegionId, RequestId, UserId, ImportId};
use domain::imports::DuplicatePolicy;
use futures_util::{StreamExt, stream};
use std::time::Instant;

const ADMIN: &str = "01900000-0000-7000-8000-0000000000aa";

async fn view(ctx: &Ctx, id: ImportId) {
    let v = db::imports::find_view(&mut *ctx.db().conn().await.unwrap(), id).await.unwrap();
    println!("{} {:?} {:?} read={} failure={:?} parsed={}/{} lines={} committed={}", v.import.id, v.import.status.0, v.import.counts(), v.import.read_count, v.import.failure, v.import.parsed_bytes, v.import.file_size, v.import.parsed_lines, v.import.committed_row);
}

#[tokio::main]
async fn main() {
    let url = std::env::args().nth(1).unwrap();
    let database = db::Database::connect(&url, 6).await.unwrap();
    let ctx = Ctx::new(database, Clock::system(), Settings { secret: vec![0; 32], public_url: String::new(), upload_limit_bytes: 256 << 20 });
    let caller = Caller { ctx: ctx.clone(), user: ADMIN.parse::<UserId>().unwrap(), role: domain::users::Role::Admin, request: RequestId::new(uuid::Uuid::now_v7()), idempotency: None };
    let admin = Admin::new(caller).unwrap();
    let args: Vec<String> = std::env::args().skip(2).collect();
    let started = Instant::now();
    match args[0].as_str() {
        "upload" => {
            let bytes = std::fs::read(&args[1]).unwrap();
            let region: RegionId = args[2].parse().unwrap();
            let policy: DuplicatePolicy = args.get(3).map_or(DuplicatePolicy::Update, |p| p.parse().unwrap());
            let mut parts = vec![Ok(Part::File { name: args[1].clone() })];
            parts.extend(bytes.chunks(64 * 1024).map(|c| Ok(Part::Piece(bytes::Bytes::copy_from_slice(c)))));
            parts.push(Ok(Part::Region(region)));
            parts.push(Ok(Part::Duplicates(policy)));
            let v = create_import(&admin, stream::iter(parts)).await.unwrap();
            eprintln!("upload {:?}", started.elapsed());
            println!("{}", v.import.id);
        }
        "work" => {
            app::jobs::run_pending(&ctx).await.unwrap();
            println!("worked {:?}", started.elapsed());
        }
        "worker" => {
            let stop = tokio_util::sync::CancellationToken::new();
            let c = stop.clone();
            tokio::spawn(async move { tokio::time::sleep(std::time::Duration::from_secs(60)).await; c.cancel() });
            app::jobs::Worker::new(ctx.clone(), 2).hearing(url).run(stop).await;
        }
        "commit" => { commit_import(&admin, args[1].parse().unwrap()).await.map(|_| ()).unwrap(); }
        "policy" => { update_import(&admin, args[1].parse().unwrap(), ImportRevision { duplicates: Some(args[2].parse().unwrap()), ..Default::default() }).await.map(|_| ()).unwrap(); }
        "cancel" => { update_import(&admin, args[1].parse().unwrap(), ImportRevision { cancel: true, ..Default::default() }).await.map(|_| ()).unwrap(); }
        "delete" => { println!("{:?}", delete_import(&admin, args[1].parse().unwrap()).await); return; }
        "rejected" => {
            let r = rejected_rows(&admin, args[1].parse().unwrap()).await.unwrap();
            eprintln!("{}", r.file_name);
            let mut s = std::pin::pin!(r.pieces);
            while let Some(p) = s.next().await { print!("{}", String::from_utf8_lossy(&p.unwrap())); }
            return;
        }
        "check" => {
            let bytes = std::fs::read(&args[1]).unwrap();
            let mut r = csv::Reader::from_reader(&bytes[..]);
            let mut n = 0; let mut codes = std::collections::BTreeMap::new(); let mut ph = 0;
            for rec in r.records() { let rec = rec.unwrap(); let cells: Vec<String> = rec.iter().map(str::to_owned).collect();
                let c = domain::imports::check(&cells, "US"); n += 1; ph += usize::from(c.lead.phone_e164.is_some());
                for i in c.issues { if i.code.starts_with("phone_no") && args.len() > 2 { println!("{:?} {}", cells[1], cells[7]); } *codes.entry(i.code).or_insert(0) += 1; } }
            println!("{n} rows, {ph} phones, {:?}, {codes:?}", started.elapsed());
            return;
        }
        _ => {}
    }
    if let Some(id) = args.get(1).and_then(|a| a.parse().ok()) { view(&ctx, id).await; }
}
