//! Views: plain data with one struct per template. [`super::present`] decides what is on a page;
//! the templates only lay it out.

use askama::Template;

use super::i18n::Words;
use super::qr::Qr;

/// The surroundings of every page.
#[derive(Debug)]
pub(crate) struct Frame {
    /// The language of the texts, and its direction.
    pub(crate) lang: &'static str,
    pub(crate) dir: &'static str,
    pub(crate) w: &'static Words,
    /// The heading, and the title of the window.
    pub(crate) title: String,
    /// The business, as people know it.
    pub(crate) name: String,
    /// The URL of its logo.
    pub(crate) logo: Option<String>,
    pub(crate) sheets: Vec<String>,
    pub(crate) preloads: Vec<String>,
    /// The script that keeps what is tapped before the module has arrived.
    pub(crate) early: Option<String>,
    /// The page's module, if it has one.
    pub(crate) script: Option<String>,
    /// The module's data, as JSON that is safe between tags.
    pub(crate) data: String,
    pub(crate) languages: Vec<LanguageLink>,
    pub(crate) language_name: &'static str,
    pub(crate) steps: Option<Steps>,
    pub(crate) is_capture: bool,
    /// Whether it is wider than a page to read, on a laptop.
    pub(crate) wide: bool,
    pub(crate) can_cancel: bool,
}

/// The page in another language.
#[derive(Debug)]
pub(crate) struct LanguageLink {
    pub(crate) tag: &'static str,
    pub(crate) parameter: &'static str,
    pub(crate) name: &'static str,
    pub(crate) href: String,
    pub(crate) current: bool,
}

/// How far the person is: the phases by their names.
#[derive(Debug)]
pub(crate) struct Steps {
    pub(crate) phases: Vec<Phase>,
}

/// A part of the walk, which may have several pages.
#[derive(Debug)]
pub(crate) struct Phase {
    pub(crate) name: &'static str,
    pub(crate) is_done: bool,
    pub(crate) is_current: bool,
}

/// What it is about, and the start button.
#[derive(Debug, Template)]
#[template(path = "landing.html")]
pub(crate) struct Landing {
    pub(crate) f: Frame,
    pub(crate) lead: String,
    pub(crate) needs: Vec<Needed>,
    /// Why the business asks, and for how long it keeps what.
    pub(crate) why: Vec<Needed>,
    /// The terms to agree to.
    pub(crate) terms: Option<Terms>,
    pub(crate) privacy: Option<String>,
    /// The link as a code, for a phone.
    pub(crate) qr: Option<Qr>,
    /// The other ways to a phone.
    pub(crate) ways: Vec<HandOffWay>,
    /// Whether the account wants no landing page, so that it is only passed through.
    pub(crate) skip: bool,
}

/// A text to agree to.
#[derive(Debug)]
pub(crate) struct Terms {
    /// What it comes to.
    pub(crate) points: Vec<Needed>,
    /// The whole text, which is what is recorded.
    pub(crate) text: String,
}

/// A channel by which a person sends the link to another device of theirs.
#[derive(Debug)]
pub(crate) struct HandOffWay {
    pub(crate) channel: &'static str,
    pub(crate) name: &'static str,
    /// What is to be entered.
    pub(crate) label: &'static str,
    /// The type of the input, which is also what the browser fills in: `tel` or `email`.
    pub(crate) kind: &'static str,
    /// How it begins.
    pub(crate) value: &'static str,
}

/// One thing that the person needs, or should know.
#[derive(Debug)]
pub(crate) struct Needed {
    pub(crate) icon: &'static str,
    pub(crate) text: String,
}

/// The choice of a document type.
#[derive(Debug, Template)]
#[template(path = "choice.html")]
pub(crate) struct Choice {
    pub(crate) f: Frame,
    pub(crate) choices: Vec<Choosable>,
}

/// A document type.
#[derive(Debug)]
pub(crate) struct Choosable {
    pub(crate) key: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) text: &'static str,
}

/// A page with a camera.
#[derive(Debug, Template)]
#[template(path = "capture.html")]
pub(crate) struct Capture {
    pub(crate) f: Frame,
    pub(crate) lead: String,
    /// What to do, as a drawing.
    pub(crate) drawing: &'static str,
    /// What a good picture and bad ones look like, if a document is photographed.
    pub(crate) examples: Vec<&'static str>,
    pub(crate) magnifier: &'static str,
    /// What a note has to say.
    pub(crate) note: Option<String>,
    /// The camera: `user` or `environment`.
    pub(crate) facing: &'static str,
    /// The shape of the outline.
    pub(crate) shape: &'static str,
    /// Whether the person checks the picture before it is sent.
    pub(crate) review: bool,
    /// What to look for in it.
    pub(crate) check: &'static str,
    /// Whether the person is asked to turn the head.
    pub(crate) turns: bool,
    pub(crate) icon_turn: &'static str,
    pub(crate) icon_lens: &'static str,
    pub(crate) icon_light: &'static str,
    /// The types of file that can be chosen.
    pub(crate) accept: String,
    /// Whether a stored file may be chosen, whatever the camera does.
    pub(crate) file: bool,
    /// Whether a stored file may be chosen if the camera fails.
    pub(crate) file_instead: bool,
}

/// The consent to biometrics.
#[derive(Debug, Template)]
#[template(path = "biometrics.html")]
pub(crate) struct Biometrics {
    pub(crate) f: Frame,
    pub(crate) icon: &'static str,
    pub(crate) terms: Terms,
    pub(crate) policy: Option<String>,
}

/// The form with what was read.
#[derive(Debug, Template)]
#[template(path = "confirm.html")]
pub(crate) struct Confirm {
    pub(crate) f: Frame,
    pub(crate) fields: Vec<FormField>,
    /// Whether a field may be marked as not on the document.
    pub(crate) absent: bool,
}

/// A field of the form.
#[derive(Debug)]
pub(crate) struct FormField {
    /// `document.first_name`.
    pub(crate) key: String,
    pub(crate) label: String,
    /// The type of its input, or `lines` for a text with several lines.
    pub(crate) kind: &'static str,
    pub(crate) value: String,
}

/// A page that only says something: the ends, the failures, the waiting.
#[derive(Debug, Template)]
#[template(path = "message.html")]
pub(crate) struct Message {
    pub(crate) f: Frame,
    /// Whether it waits for something, with a wheel in place of the icon.
    pub(crate) busy: bool,
    pub(crate) icon: &'static str,
    /// `right`, `wrong`, or nothing.
    pub(crate) mood: &'static str,
    pub(crate) texts: Vec<String>,
    pub(crate) help: Vec<&'static str>,
    pub(crate) tick: &'static str,
    pub(crate) policy: Option<String>,
    /// The notice that the browser is redirected, and the button that does it at once.
    pub(crate) redirecting: Option<String>,
    pub(crate) redirect_label: String,
    pub(crate) buttons: Vec<Button>,
    /// A URL to reload.
    pub(crate) again: Option<String>,
}

/// A button.
#[derive(Debug)]
pub(crate) struct Button {
    pub(crate) id: &'static str,
    pub(crate) text: String,
    pub(crate) second: bool,
}

/// The page on which a phone is confirmed.
#[derive(Debug, Template)]
#[template(path = "phone.html")]
pub(crate) struct Phone {
    pub(crate) f: Frame,
    pub(crate) lead: String,
    /// What went wrong, if anything has.
    pub(crate) said: Option<String>,
    /// The URL to which the forms are sent without a script.
    pub(crate) action: String,
    /// The field for the code, if one was sent.
    pub(crate) code: Option<CodeField>,
    /// Whether what there is besides the code is shown at once.
    pub(crate) is_open: bool,
    /// Whether the person enters the number.
    pub(crate) asks_number: bool,
    /// How a number begins.
    pub(crate) number: &'static str,
    /// The channels by which a message can be sent; none if no more are sent.
    pub(crate) channels: Vec<CodeChannel>,
    /// Whether the person may say that no code arrives.
    pub(crate) gives_up: bool,
    /// What follows from that.
    pub(crate) without: String,
}

/// The field for a code.
#[derive(Debug)]
pub(crate) struct CodeField {
    /// The keyboard that is offered: `numeric`, or `text` for a code of the business's own.
    pub(crate) input_mode: &'static str,
    /// How long the code is valid.
    pub(crate) valid: String,
}

/// A channel by which a code can be sent.
#[derive(Debug)]
pub(crate) struct CodeChannel {
    pub(crate) word: &'static str,
    pub(crate) text: &'static str,
    pub(crate) second: bool,
}
