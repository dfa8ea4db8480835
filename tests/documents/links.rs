use super::markdown::{Page, pages_in};

/// Returns the targets of the links and pictures in a text.
fn targets(prose: &str) -> impl Iterator<Item = &str> {
    prose.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

fn fault(page: &Page, target: &str) -> Option<String> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let path = match file {
        "" => page.path.clone(),
        file => page.path.parent().expect("a folder").join(file),
    };
    if !path.exists() {
        return Some(format!("{}: nothing at {target}", page.name()));
    }
    let known = anchor.is_empty() || Page::read(path).anchors().iter().any(|known| known == anchor);
    (!known).then(|| format!("{}: no heading for {target}", page.name()))
}

#[test]
fn every_link_of_every_page_leads_somewhere() {
    let pages = pages_in("");
    let mut faults = Vec::new();
    for page in &pages {
        faults.extend(targets(&page.prose()).filter_map(|target| fault(page, target)));
    }
    assert!(pages.len() > 20, "only {} pages were found", pages.len());
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn a_link_to_nothing_is_found() {
    let page = &pages_in("docs")[0];
    assert!(fault(page, "nowhere.md").is_some());
    assert!(fault(page, "README.md#nowhere").is_some());
    assert!(fault(page, "README.md").is_none());
}
