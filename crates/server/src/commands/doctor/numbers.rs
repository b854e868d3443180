//! The number that leads see: whether it is the account's, and whether a lead who calls it reaches us.

use twilio::ApplicationSid;
use twilio::rest::{CallerId, PhoneNumber, Rest, RestError};

use super::Finding;

/// What calls may come from.
pub(super) struct Numbers {
    rented: Vec<PhoneNumber>,
    /// Numbers elsewhere, shown to be the account's own; who calls one does not reach Twilio.
    verified: Vec<CallerId>,
}

impl Numbers {
    pub(super) async fn of(rest: &Rest) -> Result<Self, RestError> {
        Ok(Self { rented: rest.phone_numbers().await?, verified: rest.caller_ids().await? })
    }

    pub(super) fn len(&self) -> usize {
        self.rented.len() + self.verified.len()
    }

    pub(super) fn caller_id(&self, wanted: &str) -> Finding {
        let is_verified = self.verified.iter().any(|number| number.phone_number == wanted);
        if is_verified || self.rented(wanted).is_some() {
            Ok(format!("Leads see {wanted}, which is the account's."))
        } else {
            Err(format!(
                "Calls cannot come from {wanted}: rent that number at Twilio, verify it there as a \
                 caller ID, or set SKIIGEN_TWILIO_CALLER_ID to one the account has."
            ))
        }
    }

    /// Where a lead ends up who calls back. None where the number is not Twilio's to ring.
    pub(super) fn call_back(
        &self,
        caller_id: &str,
        ours: &ApplicationSid,
        public_url: &str,
    ) -> Option<Finding> {
        let number = self.rented(caller_id)?;
        // Twilio: a number with an app of its own does not look at its addresses.
        let asks = match &number.voice_application_sid {
            Some(app) if app == ours => return Some(Ok(reaches_us(caller_id))),
            Some(app) => format!("the TwiML app {app}"),
            None => number.voice_url.clone().filter(|url| !url.is_empty()).unwrap_or_default(),
        };
        let wanted = format!("{public_url}/webhooks/twilio/voice");
        let is_post = number.voice_method.as_deref().is_none_or(|method| method == "POST");
        if asks == wanted && is_post {
            return Some(Ok(reaches_us(caller_id)));
        }
        let asks = if asks.is_empty() { "nobody" } else { &asks };
        Some(Err(format!(
            "Leads who call {caller_id} back do not reach their rep, since the number asks {asks}: \
             under Active numbers in Twilio's console, let \"A call comes in\" ask {wanted}, by HTTP \
             POST. The numbers of regions need the same."
        )))
    }

    fn rented(&self, wanted: &str) -> Option<&PhoneNumber> {
        self.rented.iter().find(|number| number.phone_number == wanted)
    }
}

fn reaches_us(caller_id: &str) -> String {
    format!("Leads who call {caller_id} back reach their rep.")
}

#[cfg(test)]
mod tests {
    use super::*;

    const US: &str = "https://crm.example.com";

    fn app(letter: char) -> ApplicationSid {
        format!("AP{}", letter.to_string().repeat(32)).parse().unwrap()
    }

    fn numbers() -> Numbers {
        let rented = PhoneNumber {
            sid: format!("PN{}", "1".repeat(32)).parse().unwrap(),
            phone_number: "+12025550100".to_owned(),
            friendly_name: None,
            voice_url: Some(format!("{US}/webhooks/twilio/voice")),
            voice_method: Some("POST".to_owned()),
            voice_application_sid: None,
        };
        let verified = CallerId {
            sid: format!("PN{}", "2".repeat(32)).parse().unwrap(),
            phone_number: "+12025550150".to_owned(),
            friendly_name: None,
        };
        Numbers { rented: vec![rented], verified: vec![verified] }
    }

    #[test]
    fn a_caller_id_must_be_one_of_the_accounts_numbers() {
        assert!(numbers().caller_id("+12025550100").is_ok());
        assert!(numbers().caller_id("+12025550150").is_ok());
        assert!(numbers().caller_id("+12025550101").unwrap_err().contains("+12025550101"));
    }

    #[test]
    fn a_number_that_asks_us_puts_leads_through() {
        let found = numbers().call_back("+12025550100", &app('a'), US).unwrap();
        assert!(found.unwrap().contains("reach their rep"));
    }

    #[test]
    fn a_number_that_asks_somebody_else_is_to_be_mended() {
        for url in [None, Some(String::new()), Some("https://demo.example.com/".to_owned())] {
            let mut numbers = numbers();
            numbers.rented[0].voice_url = url.clone();
            let found = numbers.call_back("+12025550100", &app('a'), US).unwrap().unwrap_err();
            let asks = url.filter(|url| !url.is_empty()).unwrap_or_else(|| "nobody".to_owned());
            assert!(found.contains(&asks), "{found}");
        }
        let mut numbers = numbers();
        numbers.rented[0].voice_method = Some("GET".to_owned());
        assert!(numbers.call_back("+12025550100", &app('a'), US).unwrap().is_err());
    }

    #[test]
    fn an_app_goes_before_the_address_of_a_number() {
        let mut numbers = numbers();
        numbers.rented[0].voice_application_sid = Some(app('b'));
        let asked = |ours| numbers.call_back("+12025550100", &ours, US).unwrap();
        assert!(asked(app('b')).is_ok());
        assert!(asked(app('a')).unwrap_err().contains("the TwiML app AP"));
    }

    #[test]
    fn nothing_is_said_of_a_number_that_twilio_does_not_ring() {
        assert!(numbers().call_back("+12025550150", &app('a'), US).is_none());
    }
}
