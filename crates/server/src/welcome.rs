//! What a person reads when the system is up: where it is and how to get in.

use std::fmt::Write;

use anyhow::{Context, Result};
use app::Ctx;
use app::demo::SignIn;
use skiigen_server::config::Config;

/// Lets the first person in, one way or another, and says how.
///
/// An empty database gets demo data when asked for, else the admin from the settings, else a link
/// by which whoever reads this becomes the admin.
pub(crate) async fn prepare(ctx: &Ctx, config: &Config, demo: bool) -> Result<String> {
    let mut text = format!("Skiigen CRM is at {}\n", config.public_url);
    if demo {
        load_demo(ctx).await?;
    }
    if app::users::any_exist(ctx).await.context("look for users")? {
        text.push_str(&demo_sign_ins(ctx).await?);
    } else if let Some(admin) = &config.first_admin {
        let password = admin.password.reveal().to_owned();
        app::users::create_first_admin(ctx, "Admin", &admin.email, password)
            .await
            .context("make the first admin of SKIIGEN_ADMIN_EMAIL")?;
        writeln!(text, "\nSign in as {}, with the password you set.", admin.email)?;
    } else {
        let link = app::users::create_setup_link(ctx).await.context("make the set-up link")?;
        writeln!(text, "\nNobody can sign in yet. Open this link to become the admin:\n{link}")?;
    }
    Ok(text)
}

/// Loads demo data into an empty database; whether it did.
pub(crate) async fn load_demo(ctx: &Ctx) -> Result<bool> {
    let loaded = app::demo::load(ctx).await.context("load the demo data")?;
    if let Some(summary) = &loaded {
        tracing::info!(leads = summary.leads, calls = summary.calls, "the demo data is loaded");
    }
    Ok(loaded.is_some())
}

/// The demo's people who are still here; none in a workspace that was never a demo.
pub(crate) async fn demo_sign_ins(ctx: &Ctx) -> Result<String> {
    let mut present = Vec::new();
    let mut conn = ctx.db().conn().await.context("look for the demo's users")?;
    for sign_in in app::demo::sign_ins() {
        let user = db::users::find_by_email(&mut conn, sign_in.email).await?;
        if user.is_some_and(|user| user.is_active) {
            present.push(sign_in);
        }
    }
    Ok(table(&present))
}

fn table(sign_ins: &[SignIn]) -> String {
    let lines = sign_ins
        .iter()
        .map(|SignIn { role, email, password }| format!("  {role:<6} {email:<32} {password}\n"));
    match sign_ins {
        [] => String::new(),
        _ => format!("\nThe demo's people and their password:\n{}", lines.collect::<String>()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_demo_shows_passwords() {
        let ada = SignIn { role: "admin", email: "ada@example.com", password: "secret" };
        assert!(table(&[ada]).contains("admin  ada@example.com"));
        assert_eq!(table(&[]), "");
    }
}
