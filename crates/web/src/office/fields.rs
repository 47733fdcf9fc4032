//! The fields of a form that was sent.

use verification::Personal;

/// The fields of a form. They may be personal, so their values do not print.
pub(crate) struct Fields(Vec<(String, Personal)>);

impl Fields {
    /// Parses `application/x-www-form-urlencoded`.
    pub(crate) fn parse(body: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(body).into_owned();
        Self(
            pairs
                .map(|(key, value)| (key, Personal::new(value)))
                .collect(),
        )
    }

    /// Returns the first field of a name. A field that was not sent is empty.
    pub(crate) fn get(&self, name: &str) -> &str {
        let mut fields = self.0.iter();
        fields
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.reveal())
            .unwrap_or_default()
    }

    /// Returns the first field of a name as a personal value.
    pub(crate) fn personal(&self, name: &str) -> Personal {
        Personal::new(self.get(name))
    }
}

impl std::fmt::Debug for Fields {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.0).finish()
    }
}
