//! The record of every change: its verbs.

text_enum! {
    /// What was done.
    Action {
        /// A user came in.
        UserSignedIn = "user.signed_in",
        /// A user was added.
        UserCreated = "user.created",
        /// A user's profile, role or standing changed.
        UserUpdated = "user.updated",
        /// A workspace setting changed.
        SettingsUpdated = "settings.updated",
        /// A region was added.
        RegionCreated = "region.created",
        /// A region changed.
        RegionUpdated = "region.updated",
        /// A region was deleted.
        RegionDeleted = "region.deleted",
        /// A campaign was added.
        CampaignCreated = "campaign.created",
        /// A campaign changed.
        CampaignUpdated = "campaign.updated",
        /// A campaign was deleted.
        CampaignDeleted = "campaign.deleted",
        /// An outcome of calls was added.
        DispositionCreated = "disposition.created",
        /// An outcome of calls changed, or its place among the others.
        DispositionUpdated = "disposition.updated",
        /// An outcome of calls was deleted.
        DispositionDeleted = "disposition.deleted",
        /// A rule of when leads may be called was added.
        CallingRuleCreated = "calling_rule.created",
        /// A rule of when leads may be called changed.
        CallingRuleUpdated = "calling_rule.updated",
        /// A rule of when leads may be called was deleted.
        CallingRuleDeleted = "calling_rule.deleted",
        /// A number was put on the do-not-call list.
        DoNotCallAdded = "do_not_call.added",
        /// A list of numbers was put on the do-not-call list.
        DoNotCallUploaded = "do_not_call.uploaded",
        /// A number was taken off the do-not-call list.
        DoNotCallRemoved = "do_not_call.removed",
        /// A text for notes was added.
        NoteTemplateCreated = "note_template.created",
        /// A text for notes changed, or its place among the others.
        NoteTemplateUpdated = "note_template.updated",
        /// A text for notes was deleted.
        NoteTemplateDeleted = "note_template.deleted",
        /// A lead was added by hand.
        LeadCreated = "lead.created",
        /// A lead changed.
        LeadUpdated = "lead.updated",
        /// A lead was deleted.
        LeadDeleted = "lead.deleted",
        /// A lead was folded into another one.
        LeadMerged = "lead.merged",
        /// Somebody read everything that is stored of a lead.
        PersonalDataRead = "lead.personal_data_read",
        /// What was known of a lead was erased.
        LeadErased = "lead.erased",
        /// A list was uploaded.
        ImportCreated = "import.created",
        /// A list was read and waits for review.
        ImportReviewed = "import.reviewed",
        /// A list is on its way, some more rows done. Told, not recorded.
        ImportProgressed = "import.progressed",
        /// An admin said that a list shall become leads.
        ImportCommitted = "import.committed",
        /// A list has become leads.
        ImportCompleted = "import.completed",
        /// A list could not be read.
        ImportFailed = "import.failed",
        /// A list was set aside before commit.
        ImportCancelled = "import.cancelled",
        /// What was missing in the leads of a list was looked for.
        ImportEnriched = "import.enriched",
        /// An admin said that a list shall be taken back.
        ImportUndone = "import.undone",
        /// A list was taken back.
        ImportTakenBack = "import.taken_back",
        /// Rows of a list were mended, or somebody chose what comes of them.
        ImportMended = "import.mended",
        /// Somebody asked for a file of a list.
        ExportCreated = "export.created",
        /// A file is being written, some more rows done. Told, not recorded.
        ExportProgressed = "export.progressed",
        /// A file was written.
        ExportCompleted = "export.completed",
        /// A file could not be written.
        ExportFailed = "export.failed",
        /// Somebody fetched a file.
        ExportDownloaded = "export.downloaded",
        /// A file was removed after its time.
        ExportRemoved = "export.removed",
        /// Leads were handed to reps.
        LeadsAssigned = "leads.assigned",
        /// Leads were taken from their reps.
        LeadsUnassigned = "leads.unassigned",
        /// Untouched leads went from those who had many to those who had few.
        LeadsRebalanced = "leads.rebalanced",
        /// A rule of who is handed new leads was added.
        AssignmentRuleCreated = "assignment_rule.created",
        /// Such a rule changed, or its place among the others.
        AssignmentRuleUpdated = "assignment_rule.updated",
        /// Such a rule was deleted.
        AssignmentRuleDeleted = "assignment_rule.deleted",
        /// An act on who works many leads was asked for.
        HandoutCreated = "handout.created",
        /// Such an act could not be done, or not be taken back.
        HandoutFailed = "handout.failed",
        /// Such an act was taken back.
        HandoutUndone = "handout.undone",
        /// A lead was taken from its rep.
        LeadUnassigned = "lead.unassigned",
        /// An assignment's priority or due date changed.
        AssignmentUpdated = "assignment.updated",
        /// A lead was put off by its rep.
        LeadSkipped = "lead.skipped",
        /// A call was written down.
        CallLogged = "call.logged",
        /// A rep was permitted to dial.
        CallPermitted = "call.permitted",
        /// A call was asked for and not permitted.
        CallRefused = "call.refused",
        /// A lead rang us.
        CallReceived = "call.received",
        /// Somebody rang us with whom nobody works, and was not put through.
        CallTurnedAway = "call.turned_away",
        /// A call has gone on. Told, not recorded.
        CallProgressed = "call.progressed",
        /// A call has ended.
        CallEnded = "call.ended",
        /// A rep left a recorded message.
        VoicemailDropped = "call.voicemail_dropped",
        /// A rep said what came of a call.
        CallDispositioned = "call.dispositioned",
        /// A rep took back what they had said of a call.
        CallUndone = "call.undone",
        /// Somebody listened to a recording.
        RecordingHeard = "recording.heard",
        /// A rep recorded the message for answering machines anew, or removed it.
        VoicemailMessageUpdated = "voicemail_message.updated",
        /// A note was written.
        NoteCreated = "note.created",
        /// A promise was made.
        FollowUpCreated = "follow_up.created",
        /// A promise was kept or moved.
        FollowUpUpdated = "follow_up.updated",
        /// A rep does something else now, or is away. Told, not recorded.
        PresenceChanged = "presence.changed",
    }
}

text_enum! {
    /// What a change was done to.
    Subject {
        /// A user.
        User = "user",
        /// The workspace.
        Settings = "settings",
        /// A region.
        Region = "region",
        /// A campaign.
        Campaign = "campaign",
        /// An outcome of calls.
        Disposition = "disposition",
        /// A rule of when leads may be called.
        CallingRule = "calling_rule",
        /// A number on the do-not-call list, or a list of them.
        DoNotCall = "do_not_call",
        /// A text that a rep puts into a note.
        NoteTemplate = "note_template",
        /// An import.
        Import = "import",
        /// An export.
        Export = "export",
        /// A lead.
        Lead = "lead",
        /// A rule of who is handed new leads.
        AssignmentRule = "assignment_rule",
        /// An assignment, or a hand-out: an act on many of them.
        Assignment = "assignment",
        /// A call.
        Call = "call",
        /// A note.
        Note = "note",
        /// A follow-up.
        FollowUp = "follow_up",
        /// What a user does right now; its id is the user's.
        Presence = "presence",
    }
}

impl Subject {
    /// Whether everybody works with it, so that everybody is told when it changes: how leads are
    /// grouped, what is said to them, who may be called, what may be said of a call, and what is written
    /// of it.
    #[must_use]
    pub const fn is_common(self) -> bool {
        matches!(
            self,
            Self::Region
                | Self::Campaign
                | Self::Disposition
                | Self::CallingRule
                | Self::DoNotCall
                | Self::NoteTemplate
        )
    }
}
