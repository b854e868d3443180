//! Uploads with progress, which only the older request object of the browser reports.

use dto::problem::Problem;
use futures_channel::oneshot;
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{FormData, ProgressEvent, XmlHttpRequest};

use super::transport::BASE;
use super::{ApiError, SignedIn};

/// Ends its request when dropped, which is how an upload is cancelled.
struct Running(XmlHttpRequest);

impl Drop for Running {
    fn drop(&mut self) {
        // What listens is gone by now. Aborting a finished request does nothing.
        self.0.set_onloadend(None);
        let _finished = self.0.abort();
    }
}

impl SignedIn {
    /// Sends `form` to `path`; `progress` is the share sent, 0 to 1. Dropping the future cancels.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn upload<T: DeserializeOwned>(
        self,
        path: &str,
        form: &FormData,
        progress: RwSignal<f64>,
    ) -> Result<T, ApiError> {
        let authorization = self.transport().authorization().await?;
        let request = XmlHttpRequest::new().map_err(|_error| ApiError::Unreadable)?;
        prepare(&request, path, &authorization).map_err(|_error| ApiError::Unreadable)?;
        let running = Running(request.clone());

        let report = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
            if event.length_computable() && event.total() > 0.0 {
                let _gone = progress.try_set(event.loaded() / event.total());
            }
        });
        if let Ok(sending) = request.upload() {
            sending.set_onprogress(Some(report.as_ref().unchecked_ref()));
        }
        let (done, finished) = oneshot::channel::<()>();
        let finish = Closure::once(move || {
            // Nobody waits any more when the upload was cancelled.
            let _cancelled = done.send(());
        });
        request.set_onloadend(Some(finish.as_ref().unchecked_ref()));
        request.send_with_opt_form_data(Some(form)).map_err(|_error| ApiError::Unreachable)?;
        // The sender cannot vanish: the closure that holds it lives until the end of this function.
        let _sent = finished.await;
        let answer = outcome(&request);
        drop(running);
        answer
    }
}

fn prepare(
    request: &XmlHttpRequest,
    path: &str,
    authorization: &str,
) -> Result<(), wasm_bindgen::JsValue> {
    request.open("POST", &format!("{BASE}{path}"))?;
    request.set_request_header("Accept", "application/json")?;
    request.set_request_header("Authorization", authorization)?;
    request.set_request_header("Idempotency-Key", &uuid::Uuid::new_v4().to_string())
}

fn outcome<T: DeserializeOwned>(request: &XmlHttpRequest) -> Result<T, ApiError> {
    let status = request.status().unwrap_or(0);
    let text = request.response_text().ok().flatten().unwrap_or_default();
    match status {
        0 => Err(ApiError::Unreachable),
        401 => Err(ApiError::SignedOut),
        200..=299 => serde_json::from_str(&text).map_err(|_error| ApiError::Unreadable),
        _ => match serde_json::from_str::<Problem>(&text) {
            Ok(problem) => Err(ApiError::Refused(Box::new(problem))),
            Err(_) if status >= 500 => Err(ApiError::Unreachable),
            Err(_) => Err(ApiError::Unreadable),
        },
    }
}
