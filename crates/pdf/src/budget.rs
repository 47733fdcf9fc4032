//! Limits what the marks on a page may cost, by counting them before anything is drawn.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use hayro::hayro_interpret::font::{Glyph, GlyphRun};
use hayro::hayro_interpret::hayro_syntax::page::Page;
use hayro::hayro_interpret::util::TransformExt;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, interpret_page,
};
use hayro::kurbo::{BezPath, Rect};

use crate::letters::Letters;
use crate::{Limits, PdfError};

/// The maximum number of marks (paths, runs of text, pictures, clips, groups) on all pages
/// together. A dense map has some ten thousand; nested forms can reach billions with a few hundred
/// bytes.
const MAX_MARKS: u64 = 400_000;

/// The maximum depth of glyphs that are drawings within each other. Legitimate fonts draw their
/// glyphs with paths or one picture.
const MAX_DEPTH: u32 = 4;

/// Interprets a page without painting it, to count what painting would cost and to collect its
/// letters.
pub(crate) fn count(page: &Page<'_>, settings: &InterpreterSettings, budget: &mut Budget) {
    let cache = InterpreterCache::new();
    let transform = page.initial_transform(true).to_kurbo();
    let (width, height) = page.render_dimensions();
    let target = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let mut context = Context::new(transform, target, &cache, page.xref(), settings.clone());
    interpret_page(page, &mut context, budget);
}

/// The panic payload that leaves the interpreter from a callback that cannot return an error.
/// `resume_unwind` skips the panic hook, and [`guarded`] catches it.
#[derive(Debug, Clone, Copy)]
enum OverBudget {
    Marks,
    Depth,
    Image { width: u32, height: u32 },
}

/// Counts marks, and leaves the interpreter when there are too many.
#[derive(Debug)]
pub(crate) struct Budget {
    marks: u64,
    /// The depth of the glyphs that are currently drawn within each other.
    depth: u32,
    limits: Limits,
    /// Where letters are collected, if they are wanted. Both passes use one device, so that the
    /// interpreter is compiled only once.
    pub(crate) letters: Option<Letters>,
}

impl Budget {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            marks: MAX_MARKS,
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
        // A group costs a layer of the size of the page.
        self.spend(500);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.spend(1);
        if let Some(letters) = &mut self.letters {
            letters.collect(run, props.transform, mode);
        }
        // The glyphs of a Type 3 font are drawings, which may contain text in the same font.
        for glyph in run.glyphs() {
            if let Glyph::Type3(drawing) = &**glyph {
                self.spend(1);
                self.depth += 1;
                if self.depth > MAX_DEPTH {
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
        // Decoding and scaling a picture costs about as much as a mark per 2,000 pixels.
        self.spend(1 + pixels / 2_000);
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

/// Runs `work`, which interprets or renders a file, and turns panics into errors.
///
/// The renderer is a young third-party crate that has to handle arbitrary files, so a panic in it
/// refuses one file and does not end the process. It holds no state of ours that could be left
/// inconsistent.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, PdfError>) -> Result<T, PdfError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|cause| Err(refusal_of(&*cause)))
}

fn refusal_of(cause: &(dyn std::any::Any + Send)) -> PdfError {
    match cause.downcast_ref::<OverBudget>() {
        Some(OverBudget::Marks) => PdfError::TooMuchWork("too many marks on its pages"),
        Some(OverBudget::Depth) => PdfError::TooMuchWork("glyphs that draw one another"),
        Some(OverBudget::Image { width, height }) => PdfError::TooLarge {
            width: *width,
            height: *height,
        },
        None => PdfError::Broken("the renderer gave up"),
    }
}
