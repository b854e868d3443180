//! Words that the rules and the database both know.

use domain::assignment_rules::Method;
use domain::assignments::EndReason;
use domain::calling_rules::{Confidence, HolidayCalendar, RecordingConsent};
use domain::calls::{
    AnsweredBy, CallDirection, CallEventKind, CallOrigin, CallStatus, HungUpBy, Provider,
    RecordingStatus,
};
use domain::dispositions::DispositionRule;
use domain::enrichments::{EnrichmentPass, EnrichmentStep, Precision};
use domain::exports::{ExportFormat, ExportSource, ExportStatus};
use domain::handouts::{HandoutAct, HandoutStatus, PassedOver};
use domain::imports::{DuplicatePolicy, ImportStatus, RowOutcome};
use domain::leads::{Category, LeadStatus};
use domain::presence::WorkState;
use domain::settings::CallingWindows;
use domain::users::Role;
use support::{TestDatabase, connect};

/// What a CHECK allows in a column, as an array of quoted words.
const ALLOWED: &str = "
    SELECT pg_get_constraintdef(pg_constraint.oid)
    FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND conkey = ARRAY[attnum]
    WHERE contype = 'c' AND conrelid = $1::text::regclass AND attname = $2";

macro_rules! words {
    ($type:ident) => {
        $type::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>()
    };
}

#[tokio::test]
async fn the_database_allows_exactly_the_words_of_the_rules() {
    let database = TestDatabase::create().await;
    let client = connect(&database.url()).await;
    let columns = [
        ("users", "role", words!(Role)),
        ("settings", "calling_windows", words!(CallingWindows)),
        ("settings", "recording_consent", words!(RecordingConsent)),
        ("calling_rules", "recording", words!(RecordingConsent)),
        ("calling_rules", "confidence", words!(Confidence)),
        ("calling_rules", "holidays", words!(HolidayCalendar)),
        ("dispositions", "rule", words!(DispositionRule)),
        ("dispositions", "category", words!(Category)),
        ("imports", "status", words!(ImportStatus)),
        ("imports", "duplicate_policy", words!(DuplicatePolicy)),
        ("import_rows", "outcome", words!(RowOutcome)),
        ("assignment_rules", "method", words!(Method)),
        ("handouts", "act", words!(HandoutAct)),
        ("handouts", "status", words!(HandoutStatus)),
        ("handout_passed_over", "reason", words!(PassedOver)),
        ("exports", "source", words!(ExportSource)),
        ("exports", "format", words!(ExportFormat)),
        ("exports", "status", words!(ExportStatus)),
        ("leads", "status", words!(LeadStatus)),
        ("leads", "category", words!(Category)),
        ("calls", "category", words!(Category)),
        ("calls", "origin", words!(CallOrigin)),
        ("calls", "recording_consent", words!(RecordingConsent)),
        ("calls", "direction", words!(CallDirection)),
        ("calls", "status", words!(CallStatus)),
        ("calls", "provider", words!(Provider)),
        ("calls", "answered_by", words!(AnsweredBy)),
        ("calls", "hung_up_by", words!(HungUpBy)),
        ("call_events", "kind", words!(CallEventKind)),
        ("recordings", "status", words!(RecordingStatus)),
        ("assignments", "end_reason", words!(EndReason)),
        ("enrichments", "step", words!(EnrichmentStep)),
        ("enrichments", "precision", words!(Precision)),
        ("enrichment_runs", "pass", words!(EnrichmentPass)),
        ("geocoded_places", "precision", words!(Precision)),
        ("work_times", "state", words!(WorkState)),
    ];
    for (table, column, mut expected) in columns {
        let rows = client.query(ALLOWED, &[&table, &column]).await.unwrap();
        let definition: String = rows.first().map(|row| row.get(0)).unwrap_or_default();
        let mut allowed: Vec<&str> = definition.split('\'').skip(1).step_by(2).collect();
        allowed.sort_unstable();
        expected.sort_unstable();
        assert_eq!(allowed, expected, "{table}.{column}: {definition}");
    }
}
