//! The table of the pages' texts, which every language fills in completely.

/// Declares the table, and its keys as values for the few places that use names.
macro_rules! words {
    ($($key:ident,)+) => {
        /// Every text of the pages in one language. `{0}` and `{1}` are filled in by
        /// [`fill`](super::fill).
        #[derive(Debug)]
        pub(crate) struct Words {
            $(pub(crate) $key: &'static str,)+
        }

        impl Words {
            /// Returns the text with this name, if there is one.
            pub(crate) fn get(&self, key: &str) -> Option<&'static str> {
                match key {
                    $(stringify!($key) => Some(self.$key),)+
                    _ => None,
                }
            }

            /// Every key.
            #[cfg(test)]
            pub(crate) const KEYS: &[&str] = &[$(stringify!($key),)+];
        }
    };
}

words! {
    // Everywhere.
    skip,
    language,
    step,
    time_left,
    time_warning,
    offline,
    online,
    working,
    something_wrong,
    noscript,
    cancel,
    cancel_title,
    cancel_text,
    cancel_yes,
    cancel_no,
    new_tab,
    // Landing.
    landing_title,
    landing_lead,
    need_title,
    need_document,
    need_second,
    need_address,
    need_note,
    need_selfie,
    need_light,
    privacy_policy,
    terms_title,
    terms_text,
    terms_needed,
    start,
    opening,
    // Going on with a telephone.
    hand_title,
    hand_lead,
    hand_keep,
    hand_code,
    hand_here,
    follow_title,
    follow_text,
    follow_at,
    phone_back,
    // Documents.
    type_driving_license,
    type_id_card,
    type_passport,
    type_credit_or_debit_card,
    type_any,
    choice_title,
    choice_second_title,
    choice_lead,
    // Taking pictures.
    step_front,
    step_back,
    step_barcode,
    front_title,
    photo_page_title,
    back_title,
    barcode_title,
    selfie_title,
    address_title,
    note_title,
    front_lead,
    back_lead,
    barcode_lead,
    selfie_lead,
    address_lead,
    note_lead,
    note_face,
    preview,
    camera_ask,
    camera_start,
    camera_failed,
    camera_none,
    camera_again,
    camera_other,
    aim_document,
    aim_barcode,
    aim_face,
    aim_paper,
    hint_too_dark,
    hint_glare,
    hint_blurred,
    hint_too_far,
    hint_not_flat,
    hint_cut_off,
    hint_no_barcode,
    hint_moving,
    hint_good,
    shutter,
    taken,
    check,
    check_selfie,
    still_alt,
    use_it,
    retake,
    file,
    file_chosen,
    barcode_read,
    sending,
    // What can be wrong with an upload.
    err_too_large,
    err_wrong_type,
    err_unreadable,
    err_incomplete,
    err_barcode,
    err_same_side,
    err_not_allowed,
    // Biometrics.
    biometrics_title,
    biometrics_text,
    biometric_policy,
    biometrics_continue,
    biometrics_cancel,
    refused_title,
    refused_text,
    refused_back,
    // Confirming what was read.
    confirm_title,
    confirm_lead,
    confirm_send,
    confirm_absent,
    field_first_name,
    field_middle_name,
    field_last_name,
    field_full_name,
    field_dob,
    field_gender,
    field_document_number,
    field_issue_date,
    field_expiry_date,
    field_full_address,
    // The end.
    processing_title,
    processing_text,
    complete_title,
    complete_text,
    accepted_title,
    accepted_text,
    declined_title,
    declined_text,
    declined_retry,
    review_title,
    review_text,
    retry,
    no_retry,
    close,
    redirecting,
    redirect_now,
    redirect_failed,
    cancelled_title,
    cancelled_text,
    // What can go wrong.
    lost_title,
    lost_text,
    back_to_capture,
    denied_title,
    denied_text,
    denied_ios,
    denied_android,
    denied_computer,
    leave,
    timeout_title,
    timeout_text,
    invalid_title,
    invalid_text,
    failed_title,
    failed_text,
    load_again,
    // Guidance that came later.
    hint_wrong_side,
}
