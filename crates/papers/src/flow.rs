//! Strips of content put on pages one below the other.

use std::borrow::Cow;
use std::rc::Rc;

use crate::ink::Ink;
use crate::pdf::Page;

/// A full-width piece of content that stays whole. Its ink is in points from its upper left corner.
#[derive(Clone, Debug, Default)]
pub(crate) struct Strip {
    /// Free space above, unless it begins a page.
    pub gap: f32,
    pub height: f32,
    /// Ink by the piece of the document's structure that it belongs to.
    pub groups: Vec<(Option<usize>, Vec<Ink>)>,
    /// Stays on one page with the strip after it.
    pub with_next: bool,
    /// Begins a new page.
    pub on_new_page: bool,
    /// What stands above it when it begins a page: the table's header.
    pub header: Option<Rc<Strip>>,
}

/// The rectangle of a page that content flows through, in points.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub page: (f32, f32),
    pub left: f32,
    pub top: f32,
    pub height: f32,
}

/// Fills pages. Strips that belong together move to the next page together, unless even that is too small for them.
pub(crate) fn fill(strips: &[Strip], frame: Frame) -> Vec<Page<'static>> {
    let mut pages = Pages {
        frame,
        done: vec![blank(frame)],
        used: 0.0,
    };
    let mut rest = strips;
    while !rest.is_empty() {
        let is_free = |at: &usize| !rest[*at].with_next || rest.get(at + 1).is_some_and(|next| next.on_new_page);
        let end = (0..rest.len()).find(is_free).map_or(rest.len(), |at| at + 1);
        let (chain, after) = rest.split_at(end);
        let height: f32 = chain.iter().map(|strip| strip.gap + strip.height).sum();
        if chain[0].on_new_page || height > pages.room() {
            pages.turn();
        }
        for strip in chain {
            pages.put(strip);
        }
        rest = after;
    }
    pages.done
}

fn blank(frame: Frame) -> Page<'static> {
    Page {
        size: frame.page,
        groups: Vec::new(),
    }
}

struct Pages {
    frame: Frame,
    done: Vec<Page<'static>>,
    /// Height used on the last page.
    used: f32,
}

impl Pages {
    fn room(&self) -> f32 {
        // A hundredth of a point for the rounding of sums.
        self.frame.height - self.used + 0.01
    }

    fn turn(&mut self) {
        if self.used > 0.0 {
            self.done.push(blank(self.frame));
            self.used = 0.0;
        }
    }

    fn put(&mut self, strip: &Strip) {
        if strip.gap + strip.height > self.room() {
            self.turn();
        }
        if self.used > 0.0 {
            self.used += strip.gap;
        } else if let Some(header) = &strip.header {
            self.lay(header);
        }
        self.lay(strip);
    }

    fn lay(&mut self, strip: &Strip) {
        let top = self.frame.top + self.used;
        let left = self.frame.left;
        if let Some(page) = self.done.last_mut() {
            for (piece, inks) in &strip.groups {
                let moved: Vec<Ink> = inks.iter().map(|ink| ink.moved(left, top)).collect();
                page.groups.push((*piece, Cow::Owned(moved)));
            }
        }
        self.used += strip.height;
    }
}
