//! What can be done with a region of the list.

use domain::ids::RegionId;
use dto::regions::RegionResponse;

use crate::api::{self, ApiError, SignedIn};
use crate::listed::Listed;

impl Listed for RegionResponse {
    type Id = RegionId;

    const NOUN: &'static str = "region";

    fn id(&self) -> Self::Id {
        self.id
    }

    fn title(&self) -> String {
        self.name.clone()
    }

    fn before_deleting(&self) -> &'static str {
        "A region that still has leads or lists cannot be deleted. This cannot be undone."
    }

    async fn delete(me: SignedIn, id: Self::Id) -> Result<(), ApiError> {
        api::regions::delete(me, id).await
    }
}
