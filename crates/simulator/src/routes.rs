//! Every path of the simulator.

use actix_web::web;

use crate::{Simulator, control, rest, signal};

impl Simulator {
    /// Mounts it in an application, below `/simulator`.
    pub fn routes(&self) -> impl FnOnce(&mut web::ServiceConfig) + use<> {
        let simulator = self.clone();
        move |config| {
            let account = "/2010-04-01/Accounts/{account}";
            let scope = web::scope("/simulator")
                .app_data(web::Data::new(simulator))
                .route("/signal", web::get().to(signal::connect))
                .route(&format!("{account}.json"), web::get().to(rest::fetch_account))
                .service(web::scope(account).configure(rest::routes))
                .configure(control::routes);
            config.service(scope);
        }
    }
}
