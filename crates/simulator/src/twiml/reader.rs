//! XML into a tree: elements, attributes and text, nothing else.

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::problem::Alert;

/// An element with what is in it.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) text: String,
    pub(super) children: Vec<Element>,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// The root of a document, which has to be `<Response>`.
pub(super) fn read(document: &str) -> Result<Element, Alert> {
    let mut reader = Reader::from_str(document.trim_start_matches('\u{feff}'));
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        let event = reader.read_event().map_err(|error| Alert::unreadable(error.to_string()))?;
        match event {
            Event::Start(start) => open.push(element(&start)?),
            Event::Empty(start) => close(element(&start)?, &mut open, &mut root)?,
            Event::End(_) => {
                let done = open.pop().ok_or_else(|| Alert::unreadable("an end without a start"))?;
                close(done, &mut open, &mut root)?;
            }
            Event::Text(text) => {
                let text = text.xml_content(XmlVersion::Implicit1_0).map_err(unreadable)?;
                write(&text, &mut open)?;
            }
            Event::CData(text) => {
                let text = text.xml_content(XmlVersion::Implicit1_0).map_err(unreadable)?;
                write(&text, &mut open)?;
            }
            Event::GeneralRef(reference) => write(&resolve(&reference)?, &mut open)?,
            Event::DocType(_) => return Err(Alert::unreadable("a document type is not allowed")),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    if let Some(unclosed) = open.last() {
        return Err(Alert::unreadable(format!("<{}> is not closed", unclosed.name)));
    }
    let root = root.ok_or_else(|| Alert::unreadable("the document is empty"))?;
    if root.name != "Response" {
        return Err(Alert::unreadable(format!("<{}> instead of <Response>", root.name)));
    }
    Ok(root)
}

fn unreadable(error: impl std::fmt::Display) -> Alert {
    Alert::unreadable(error.to_string())
}

fn element(start: &BytesStart<'_>) -> Result<Element, Alert> {
    let name = text_of(start.name().into_inner())?;
    let attributes = start
        .attributes()
        .map(|attribute| {
            let attribute = attribute.map_err(unreadable)?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(unreadable)?;
            Ok((text_of(attribute.key.into_inner())?, value.into_owned()))
        })
        .collect::<Result<_, Alert>>()?;
    Ok(Element { name, attributes, ..Element::default() })
}

fn text_of(bytes: &[u8]) -> Result<String, Alert> {
    String::from_utf8(bytes.to_vec()).map_err(unreadable)
}

fn close(done: Element, open: &mut [Element], root: &mut Option<Element>) -> Result<(), Alert> {
    if let Some(parent) = open.last_mut() {
        parent.children.push(done);
    } else if root.replace(done).is_some() {
        return Err(Alert::unreadable("more than one root element"));
    }
    Ok(())
}

fn write(text: &str, open: &mut [Element]) -> Result<(), Alert> {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    } else if !text.trim().is_empty() {
        return Err(Alert::unreadable("text outside of the root element"));
    }
    Ok(())
}

/// XML's five names and characters by number; a document type could define others, and none is
/// allowed.
fn resolve(reference: &BytesRef<'_>) -> Result<String, Alert> {
    if let Some(character) = reference.resolve_char_ref().map_err(unreadable)? {
        return Ok(character.to_string());
    }
    let name = reference.decode().map_err(unreadable)?;
    let character = match name.as_ref() {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        unknown => return Err(Alert::unreadable(format!("&{unknown}; is not known"))),
    };
    Ok(character.to_owned())
}
