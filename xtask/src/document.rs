//! `index.html` as people get it: the same file that Trunk reads, with its marked links put into
//! effect. Scripts, styles and parts get names that change with their content.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Writes `index.html` and all it names from the sources and from the built parts.
///
/// # Errors
/// When the document marks something that is not known here, or a file cannot be read or written.
pub(crate) fn write(sources: &Path, parts: &Path, name: &str, built: &Path) -> Result<()> {
    let document = sources.join("index.html");
    let text =
        fs::read_to_string(&document).with_context(|| format!("read {}", document.display()))?;
    let mut page = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, tag, after)) = marked_tag(rest) {
        page.push_str(before);
        page.push_str(&put_into_effect(tag, sources, parts, name, built)?);
        rest = after;
    }
    page.push_str(rest);
    fs::write(built.join("index.html"), page).context("write index.html")
}

/// The next tag with `data-trunk`, and what stands before and behind it.
fn marked_tag(text: &str) -> Option<(&str, &str, &str)> {
    let mark = text.find("data-trunk")?;
    let (head, _) = text.split_at_checked(mark)?;
    let start = head.rfind('<')?;
    let (before, from) = text.split_at_checked(start)?;
    let (tag, after) = from.split_once('>')?;
    Some((before, tag, after))
}

fn put_into_effect(
    tag: &str,
    sources: &Path,
    parts: &Path,
    name: &str,
    built: &Path,
) -> Result<String> {
    if tag.starts_with("<base") {
        return Ok(r#"<base href="/" />"#.to_owned());
    }
    match (attribute(tag, "rel"), attribute(tag, "href")) {
        (Some("copy-file"), Some(href)) => {
            let folder = attribute(tag, "data-target-path").unwrap_or_default();
            copy(&sources.join(href), &built.join(folder))
        }
        (Some("copy-dir"), Some(href)) => copy_folder(&sources.join(href), built),
        (Some("css"), Some(href)) => styles(&sources.join(href), built),
        (Some("rust"), None) => start(parts, name, built),
        _ => bail!("frontend/index.html marks a tag that the release build does not know: {tag}>"),
    }
}

/// The value of an attribute that holds no space; `rel` is not found in `data-rel`.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_whitespace()
        .find_map(|word| word.strip_prefix(name)?.strip_prefix("=\"")?.split('"').next())
}

fn copy(file: &Path, into: &Path) -> Result<String> {
    let name = file.file_name().with_context(|| format!("{} names no file", file.display()))?;
    fs::create_dir_all(into).with_context(|| format!("create {}", into.display()))?;
    fs::copy(file, into.join(name)).with_context(|| format!("copy {}", file.display()))?;
    Ok(String::new())
}

fn copy_folder(folder: &Path, built: &Path) -> Result<String> {
    let name =
        folder.file_name().with_context(|| format!("{} names no folder", folder.display()))?;
    for entry in fs::read_dir(folder).with_context(|| format!("read {}", folder.display()))? {
        copy(&entry?.path(), &built.join(name))?;
    }
    Ok(String::new())
}

fn styles(file: &Path, built: &Path) -> Result<String> {
    let text = fs::read(file).with_context(|| format!("read {}", file.display()))?;
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let name = format!("{stem}-{}.css", hash_of([&text]));
    fs::write(built.join(&name), text).with_context(|| format!("write {name}"))?;
    Ok(format!(r#"<link rel="stylesheet" href="/{name}" />"#))
}

/// The parts name each other, so they keep their names, in a folder named by what they all are.
fn start(parts: &Path, name: &str, built: &Path) -> Result<String> {
    let mut files = Vec::new();
    for entry in fs::read_dir(parts).with_context(|| format!("read {}", parts.display()))? {
        let path = entry?.path();
        let content = fs::read(&path).with_context(|| format!("read {}", path.display()))?;
        files.push((PathBuf::from(path.file_name().unwrap_or_default()), content));
    }
    files.sort();
    let folder = format!("page-{}", hash_of(&files));
    let into = built.join(&folder);
    fs::create_dir_all(&into).with_context(|| format!("create {}", into.display()))?;
    for (file, content) in files {
        fs::write(into.join(&file), content)
            .with_context(|| format!("write {}", file.display()))?;
    }
    let (script, first) = (format!("/{folder}/{name}.js"), format!("/{folder}/{name}_bg.wasm"));
    Ok(format!(
        r#"<link rel="preload" href="{first}" as="fetch" type="application/wasm" crossorigin="anonymous" />
    <link rel="modulepreload" href="{script}" />
    <link rel="modulepreload" href="/{folder}/__wasm_split.js" />
    <script type="module">import start from "{script}"; start({{ module_or_path: "{first}" }});</script>"#
    ))
}

/// Sixteen digits that stay the same as long as the content does.
fn hash_of<T: Hash>(content: impl IntoIterator<Item = T>) -> String {
    let mut hasher = DefaultHasher::new();
    content.into_iter().for_each(|one| one.hash(&mut hasher));
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_by_their_whole_name() {
        let tag = r#"<link data-trunk rel="css" data-href="x" href="style/built/app.css" /"#;
        assert_eq!(attribute(tag, "rel"), Some("css"));
        assert_eq!(attribute(tag, "href"), Some("style/built/app.css"));
        assert_eq!(attribute(tag, "type"), None);
    }

    #[test]
    fn only_marked_tags_are_touched() {
        let text = r#"<a><link rel="icon"/><link data-trunk rel="css" href="a.css"/>end"#;
        let (before, tag, after) = marked_tag(text).unwrap();
        assert_eq!(before, r#"<a><link rel="icon"/>"#);
        assert_eq!(tag, r#"<link data-trunk rel="css" href="a.css"/"#);
        assert_eq!(after, "end");
        assert!(marked_tag(after).is_none());
    }
}
