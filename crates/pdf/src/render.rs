//! Renders the first pages of a file.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::hayro_syntax::page::Page;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render as render_page};

use crate::budget::{Budget, count, guarded};
use crate::open::open;
use crate::{Limits, PdfError};

/// A page rendered on white.
#[derive(Clone, PartialEq, Eq)]
pub struct RenderedPage {
    /// The width in pixels.
    pub width: u32,
    /// The height in pixels.
    pub height: u32,
    /// Red, green and blue of every pixel, row by row from the top.
    pub rgb: Vec<u8>,
}

/// Pages may be people's letters, so only the size is printed.
impl std::fmt::Debug for RenderedPage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RenderedPage({} × {})", self.width, self.height)
    }
}

/// Renders the first [`Limits::pages`] pages of a file.
///
/// Nothing in the file is trusted: no script runs, no link is followed, no attachment is opened,
/// and the marks on a page are counted before they are drawn.
///
/// # Errors
///
/// Returns a [`PdfError`] that says why the file is refused. If one page cannot be rendered, the
/// whole file is refused.
///
/// ```
/// use pdf::{Limits, PdfError, render};
///
/// assert_eq!(render(b"%PDF-1.7 and no more", &Limits::default()), Err(PdfError::Truncated));
/// ```
pub fn render(bytes: &[u8], limits: &Limits) -> Result<Vec<RenderedPage>, PdfError> {
    guarded(|| draw(bytes, limits))
}

fn draw(bytes: &[u8], limits: &Limits) -> Result<Vec<RenderedPage>, PdfError> {
    let pdf = open(bytes, limits)?;
    let pages = pdf.pages();
    if pages.is_empty() {
        return Err(PdfError::NoPages);
    }
    let settings = InterpreterSettings::default();
    let mut budget = Budget::new(limits);
    let cache = RenderCache::new();
    let mut rendered = Vec::new();
    for page in pages.iter().take(limits.pages.max(1)) {
        count(page, &settings, &mut budget);
        let scale = scale_of(page, limits)?;
        let target = PixmapSettings {
            x_scale: scale,
            y_scale: scale,
            bg_color: WHITE,
        };
        let pixmap = render_page(page, &cache, &settings, &RenderSettings::default(), &target);
        rendered.push(RenderedPage {
            width: pixmap.width().into(),
            height: pixmap.height().into(),
            // The page was rendered on opaque white, so alpha is 255 everywhere.
            rgb: pixmap.data().iter().flat_map(|p| [p.r, p.g, p.b]).collect(),
        });
    }
    Ok(rendered)
}

/// Returns the pixels per PDF unit (1/72 inch): the requested resolution, or less if the page is
/// too large.
fn scale_of(page: &Page<'_>, limits: &Limits) -> Result<f32, PdfError> {
    let (width, height) = page.render_dimensions();
    if !(width.is_finite() && height.is_finite() && width > 0.0 && height > 0.0) {
        return Err(PdfError::Broken("a page has no size"));
    }
    let wanted = f32::from(limits.dpi) / 72.0;
    let by_pixels = (limits.page_pixels.min(limits.pixels) as f32 / (width * height)).sqrt();
    let by_side = limits.side.min(u32::from(u16::MAX)) as f32 / width.max(height);
    let scale = wanted.min(by_pixels).min(by_side);
    if width.min(height) * scale < 1.0 {
        return Err(PdfError::Broken("a page is a line"));
    }
    Ok(scale)
}
