//! What is found out about leads after an import: the steps, and how exactly a thing is known.

text_enum! {
    /// A step that looks at leads.
    EnrichmentStep {
        /// The number that is dialled.
        Phone = "phone",
        /// The coordinates.
        Place = "place",
        /// The time zone.
        TimeZone = "time_zone",
        /// Whether there is a website.
        Website = "website",
    }
}

text_enum! {
    /// How exactly a place is known, the most exact first.
    Precision {
        /// The house.
        Exact = "exact",
        /// The street.
        Street = "street",
        /// The middle of the postal code's area.
        PostalCode = "postal_code",
        /// The city, or a part of it.
        City = "city",
        /// The country alone.
        Country = "country",
    }
}

text_enum! {
    /// The leads of an import are looked at twice, so that none waits for an answer that another is
    /// asked for.
    EnrichmentPass {
        /// What can be told from what is here.
        AtHand = "at_hand",
        /// What somebody outside is asked for.
        Asking = "asking",
    }
}
