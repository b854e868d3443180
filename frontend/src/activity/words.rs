//! Recorded changes in plain words: who did what, and which fields became what.

use domain::activity::{Action, Subject};
use dto::activity::ActivityResponse;
use serde_json::Value;

use super::fields::{moment_of, text_in};
use crate::calls::Dispositions;
use crate::format;
use crate::ui::Icon;

/// The words of a sentence behind who did it: what was done, to what, and how it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// `logged a call with`.
    pub did: &'static str,
    /// The name of what it was done to.
    pub to: Option<String>,
    /// `: No answer`.
    pub outcome: Option<String>,
}

/// What was done, in words.
#[must_use]
pub fn deed(entry: &ActivityResponse, dispositions: Dispositions) -> Deed {
    let name = entry.subject.name.clone();
    let said = |field: &str| text_in(entry.after.as_ref(), field);
    let outcome = match entry.action {
        Action::CallLogged | Action::CallDispositioned => {
            said("disposition").map(|key| dispositions.label(&key))
        }
        Action::DoNotCallAdded => said("phone_e164"),
        Action::DoNotCallUploaded => said("file_name"),
        Action::DoNotCallRemoved => text_in(entry.before.as_ref(), "phone_e164"),
        Action::LeadSkipped | Action::LeadErased => said("reason"),
        Action::LeadMerged => said("merged_name"),
        Action::CallTurnedAway => said("from"),
        Action::NoteCreated => said("body").map(|body| shortened(&body)),
        Action::FollowUpCreated => said("due_at").and_then(|at| moment_of(&at)),
        Action::LeadsAssigned | Action::LeadsRebalanced => assigned(entry.after.as_ref()),
        Action::HandoutFailed => said("failure"),
        _ => None,
    };
    // Who signs in is who did it, and there is one workspace only.
    let is_said = matches!(entry.action, Action::SettingsUpdated | Action::UserSignedIn);
    let to = if is_said { None } else { name };
    Deed { did: verb(entry.action, to.is_some()), to, outcome }
}

/// The verb; it ends so that a name may follow, if there is one.
#[expect(clippy::too_many_lines, reason = "one line for each action")]
const fn verb(action: Action, named: bool) -> &'static str {
    let (before_a_name, alone) = match action {
        Action::UserSignedIn => ("signed in", "signed in"),
        Action::UserCreated => ("added the user", "added the user"),
        Action::UserUpdated => ("changed the user", "changed the user"),
        Action::SettingsUpdated => ("changed the settings", "changed the settings"),
        Action::RegionCreated => ("added the region", "added the region"),
        Action::RegionUpdated => ("changed the region", "changed the region"),
        Action::RegionDeleted => ("deleted the region", "deleted the region"),
        Action::CampaignCreated => ("added the campaign", "added the campaign"),
        Action::CampaignUpdated => ("changed the campaign", "changed the campaign"),
        Action::CampaignDeleted => ("deleted the campaign", "deleted the campaign"),
        Action::DispositionCreated => ("added the disposition", "added a disposition"),
        Action::DispositionUpdated => ("changed the disposition", "changed a disposition"),
        Action::DispositionDeleted => ("deleted the disposition", "deleted a disposition"),
        Action::CallingRuleCreated => ("added the calling rule", "added a calling rule"),
        Action::CallingRuleUpdated => ("changed the calling rule", "changed a calling rule"),
        Action::CallingRuleDeleted => ("deleted the calling rule", "deleted a calling rule"),
        Action::DoNotCallAdded => {
            ("put a number on the do-not-call list:", "put a number on the do-not-call list")
        }
        Action::DoNotCallUploaded => {
            ("uploaded do-not-call numbers:", "uploaded a list of numbers not to be called")
        }
        Action::DoNotCallRemoved => {
            ("took a number off the do-not-call list:", "took a number off the do-not-call list")
        }
        Action::NoteTemplateCreated => ("added the note template", "added a note template"),
        Action::NoteTemplateUpdated => ("changed the note template", "changed a note template"),
        Action::NoteTemplateDeleted => ("deleted the note template", "deleted a note template"),
        Action::LeadCreated => ("added the lead", "added the lead"),
        Action::LeadUpdated => ("changed the lead", "changed the lead"),
        Action::LeadDeleted => ("deleted the lead", "deleted the lead"),
        Action::LeadMerged => ("merged another lead into", "merged two leads"),
        Action::PersonalDataRead => {
            ("read everything stored of", "read everything stored of a lead")
        }
        Action::LeadErased => ("erased what was known of", "erased what was known of a lead"),
        Action::ImportCreated => ("uploaded the list", "uploaded the list"),
        Action::ImportReviewed => ("read the list", "read the list"),
        Action::ImportProgressed => ("is reading the list", "is reading the list"),
        Action::ImportCommitted => ("said yes to the list", "said yes to the list"),
        Action::ImportCompleted => ("made leads of the list", "made leads of the list"),
        Action::ImportFailed => ("could not read the list", "could not read the list"),
        Action::ImportCancelled => ("set aside the list", "set aside the list"),
        Action::ImportUndone => ("began to take back the list", "began to take back the list"),
        Action::ImportTakenBack => ("took back the list", "took back the list"),
        Action::ImportMended => ("mended rows of the list", "mended rows of the list"),
        Action::ImportEnriched => {
            ("looked up details for the list", "looked up details for a list")
        }
        Action::ExportCreated => ("asked for the file", "asked for a file"),
        Action::ExportProgressed => ("is writing the file", "is writing a file"),
        Action::ExportCompleted => ("got the file", "got a file"),
        Action::ExportFailed => ("could not write the file", "could not write a file"),
        Action::ExportDownloaded => ("downloaded the file", "downloaded a file"),
        Action::ExportRemoved => ("removed the file", "removed a file"),
        Action::LeadsAssigned => ("handed out leads:", "handed out leads"),
        Action::LeadsUnassigned => ("took leads back from", "took leads back"),
        Action::LeadsRebalanced => ("evened out the leads of", "evened out who has how many leads"),
        Action::AssignmentRuleCreated => ("added the assignment rule", "added an assignment rule"),
        Action::AssignmentRuleUpdated => {
            ("changed the assignment rule", "changed an assignment rule")
        }
        Action::AssignmentRuleDeleted => {
            ("deleted the assignment rule", "deleted an assignment rule")
        }
        Action::HandoutCreated => ("asked to hand out", "asked to hand out leads"),
        Action::HandoutFailed => ("could not hand out", "could not hand out leads"),
        Action::HandoutUndone => ("took back handing out", "took back handing out leads"),
        Action::LeadUnassigned => ("took back", "took a lead back"),
        Action::AssignmentUpdated => ("changed the assignment of", "changed an assignment"),
        Action::LeadSkipped => ("put off", "put a lead off"),
        Action::CallLogged => ("logged a call with", "logged a call"),
        Action::CallPermitted => ("began to call", "began a call"),
        Action::CallRefused => ("was not allowed to call", "was not allowed to call"),
        Action::CallReceived => ("put through a call of", "put through a call"),
        Action::CallTurnedAway => {
            ("could put nobody through to", "turned away a caller with whom nobody works")
        }
        Action::CallProgressed => ("is calling", "is on a call"),
        Action::CallEnded => ("ended a call with", "ended a call"),
        Action::VoicemailDropped => ("left a message for", "left a message"),
        Action::CallUndone => ("took back the outcome of the call with", "took back an outcome"),
        Action::CallDispositioned => {
            ("said what came of the call with", "said what came of a call")
        }
        Action::RecordingHeard => ("listened to a call with", "listened to a call"),
        Action::VoicemailMessageUpdated => {
            ("changed the voicemail message of", "changed their voicemail message")
        }
        Action::NoteCreated => ("wrote a note on", "wrote a note"),
        Action::FollowUpCreated => ("planned a follow-up with", "planned a follow-up"),
        Action::FollowUpUpdated => ("changed a follow-up with", "changed a follow-up"),
        Action::PresenceChanged => ("went on with", "went on to something else"),
    };
    if named { before_a_name } else { alone }
}

/// The picture of an action.
#[must_use]
pub const fn icon(action: Action, subject: Subject) -> Icon {
    match (action, subject) {
        (Action::CallLogged, _) => Icon::Phone,
        (Action::VoicemailDropped, _) => Icon::Voicemail,
        (Action::CallReceived | Action::CallTurnedAway, _) => Icon::PhoneIncoming,
        (_, Subject::Call) => Icon::PhoneCall,
        (Action::NoteCreated, _) => Icon::StickyNote,
        (Action::LeadMerged, _) => Icon::Merge,
        (Action::LeadSkipped, _) => Icon::SkipForward,
        (_, Subject::Assignment) => Icon::UserRoundCheck,
        (_, Subject::AssignmentRule) => Icon::Shuffle,
        (_, Subject::FollowUp) => Icon::Calendar,
        (_, Subject::Import) => Icon::FileUp,
        (_, Subject::Export) => Icon::Download,
        (_, Subject::Region) => Icon::Map,
        (_, Subject::Campaign) => Icon::Megaphone,
        (_, Subject::Disposition) => Icon::ListChecks,
        (_, Subject::CallingRule) => Icon::Clock,
        (_, Subject::DoNotCall) => Icon::Ban,
        (_, Subject::NoteTemplate) => Icon::StickyNote,
        (_, Subject::Settings) => Icon::Settings,
        (_, Subject::User) => Icon::User,
        _ => Icon::Pencil,
    }
}

/// What an action is called where one is chosen from a list.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one line for each action")]
pub const fn action_label(action: Action) -> &'static str {
    match action {
        Action::UserSignedIn => "Signed in",
        Action::UserCreated => "User added",
        Action::UserUpdated => "User changed",
        Action::SettingsUpdated => "Settings changed",
        Action::RegionCreated => "Region added",
        Action::RegionUpdated => "Region changed",
        Action::RegionDeleted => "Region deleted",
        Action::CampaignCreated => "Campaign added",
        Action::CampaignUpdated => "Campaign changed",
        Action::CampaignDeleted => "Campaign deleted",
        Action::DispositionCreated => "Disposition added",
        Action::DispositionUpdated => "Disposition changed",
        Action::DispositionDeleted => "Disposition deleted",
        Action::CallingRuleCreated => "Calling rule added",
        Action::CallingRuleUpdated => "Calling rule changed",
        Action::CallingRuleDeleted => "Calling rule deleted",
        Action::DoNotCallAdded => "Number not to be called added",
        Action::DoNotCallUploaded => "Do-not-call list uploaded",
        Action::DoNotCallRemoved => "Number may be called again",
        Action::NoteTemplateCreated => "Note template added",
        Action::NoteTemplateUpdated => "Note template changed",
        Action::NoteTemplateDeleted => "Note template deleted",
        Action::LeadCreated => "Lead added",
        Action::LeadUpdated => "Lead changed",
        Action::LeadDeleted => "Lead deleted",
        Action::LeadMerged => "Leads merged",
        Action::PersonalDataRead => "Personal data read",
        Action::LeadErased => "Lead erased",
        Action::ImportCreated => "List uploaded",
        Action::ImportReviewed => "List read",
        Action::ImportProgressed => "List being read",
        Action::ImportCommitted => "List accepted",
        Action::ImportCompleted => "List became leads",
        Action::ImportFailed => "List could not be read",
        Action::ImportCancelled => "List set aside",
        Action::ImportEnriched => "Missing details looked for",
        Action::ImportUndone => "List to be taken back",
        Action::ImportTakenBack => "List taken back",
        Action::ImportMended => "Rows mended",
        Action::ExportCreated => "File asked for",
        Action::ExportProgressed => "File being written",
        Action::ExportCompleted => "File written",
        Action::ExportFailed => "File could not be written",
        Action::ExportDownloaded => "File downloaded",
        Action::ExportRemoved => "File removed",
        Action::LeadsAssigned => "Leads handed out",
        Action::LeadsUnassigned => "Leads taken back",
        Action::LeadsRebalanced => "Leads evened out",
        Action::AssignmentRuleCreated => "Assignment rule added",
        Action::AssignmentRuleUpdated => "Assignment rule changed",
        Action::AssignmentRuleDeleted => "Assignment rule deleted",
        Action::HandoutCreated => "Handing out asked for",
        Action::HandoutFailed => "Handing out failed",
        Action::HandoutUndone => "Handing out taken back",
        Action::LeadUnassigned => "Lead taken back",
        Action::AssignmentUpdated => "Assignment changed",
        Action::LeadSkipped => "Lead put off",
        Action::CallLogged => "Call logged",
        Action::CallPermitted => "Call begun",
        Action::CallRefused => "Call not allowed",
        Action::CallReceived => "Lead rang",
        Action::CallTurnedAway => "Caller turned away",
        Action::CallProgressed => "Call going on",
        Action::CallEnded => "Call ended",
        Action::VoicemailDropped => "Message left",
        Action::CallDispositioned => "Outcome of a call said",
        Action::CallUndone => "Outcome of a call taken back",
        Action::RecordingHeard => "Recording heard",
        Action::VoicemailMessageUpdated => "Voicemail message changed",
        Action::NoteCreated => "Note written",
        Action::FollowUpCreated => "Follow-up planned",
        Action::FollowUpUpdated => "Follow-up changed",
        Action::PresenceChanged => "Presence changed",
    }
}

fn assigned(after: Option<&Value>) -> Option<String> {
    let after = after?;
    let count = ["assigned", "count", "leads"].iter().find_map(|name| after.get(name)?.as_i64())?;
    Some(format::count(count, "lead", "leads"))
}

fn shortened(text: &str) -> String {
    const ENOUGH: usize = 120;
    let mut short: String = text.chars().take(ENOUGH).collect();
    if text.chars().nth(ENOUGH).is_some() {
        short.push('…');
    }
    short
}
