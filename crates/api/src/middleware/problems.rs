//! Writes every error as problem+json with the request's id, and gives that id in a header.

use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use actix_web::middleware::Next;

use crate::error::Pending;
use crate::extract::request_id;

pub(crate) async fn write_problems(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let id = request_id(&request).to_string();
    // Whoever refuses further in answers; an `Err` would pass by here and be written by nobody.
    let mut response = next.call(request).await?.map_into_boxed_body();
    let pending = response.response().extensions().get::<Pending>().cloned();
    if let Some(Pending(mut problem)) = pending {
        problem.request_id.clone_from(&id);
        let body = serde_json::to_vec(&problem)?;
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response = response.map_body(|_, _| BoxBody::new(body));
    }
    let header = HeaderValue::from_str(&id)?;
    response.headers_mut().insert(HeaderName::from_static("x-request-id"), header);
    Ok(response)
}
