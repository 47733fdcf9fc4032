//! PDF pages as pictures. Nothing of a PDF is trusted: no scripts, no links, no attachments, only
//! marks on a page, counted before they are drawn.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use hayro::hayro_interpret::font::{Glyph, GlyphRun};
use hayro::hayro_interpret::hayro_syntax::page::Page;
use hayro::hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::hayro_interpret::util::TransformExt;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, interpret_page,
};
use hayro::kurbo::{BezPath, Rect};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use crate::decode::Planes;
use crate::inflation::check_streams;
use crate::text_layer::Letters;
use crate::{DecodeError, Format, Limits, Picture};

/// Renders the first pages.
///
/// The renderer is a young third-party crate that meets files nobody has seen, so it runs inside
/// `catch_unwind`: a panic in it refuses this one file and leaves the process alone. It holds no
/// state of ours that could be left half changed.
pub(crate) fn decode(
    bytes: &[u8],
    limits: &Limits,
    planes: Planes,
) -> Result<Vec<Picture>, DecodeError> {
    let drawn = catch_unwind(AssertUnwindSafe(|| draw(bytes, limits, planes)));
    drawn.unwrap_or_else(|cause| Err(refusal_of(&*cause, limits)))
}

fn draw(bytes: &[u8], limits: &Limits, planes: Planes) -> Result<Vec<Picture>, DecodeError> {
    check_streams(bytes, limits)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| refusal(error, bytes))?;
    let pages = pdf.pages();
    if pages.is_empty() {
        return Err(DecodeError::NoPages);
    }
    let settings = InterpreterSettings::default();
    let mut budget = Budget::new(limits);
    let cache = RenderCache::new();
    let mut pictures = Vec::new();
    for page in pages.iter().take(limits.pages.max(1)) {
        count(page, &settings, &mut budget);
        let scale = scale_of(page, limits)?;
        let target = PixmapSettings {
            x_scale: scale,
            y_scale: scale,
            bg_color: WHITE,
        };
        let pixmap = render(page, &cache, &settings, &RenderSettings::default(), &target);
        let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
        // The page was laid on opaque white, so alpha is 255 everywhere.
        let rgb = pixmap.data().iter().flat_map(|p| [p.r, p.g, p.b]).collect();
        let picture = Picture::from_rgb(width, height, rgb)
            .ok_or_else(|| DecodeError::broken(Format::Pdf, "a page has no pixels"))?;
        pictures.push(picture.with_planes(planes));
    }
    Ok(pictures)
}

/// Pixels per PDF unit (1/72 inch): the wanted resolution, or less for a page that is too large.
fn scale_of(page: &Page<'_>, limits: &Limits) -> Result<f32, DecodeError> {
    let (width, height) = page.render_dimensions();
    if !(width.is_finite() && height.is_finite() && width > 0.0 && height > 0.0) {
        return Err(DecodeError::broken(Format::Pdf, "a page has no size"));
    }
    let wanted = f32::from(limits.page_dpi) / 72.0;
    let by_pixels = (limits.page_pixels.min(limits.pixels) as f32 / (width * height)).sqrt();
    let by_side = limits.side.min(u32::from(u16::MAX)) as f32 / width.max(height);
    let scale = wanted.min(by_pixels).min(by_side);
    if width.min(height) * scale < 1.0 {
        return Err(DecodeError::broken(Format::Pdf, "a page is a line"));
    }
    Ok(scale)
}

/// Marks (paths, runs of text, pictures, clips, groups) in all pages together. A dense map has
/// some tens of thousands; forms that draw forms reach billions from a few hundred bytes.
const MOST_MARKS: u64 = 400_000;

/// Drawings in glyphs of drawings. Honest fonts draw their glyphs with paths or one picture.
const MOST_DEPTH: u32 = 4;

/// Interprets a page without painting, to count what painting would cost, and to collect its letters.
pub(crate) fn count(page: &Page<'_>, settings: &InterpreterSettings, budget: &mut Budget) {
    let cache = InterpreterCache::new();
    let transform = page.initial_transform(true).to_kurbo();
    let (width, height) = page.render_dimensions();
    let target = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let mut context = Context::new(transform, target, &cache, page.xref(), settings.clone());
    interpret_page(page, &mut context, budget);
}

/// Leaves the interpreter from inside a callback that cannot return an error. Unwinding with a
/// value of our own skips the panic hook and is met again in [`decode`].
#[derive(Debug, Clone, Copy)]
enum OverBudget {
    Marks,
    Depth,
    Image { width: u32, height: u32 },
}

/// Counts marks and leaves the interpreter when there are too many.
#[derive(Debug)]
pub(crate) struct Budget {
    marks: u64,
    /// How many glyphs that are drawings are being drawn inside one another.
    depth: u32,
    limits: Limits,
    /// Where the letters go when somebody wants them. One device for both passes, so that the
    /// interpreter is compiled once.
    pub(crate) letters: Option<Letters>,
}

impl Budget {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            marks: MOST_MARKS,
            depth: 0,
            limits: *limits,
            letters: None,
        }
    }

    fn spend(&mut self, marks: u64) {
        match self.marks.checked_sub(marks) {
            Some(left) => self.marks = left,
            None => resume_unwind(Box::new(OverBudget::Marks)),
        }
    }
}

impl<'a> Device<'a> for Budget {
    fn draw_path(&mut self, path: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.spend(1 + path.elements().len() as u64 / 64);
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.spend(1 + clip.path.elements().len() as u64 / 64);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        // A group costs a page-sized layer.
        self.spend(500);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.spend(1);
        if let Some(letters) = &mut self.letters {
            letters.collect(run, props.transform, mode);
        }
        // The glyphs of a Type 3 font are drawings, which may hold text of that same font.
        for glyph in run.glyphs() {
            if let Glyph::Type3(drawing) = &**glyph {
                self.spend(1);
                self.depth += 1;
                if self.depth > MOST_DEPTH {
                    resume_unwind(Box::new(OverBudget::Depth));
                }
                drawing.interpret(self, props.transform, glyph.transform(), &props.paint);
                self.depth -= 1;
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, _: ImageDrawProps<'a>) {
        let (width, height) = (image.width(), image.height());
        let pixels = u64::from(width) * u64::from(height);
        let side = self.limits.side.max(20_000); // Strips of a scan may be long and thin.
        if pixels > self.limits.pixels || width.max(height) > side {
            resume_unwind(Box::new(OverBudget::Image { width, height }));
        }
        // Decoding and scaling a picture costs about a mark per 2 000 pixels.
        self.spend(1 + pixels / 2_000);
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

pub(crate) fn refusal(error: LoadPdfError, bytes: &[u8]) -> DecodeError {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => DecodeError::Encrypted,
        LoadPdfError::Decryption(_) => DecodeError::UnsupportedVariant {
            format: Format::Pdf,
            what: "unknown encryption".into(),
        },
        // Every PDF ends in %%EOF (ISO 32000-2, 7.5.5), perhaps with a little after it.
        LoadPdfError::Invalid if !bytes.windows(5).any(|w| w == b"%%EOF") => {
            DecodeError::Truncated {
                format: Format::Pdf,
            }
        }
        LoadPdfError::Invalid => DecodeError::broken(Format::Pdf, "no page tree can be found"),
    }
}

pub(crate) fn refusal_of(cause: &(dyn std::any::Any + Send), limits: &Limits) -> DecodeError {
    match cause.downcast_ref::<OverBudget>() {
        Some(OverBudget::Marks) => DecodeError::TooMuchWork {
            format: Format::Pdf,
            what: "too many marks on its pages".into(),
        },
        Some(OverBudget::Depth) => DecodeError::TooMuchWork {
            format: Format::Pdf,
            what: "glyphs that draw one another".into(),
        },
        Some(OverBudget::Image { width, height }) => {
            DecodeError::too_large((*width).into(), (*height).into(), limits)
        }
        None => DecodeError::broken(Format::Pdf, "the renderer gave up"),
    }
}
