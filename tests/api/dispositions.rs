//! What a rep may say came of a call.

use support::TestApp;

#[tokio::test]
async fn out_of_the_box_there_are_ten_outcomes_nine_of_them_on_keys() {
    let app = TestApp::start().await;
    let listed = app.rep("Maya").await.get("/dispositions").await.expect(200);
    let mut keys = listed.column("key");
    keys.sort_unstable();
    let expected = [
        "busy",
        "call_back",
        "closed",
        "do_not_call",
        "failed",
        "no_answer",
        "not_interested",
        "voicemail",
        "warm",
        "wrong_number",
    ];
    assert_eq!(keys, expected);
    let hotkeys = listed.data().iter().filter(|disposition| !disposition["hotkey"].is_null());
    assert_eq!(hotkeys.count(), 9);
}
