//! Passwords: Argon2id with the library's defaults (OWASP's recommendation: 19 MiB, 2 passes).

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// A password could not be hashed: a defect.
#[derive(Debug, thiserror::Error)]
#[error("the password could not be hashed")]
pub struct HashError(#[source] Box<dyn std::error::Error + Send + Sync>);

/// A hash to verify against when there is no such account, so that the answer takes as long.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2tpaWdlbi1ub2JvZHk$2gd7ypKoCvqUlGGj9fAKWzPDv3mjqlBnNCYZrlCIYYk";

/// Hashes a password off the request's thread; takes about 25 ms.
///
/// # Errors
/// See [`HashError`].
pub async fn hash(password: String) -> Result<String, HashError> {
    tokio::task::spawn_blocking(move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
            .map_err(|error| HashError(error.to_string().into()))
    })
    .await
    .map_err(|error| HashError(Box::new(error)))?
}

/// Whether a password is the one that was hashed; false, just as slowly, when there is no hash.
///
/// # Errors
/// See [`HashError`].
pub async fn verify(password: String, hash: Option<String>) -> Result<bool, HashError> {
    tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
        let parsed =
            PasswordHash::new(&hash).map_err(|error| HashError(error.to_string().into()))?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && known)
    })
    .await
    .map_err(|error| HashError(Box::new(error)))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_is_let_in() {
        let hash = hash("correct horse battery".to_owned()).await.unwrap();
        assert!(verify("correct horse battery".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!verify("wrong horse battery".to_owned(), Some(hash)).await.unwrap());
    }

    #[tokio::test]
    async fn without_an_account_no_password_is_right() {
        assert!(!verify("anything".to_owned(), None).await.unwrap());
    }
}
