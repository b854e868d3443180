//! The tables, generated from the migrated database by `cargo xtask schema`; not edited by hand.

diesel::table! {
    activity (id) {
        id -> Uuid,
        occurred_at -> Timestamptz,
        actor_id -> Nullable<Uuid>,
        action -> Text,
        subject_type -> Text,
        subject_id -> Uuid,
        lead_id -> Nullable<Uuid>,
        request_id -> Nullable<Uuid>,
        audience -> Array<Uuid>,
    }
}

diesel::table! {
    activity_payloads (activity_id) {
        activity_id -> Uuid,
        before -> Nullable<Jsonb>,
        after -> Nullable<Jsonb>,
    }
}

diesel::table! {
    assignment_rules (id) {
        id -> Uuid,
        name -> Text,
        position -> Int2,
        is_active -> Bool,
        region_id -> Nullable<Uuid>,
        country -> Nullable<Bpchar>,
        campaign_id -> Nullable<Uuid>,
        has_website -> Nullable<Bool>,
        lead_priority -> Nullable<Int2>,
        method -> Text,
        assignee_ids -> Array<Uuid>,
        priority -> Nullable<Int2>,
        due_days -> Nullable<Int2>,
        turn -> Int8,
    }
}

diesel::table! {
    assignments (id) {
        id -> Uuid,
        lead_id -> Uuid,
        assignee_id -> Uuid,
        assigned_by -> Uuid,
        priority -> Nullable<Int2>,
        due_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
        end_reason -> Nullable<Text>,
        handout_id -> Nullable<Uuid>,
        ended_by_handout_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    call_events (id) {
        id -> Uuid,
        call_id -> Uuid,
        kind -> Text,
        fact -> Text,
        child_sid -> Nullable<Text>,
        sequence -> Nullable<Int4>,
        status -> Nullable<Text>,
        idempotency_token -> Nullable<Text>,
        fields -> Jsonb,
        occurred_at -> Timestamptz,
        received_at -> Timestamptz,
    }
}

diesel::table! {
    call_figures (user_id, quarter, region_id, campaign_id, disposition) {
        user_id -> Uuid,
        quarter -> Timestamptz,
        region_id -> Uuid,
        campaign_id -> Uuid,
        disposition -> Text,
        calls -> Int4,
        connected -> Int4,
        call_backs -> Int4,
        conversations -> Int4,
        closed -> Int4,
        warm -> Int4,
        failed -> Int4,
        talk_seconds -> Int8,
    }
}

diesel::table! {
    calling_caps (place, max_attempts, period_hours, holds_from) {
        place -> Text,
        max_attempts -> Int4,
        period_hours -> Int4,
        holds_from -> Timestamptz,
        holds_until -> Timestamptz,
    }
}

diesel::table! {
    calling_hours (place, opens_at) {
        place -> Text,
        opens_at -> Timestamptz,
        closes_at -> Timestamptz,
    }
}

diesel::table! {
    calling_places (key) {
        key -> Text,
    }
}

diesel::table! {
    calling_rules (id) {
        id -> Uuid,
        key -> Text,
        name -> Text,
        country -> Bpchar,
        state -> Nullable<Text>,
        windows -> Jsonb,
        holidays -> Nullable<Text>,
        max_attempts -> Nullable<Int4>,
        period_hours -> Nullable<Int4>,
        effective_from -> Nullable<Date>,
        effective_until -> Nullable<Date>,
        confidence -> Text,
        source -> Text,
        notes -> Text,
        is_active -> Bool,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        recording -> Nullable<Text>,
    }
}

diesel::table! {
    calls (id) {
        id -> Uuid,
        lead_id -> Nullable<Uuid>,
        user_id -> Uuid,
        region_id -> Uuid,
        campaign_id -> Nullable<Uuid>,
        origin -> Text,
        called_at -> Timestamptz,
        duration_seconds -> Int4,
        is_connected -> Bool,
        disposition -> Nullable<Text>,
        category -> Nullable<Text>,
        notes -> Text,
        created_at -> Timestamptz,
        status -> Text,
        phone_e164 -> Nullable<Text>,
        caller_id -> Nullable<Text>,
        provider -> Nullable<Text>,
        override_reason -> Nullable<Text>,
        is_recorded -> Bool,
        permitted_until -> Nullable<Timestamptz>,
        dialled_at -> Nullable<Timestamptz>,
        answered_at -> Nullable<Timestamptz>,
        ended_at -> Nullable<Timestamptz>,
        answered_by -> Nullable<Text>,
        hung_up_by -> Nullable<Text>,
        sip_code -> Nullable<Int4>,
        voicemail_dropped_at -> Nullable<Timestamptz>,
        dispositioned_at -> Nullable<Timestamptz>,
        parent_sid -> Nullable<Text>,
        child_sid -> Nullable<Text>,
        is_erased -> Bool,
        direction -> Text,
        recording_consent -> Nullable<Text>,
    }
}

diesel::table! {
    campaign_regions (campaign_id, region_id) {
        campaign_id -> Uuid,
        region_id -> Uuid,
    }
}

diesel::table! {
    campaign_retry_rules (campaign_id, disposition_id) {
        campaign_id -> Uuid,
        disposition_id -> Uuid,
        retry -> Jsonb,
    }
}

diesel::table! {
    campaigns (id) {
        id -> Uuid,
        name -> Text,
        description -> Text,
        script -> Text,
        is_active -> Bool,
        starts_on -> Nullable<Date>,
        ends_on -> Nullable<Date>,
        goal -> Nullable<Int4>,
        retry_minutes -> Nullable<Int4>,
        max_attempts -> Nullable<Int4>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        records_calls -> Bool,
        recording_notice -> Text,
    }
}

diesel::table! {
    dispositions (id) {
        id -> Uuid,
        key -> Text,
        label -> Text,
        rule -> Text,
        category -> Nullable<Text>,
        hotkey -> Nullable<Int2>,
        position -> Int2,
        is_active -> Bool,
        retry -> Nullable<Jsonb>,
    }
}

diesel::table! {
    do_not_call (phone_e164) {
        phone_e164 -> Text,
        reason -> Text,
        added_by -> Uuid,
        created_at -> Timestamptz,
        id -> Uuid,
    }
}

diesel::table! {
    enrichment_runs (import_id) {
        import_id -> Uuid,
        pass -> Text,
        turn -> Int4,
        last_lead_id -> Uuid,
        phone_count -> Int4,
        place_count -> Int4,
        time_zone_count -> Int4,
        website_count -> Int4,
        failure_count -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        finished_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    enrichments (id) {
        id -> Uuid,
        lead_id -> Uuid,
        step -> Text,
        found -> Jsonb,
        source -> Text,
        precision -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    erased_numbers (digest) {
        digest -> Text,
        erased_at -> Timestamptz,
    }
}

diesel::table! {
    export_chunks (export_id, position) {
        export_id -> Uuid,
        position -> Int4,
        content -> Bytea,
    }
}

diesel::table! {
    exports (id) {
        id -> Uuid,
        source -> Text,
        format -> Text,
        filter -> Jsonb,
        scope -> Jsonb,
        time_zone -> Text,
        file_name -> Text,
        created_by -> Uuid,
        status -> Text,
        failure -> Nullable<Text>,
        run -> Nullable<Uuid>,
        run_started_at -> Nullable<Timestamptz>,
        done_count -> Int8,
        total_count -> Int8,
        file_size -> Nullable<Int8>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        finished_at -> Nullable<Timestamptz>,
        expires_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    figure_state (one) {
        one -> Bool,
        folded_until -> Date,
        checked_at -> Nullable<Timestamptz>,
        wrong -> Nullable<Int4>,
    }
}

diesel::table! {
    folded_disposition_figures (day, region_id, campaign_id, disposition) {
        day -> Date,
        region_id -> Uuid,
        campaign_id -> Uuid,
        disposition -> Text,
        calls -> Int4,
        connected -> Int4,
        call_backs -> Int4,
        conversations -> Int4,
        closed -> Int4,
        warm -> Int4,
        failed -> Int4,
        talk_seconds -> Int8,
    }
}

diesel::table! {
    folded_quarter_figures (quarter, region_id, campaign_id) {
        quarter -> Timestamptz,
        region_id -> Uuid,
        campaign_id -> Uuid,
        calls -> Int4,
        connected -> Int4,
        call_backs -> Int4,
        conversations -> Int4,
        closed -> Int4,
        warm -> Int4,
        failed -> Int4,
        talk_seconds -> Int8,
    }
}

diesel::table! {
    folded_user_figures (day, user_id, region_id, campaign_id) {
        day -> Date,
        user_id -> Uuid,
        region_id -> Uuid,
        campaign_id -> Uuid,
        calls -> Int4,
        connected -> Int4,
        call_backs -> Int4,
        conversations -> Int4,
        closed -> Int4,
        warm -> Int4,
        failed -> Int4,
        talk_seconds -> Int8,
    }
}

diesel::table! {
    follow_ups (id) {
        id -> Uuid,
        lead_id -> Uuid,
        user_id -> Uuid,
        due_at -> Timestamptz,
        note -> Text,
        completed_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    geocoded_places (address_key) {
        address_key -> Text,
        provider -> Text,
        latitude -> Nullable<Float8>,
        longitude -> Nullable<Float8>,
        precision -> Nullable<Text>,
        asked_at -> Timestamptz,
        ask_again_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    handout_passed_over (handout_id, reason, lead_id) {
        handout_id -> Uuid,
        lead_id -> Uuid,
        reason -> Text,
    }
}

diesel::table! {
    handout_shares (handout_id, user_id) {
        handout_id -> Uuid,
        user_id -> Uuid,
        position -> Int4,
        gained -> Int8,
        lost -> Int8,
    }
}

diesel::table! {
    handouts (id) {
        id -> Uuid,
        act -> Text,
        status -> Text,
        terms -> Jsonb,
        selection -> Nullable<Jsonb>,
        created_by -> Uuid,
        moved_count -> Int8,
        restored_count -> Nullable<Int8>,
        failure -> Nullable<Text>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        finished_at -> Nullable<Timestamptz>,
        undone_at -> Nullable<Timestamptz>,
        is_by_rules -> Bool,
    }
}

diesel::table! {
    idempotency_keys (user_id, operation, key) {
        user_id -> Uuid,
        operation -> Text,
        key -> Text,
        fingerprint -> Bytea,
        outcome -> Jsonb,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    import_changes (import_id, row) {
        import_id -> Uuid,
        row -> Int4,
        lead_id -> Uuid,
        before -> Jsonb,
        after -> Jsonb,
    }
}

diesel::table! {
    import_chunks (import_id, part, position) {
        import_id -> Uuid,
        position -> Int4,
        content -> Bytea,
        part -> Text,
    }
}

diesel::table! {
    import_kept_leads (import_id, row) {
        import_id -> Uuid,
        row -> Int4,
        lead_id -> Uuid,
        reason -> Text,
        fields -> Array<Text>,
    }
}

diesel::table! {
    import_mappings (header_set) {
        header_set -> Bytea,
        plans -> Jsonb,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    import_rows (import_id, row) {
        import_id -> Uuid,
        row -> Int4,
        line -> Int4,
        start -> Int8,
        length -> Int4,
        outcome -> Text,
        chosen -> Nullable<Text>,
        keys -> Array<Int8>,
        issues -> Nullable<Jsonb>,
        mending -> Nullable<Jsonb>,
        lead_id -> Nullable<Uuid>,
        duplicate_of -> Nullable<Int4>,
        found -> Nullable<Jsonb>,
        facets -> Nullable<Int8>,
    }
}

diesel::table! {
    imports (id) {
        id -> Uuid,
        file_name -> Text,
        file_size -> Int8,
        region_id -> Uuid,
        campaign_id -> Nullable<Uuid>,
        created_by -> Uuid,
        status -> Text,
        duplicate_policy -> Text,
        failure -> Nullable<Text>,
        parsed_bytes -> Int8,
        parsed_lines -> Int4,
        committed_row -> Int4,
        read_count -> Int4,
        create_count -> Int4,
        update_count -> Int4,
        unchanged_count -> Int4,
        duplicate_count -> Int4,
        rejected_count -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        finished_at -> Nullable<Timestamptz>,
        choice -> Jsonb,
        reading -> Nullable<Jsonb>,
        mapping -> Jsonb,
        tally -> Jsonb,
        step_started_at -> Timestamptz,
        undone_row -> Int4,
        removed_count -> Int4,
        restored_count -> Int4,
        kept_count -> Int4,
    }
}

diesel::table! {
    jobs (id) {
        id -> Uuid,
        kind -> Text,
        arguments -> Jsonb,
        status -> Text,
        run_at -> Timestamptz,
        attempts -> Int2,
        locked_until -> Nullable<Timestamptz>,
        last_error -> Nullable<Text>,
        created_at -> Timestamptz,
        finished_at -> Nullable<Timestamptz>,
        key -> Nullable<Text>,
    }
}

diesel::table! {
    lead_merges (merged_id) {
        merged_id -> Uuid,
        kept_id -> Uuid,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    leads (id) {
        id -> Uuid,
        region_id -> Uuid,
        campaign_id -> Nullable<Uuid>,
        import_id -> Nullable<Uuid>,
        name -> Text,
        formatted_phone -> Nullable<Text>,
        phone_e164 -> Nullable<Text>,
        street_number -> Nullable<Text>,
        street -> Nullable<Text>,
        city -> Nullable<Text>,
        region_name -> Nullable<Text>,
        postal_code -> Nullable<Text>,
        country -> Nullable<Bpchar>,
        url -> Nullable<Text>,
        has_website -> Bool,
        latitude -> Nullable<Float8>,
        longitude -> Nullable<Float8>,
        time_zone -> Nullable<Text>,
        status -> Text,
        category -> Nullable<Text>,
        disposition -> Nullable<Text>,
        priority -> Int2,
        attempt_count -> Int4,
        last_contacted_at -> Nullable<Timestamptz>,
        next_follow_up_at -> Nullable<Timestamptz>,
        next_attempt_at -> Nullable<Timestamptz>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        alternative_phones -> Array<Text>,
        custom_fields -> Jsonb,
        match_keys -> Nullable<Array<Int8>>,
        calling_place -> Nullable<Text>,
        erased_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    note_templates (id) {
        id -> Uuid,
        name -> Text,
        body -> Text,
        position -> Int2,
        is_active -> Bool,
    }
}

diesel::table! {
    notes (id) {
        id -> Uuid,
        lead_id -> Uuid,
        user_id -> Uuid,
        body -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    password_links (token_hash) {
        token_hash -> Bytea,
        user_id -> Nullable<Uuid>,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    queue_entries (lead_id) {
        lead_id -> Uuid,
        assignee_id -> Uuid,
        priority -> Int2,
        calling_place -> Text,
        campaign_id -> Nullable<Uuid>,
        phone_e164 -> Nullable<Text>,
        attempt_count -> Int4,
        next_follow_up_at -> Nullable<Timestamptz>,
        next_attempt_at -> Nullable<Timestamptz>,
        lead_created_at -> Timestamptz,
        region_id -> Uuid,
    }
}

diesel::table! {
    queue_leases (lead_id) {
        lead_id -> Uuid,
        user_id -> Uuid,
        leased_at -> Timestamptz,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    recordings (call_id) {
        call_id -> Uuid,
        sid -> Text,
        status -> Text,
        duration_seconds -> Nullable<Int4>,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    refresh_tokens (token_hash) {
        token_hash -> Bytea,
        session_id -> Uuid,
        issued_at -> Timestamptz,
        rotated_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    regions (id) {
        id -> Uuid,
        name -> Text,
        description -> Text,
        default_country -> Bpchar,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        caller_id -> Nullable<Text>,
        owner_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    sessions (id) {
        id -> Uuid,
        user_id -> Uuid,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
        end_reason -> Nullable<Text>,
    }
}

diesel::table! {
    settings (id) {
        id -> Int2,
        name -> Text,
        time_zone -> Text,
        default_country -> Bpchar,
        calling_windows -> Text,
        calls_open_at -> Time,
        calls_close_at -> Time,
        retry_minutes -> Int4,
        max_attempts -> Int4,
        updated_at -> Timestamptz,
        recording_consent -> Text,
    }
}

diesel::table! {
    sign_in_failures (id) {
        id -> Uuid,
        email -> Text,
        address -> Text,
        failed_at -> Timestamptz,
    }
}

diesel::table! {
    undos (activity_id) {
        activity_id -> Uuid,
        call_id -> Uuid,
        lead_id -> Uuid,
        user_id -> Uuid,
        until -> Timestamptz,
        facts -> Jsonb,
    }
}

diesel::table! {
    users (id) {
        id -> Uuid,
        name -> Text,
        email -> Text,
        role -> Text,
        phone -> Nullable<Text>,
        is_active -> Bool,
        time_zone -> Text,
        daily_goal -> Int4,
        preferences -> Jsonb,
        password_hash -> Nullable<Text>,
        tokens_valid_from -> Timestamptz,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        permissions -> Array<Text>,
        capacity -> Int4,
        away_until -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    voicemail_messages (user_id) {
        user_id -> Uuid,
        content_type -> Text,
        content -> Bytea,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    work_times (id) {
        id -> Uuid,
        user_id -> Uuid,
        state -> Text,
        reason -> Nullable<Text>,
        began_at -> Timestamptz,
        seen_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    activity,
    activity_payloads,
    assignment_rules,
    assignments,
    call_events,
    call_figures,
    calling_caps,
    calling_hours,
    calling_places,
    calling_rules,
    calls,
    campaign_regions,
    campaign_retry_rules,
    campaigns,
    dispositions,
    do_not_call,
    enrichment_runs,
    enrichments,
    erased_numbers,
    export_chunks,
    exports,
    figure_state,
    folded_disposition_figures,
    folded_quarter_figures,
    folded_user_figures,
    follow_ups,
    geocoded_places,
    handout_passed_over,
    handout_shares,
    handouts,
    idempotency_keys,
    import_changes,
    import_chunks,
    import_kept_leads,
    import_mappings,
    import_rows,
    imports,
    jobs,
    lead_merges,
    leads,
    note_templates,
    notes,
    password_links,
    queue_entries,
    queue_leases,
    recordings,
    refresh_tokens,
    regions,
    sessions,
    settings,
    sign_in_failures,
    undos,
    users,
    voicemail_messages,
    work_times,
);
