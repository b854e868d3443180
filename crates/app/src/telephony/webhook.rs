//! What the carrier posts, believed only when it is signed.

use domain::ids::CallId;
use twilio::webhooks::FieldError;

use crate::Ctx;

/// A request as it arrived.
#[derive(Debug, Clone, Copy)]
pub struct Delivery<'a> {
    /// The path with its query, as it stands in the request.
    pub path_and_query: &'a str,
    /// The signature.
    pub signature: Option<&'a str>,
    /// How it was made.
    pub settings: Option<&'a str>,
    /// Marks the tellings of one request.
    pub idempotency_token: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
}

/// A request that the carrier has signed.
#[derive(Debug, Clone)]
pub struct Webhook {
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) idempotency_token: Option<String>,
}

/// Why a request of the carrier's was not answered as it asked.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// There is no line to a carrier.
    #[error("no carrier is configured")]
    NotConfigured,
    /// It is not the carrier that asks.
    #[error("the signature is wrong")]
    WrongSignature,
    /// A field is missing or cannot be read.
    #[error("the request makes no sense")]
    Garbage(#[from] FieldError),
    /// There is no such call, or it is not the asking browser's.
    #[error("the call is unknown")]
    UnknownCall,
    /// The permission to dial was used before.
    #[error("the permission was used before")]
    PermissionUsed,
    /// The permission to dial has ended.
    #[error("the permission has ended")]
    PermissionEnded,
    /// The number must not be called any more.
    #[error("the number must not be called")]
    DoNotCall,
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::DbError),
}

impl Webhook {
    /// Believes a request, or does not.
    ///
    /// # Errors
    /// [`WebhookError::NotConfigured`] and [`WebhookError::WrongSignature`].
    pub fn open(ctx: &Ctx, delivery: &Delivery<'_>) -> Result<Self, WebhookError> {
        let line = ctx.telephony().ok_or(WebhookError::NotConfigured)?;
        let url = format!("{}{}", ctx.settings().public_url, delivery.path_and_query);
        let signed = twilio::signature::Delivery {
            url: &url,
            signature: delivery.signature,
            settings: delivery.settings,
            body: delivery.body,
        };
        let fields = line.verifier.verify_form(&signed).map_err(|refused| {
            tracing::warn!(path = delivery.path_and_query, reason = %refused, "a webhook was refused");
            WebhookError::WrongSignature
        })?;
        let idempotency_token = delivery.idempotency_token.map(str::to_owned);
        Ok(Self { fields, idempotency_token })
    }

    /// The call that the page named when it dialled.
    pub(crate) fn call(&self) -> Result<CallId, WebhookError> {
        let named = twilio::webhooks::field(&self.fields, "CallId");
        let named = named
            .ok_or(FieldError { field: "CallId", problem: twilio::webhooks::Problem::Missing })?;
        named.parse().or(Err(WebhookError::UnknownCall))
    }
}
