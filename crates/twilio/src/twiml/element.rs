//! Elements and their writing: the only place that knows XML.

use std::borrow::Cow;
use std::io;

use quick_xml::escape::{escape, partial_escape};
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::{Writer, name::QName};

use super::Callback;

/// An element with attributes, text and children.
#[derive(Debug)]
pub(super) struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    text: Option<String>,
    children: Vec<Self>,
}

impl Element {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, attributes: Vec::new(), text: None, children: Vec::new() }
    }

    pub(super) fn attribute(
        mut self,
        name: &'static str,
        value: &(impl ToString + ?Sized),
    ) -> Self {
        self.attributes.push((name, value.to_string()));
        self
    }

    /// An attribute that is only there when it has a value.
    pub(super) fn maybe(self, name: &'static str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.attribute(name, &value),
            None => self,
        }
    }

    /// An address and the attribute with its method.
    pub(super) fn callback(
        self,
        name: &'static str,
        method: &'static str,
        callback: Option<&Callback>,
    ) -> Self {
        let Some(Callback { url, method: how }) = callback else { return self };
        self.attribute(name, url).maybe(method, how.map(super::Method::as_str))
    }

    /// Words in one attribute, parted by spaces; none leave Twilio's own choice.
    pub(super) fn words(self, name: &'static str, words: &[&'static str]) -> Self {
        if words.is_empty() { self } else { self.attribute(name, &words.join(" ")) }
    }

    pub(super) fn text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }

    pub(super) fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children);
        self
    }

    /// The element as a whole document.
    #[expect(clippy::expect_used, reason = "writing to memory does not fail")]
    pub(super) fn document(&self) -> String {
        let mut writer = Writer::new(Vec::new());
        writer
            .write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))
            .and_then(|()| self.write(&mut writer))
            .expect("memory takes every write");
        String::from_utf8(writer.into_inner()).expect("only text was written")
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let mut start = BytesStart::new(self.name);
        for (name, value) in &self.attributes {
            let value = attribute_value(value);
            start.push_attribute(Attribute {
                key: QName(name.as_bytes()),
                value: Cow::Borrowed(value.as_bytes()),
            });
        }
        if self.text.is_none() && self.children.is_empty() {
            return writer.write_event(Event::Empty(start));
        }
        writer.write_event(Event::Start(start))?;
        if let Some(text) = &self.text {
            writer.write_event(Event::Text(BytesText::from_escaped(content(text))))?;
        }
        self.children.iter().try_for_each(|child| child.write(writer))?;
        writer.write_event(Event::End(BytesEnd::new(self.name)))
    }
}

/// Text between tags. A carriage return would be read back as a line feed.
fn content(text: &str) -> String {
    partial_escape(carried(text)).replace('\r', "&#13;")
}

/// Text in an attribute, where every kind of white space would be read back as a space.
fn attribute_value(text: &str) -> String {
    escape(carried(text)).replace('\r', "&#13;").replace('\n', "&#10;").replace('\t', "&#9;")
}

/// The text without what no XML 1.0 document may hold, even escaped.
fn carried(text: &str) -> Cow<'_, str> {
    let is_carried = |letter: char| matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    if text.chars().all(is_carried) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|letter| is_carried(*letter)).collect())
    }
}
