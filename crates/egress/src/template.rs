//! Requests that the operator describes: a URL, headers and a body with placeholders.
//!
//! Values come from outside, so they can never become structure: in JSON they are put into texts of
//! a value that was already parsed, in forms and URLs they are percent-encoded, and headers contain
//! nothing from outside at all. A description with an error is refused when the server starts.

mod bad;
mod text;

use std::fmt;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use http::{Method, header};
use serde_json::Value;
use url::Url;
use verification::Personal;
use verification::request::HttpUrl;

use self::bad::bad;
pub use self::bad::{BadDescription, Values};
use self::text::{Part, Text, percent_encoded};

/// A description as it was written.
#[derive(Clone, Default)]
pub struct Description {
    /// `GET`, `POST`, `PUT` or `PATCH`.
    pub method: String,
    /// The URL, with placeholders in its path or query.
    pub url: String,
    /// `Name: value`, with the placeholders `{id}` and `{secret}`.
    pub headers: Vec<String>,
    /// The user name of Basic authentication, whose password is the secret, or empty.
    pub user: String,
    /// The encoding of the body.
    pub format: Format,
    /// The body: JSON, or pairs like `to={to}&text={text}`, or empty.
    pub body: String,
    /// The secret.
    pub secret: Personal,
}

impl fmt::Debug for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Operators also write keys into headers, bodies and URLs.
        f.debug_struct("Description")
            .field("method", &self.method)
            .field("format", &self.format)
            .finish_non_exhaustive()
    }
}

/// The encoding of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// `application/json`.
    #[default]
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
}

/// The placeholder of the secret, which every description has.
const SECRET: &str = "secret";

/// A request with placeholders.
#[derive(Clone)]
pub struct Template {
    method: Method,
    url: Text,
    headers: Vec<(HeaderName, Text)>,
    basic: Option<HeaderValue>,
    body: Body,
    secret: Personal,
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Template({})", self.method)
    }
}

/// A request whose placeholders were filled in.
pub struct Filled {
    /// The method.
    pub method: Method,
    /// The URL.
    pub url: HttpUrl,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

/// URL and body are about a person, and the headers contain the secret.
impl fmt::Debug for Filled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Filled({}, {} bytes)", self.method, self.body.len())
    }
}

impl Template {
    /// Parses a description whose placeholders are `names` and `secret`. Headers may only contain
    /// those of `plain`, which do not come from outside.
    pub fn new(
        description: &Description,
        names: &[&'static str],
        plain: &[&'static str],
    ) -> Result<Self, BadDescription> {
        let with_secret = |names: &[&'static str]| [names, &[SECRET]].concat();
        let (names, plain) = (with_secret(names), with_secret(plain));
        let method = match description.method.as_str() {
            "POST" => Method::POST,
            "PUT" => Method::PUT,
            "PATCH" => Method::PATCH,
            "GET" => Method::GET,
            _ => return Err(bad("method", "must be GET, POST, PUT or PATCH")),
        };
        let body = match (description.body.is_empty(), description.format) {
            (true, _) => Body::None,
            (false, _) if method == Method::GET => {
                return Err(bad("body", "a GET request has none"));
            }
            (false, Format::Json) => {
                let value: Value = serde_json::from_str(&description.body)
                    .map_err(|error| bad("body", format!("is not JSON: {error}")))?;
                Body::Json(Node::new(value, &names)?)
            }
            (false, Format::Form) => Body::Form(
                form_urlencoded::parse(description.body.as_bytes())
                    .map(|(key, value)| Ok((key.into_owned(), Text::new("body", &value, &names)?)))
                    .collect::<Result<_, _>>()?,
            ),
        };
        let template = Self {
            url: url(&description.url, &names)?,
            headers: description
                .headers
                .iter()
                .map(|line| header_line(line, &plain))
                .collect::<Result<_, _>>()?,
            basic: basic(&description.user, &description.secret)?,
            secret: description.secret.clone(),
            method,
            body,
        };
        let asks_for_secret =
            template.basic.is_some() || template.texts().any(|text| text.has(SECRET));
        if asks_for_secret && template.secret.is_blank() {
            return Err(bad("secret", "is asked for and not set"));
        }
        let probe: Vec<_> = names
            .iter()
            .filter(|name| **name != SECRET)
            .map(|name| (*name, "a"))
            .collect();
        // This finds, for example, a secret with a line break.
        template.fill(&probe)?;
        Ok(template)
    }

    /// Returns the request with these values. It only fails if the secret or a value fits no header
    /// or URL.
    pub fn fill(&self, values: Values<'_>) -> Result<Filled, BadDescription> {
        let mut all = values.to_vec();
        all.push((SECRET, self.secret.reveal()));
        let mut headers = HeaderMap::with_capacity(self.headers.len() + 2);
        let content_type = match &self.body {
            Body::None => None,
            Body::Json(_) => Some(HeaderValue::from_static("application/json")),
            Body::Form(_) => Some(HeaderValue::from_static(
                "application/x-www-form-urlencoded",
            )),
        };
        headers.extend(content_type.map(|value| (CONTENT_TYPE, value)));
        headers.extend(self.basic.clone().map(|value| (AUTHORIZATION, value)));
        for (name, text) in &self.headers {
            let mut value = HeaderValue::try_from(text.fill(&all, str::to_owned))
                .map_err(|_| bad("headers", "the value fits no header"))?;
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        let body = match &self.body {
            Body::None => Bytes::new(),
            Body::Json(node) => node.fill(&all).to_string().into(),
            Body::Form(pairs) => {
                let mut form = form_urlencoded::Serializer::new(String::new());
                for (key, value) in pairs {
                    form.append_pair(key, &value.fill(&all, str::to_owned));
                }
                form.finish().into()
            }
        };
        let url = HttpUrl::parse(&self.url.fill(&all, percent_encoded))
            .map_err(|_| bad("url", "is no http or https address when filled in"))?;
        Ok(Filled {
            method: self.method.clone(),
            url,
            headers,
            body,
        })
    }

    fn texts(&self) -> Box<dyn Iterator<Item = &Text> + '_> {
        let heads = std::iter::once(&self.url).chain(self.headers.iter().map(|(_, text)| text));
        match &self.body {
            Body::None => Box::new(heads),
            Body::Json(node) => Box::new(heads.chain(node.texts())),
            Body::Form(pairs) => Box::new(heads.chain(pairs.iter().map(|(_, text)| text))),
        }
    }
}

#[derive(Clone)]
enum Body {
    None,
    Json(Node),
    Form(Vec<(String, Text)>),
}

/// A JSON value with placeholders in its texts, but not in its keys.
#[derive(Clone)]
enum Node {
    Fixed(Value),
    Text(Text),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

impl Node {
    fn new(value: Value, names: &[&'static str]) -> Result<Self, BadDescription> {
        Ok(match value {
            Value::String(text) => Self::Text(Text::new("body", &text, names)?),
            Value::Array(items) => Self::List(
                items
                    .into_iter()
                    .map(|item| Self::new(item, names))
                    .collect::<Result<_, _>>()?,
            ),
            Value::Object(members) => Self::Object(
                members
                    .into_iter()
                    .map(|(name, value)| Ok((name, Self::new(value, names)?)))
                    .collect::<Result<_, _>>()?,
            ),
            fixed => Self::Fixed(fixed),
        })
    }

    fn fill(&self, values: Values<'_>) -> Value {
        match self {
            Self::Fixed(value) => value.clone(),
            Self::Text(text) => Value::String(text.fill(values, str::to_owned)),
            Self::List(items) => items.iter().map(|item| item.fill(values)).collect(),
            Self::Object(members) => members
                .iter()
                .map(|(name, node)| (name.clone(), node.fill(values)))
                .collect(),
        }
    }

    fn texts(&self) -> Box<dyn Iterator<Item = &Text> + '_> {
        match self {
            Self::Fixed(_) => Box::new(std::iter::empty()),
            Self::Text(text) => Box::new(std::iter::once(text)),
            Self::List(items) => Box::new(items.iter().flat_map(Self::texts)),
            Self::Object(members) => Box::new(members.iter().flat_map(|(_, it)| it.texts())),
        }
    }
}

/// A URL with placeholders in its path or query, so that values cannot make it lead elsewhere.
fn url(text: &str, names: &[&'static str]) -> Result<Text, BadDescription> {
    let template = Text::new("url", text, names)?;
    let Some(Part::Literal(start)) = template.0.first() else {
        return Err(bad("url", "is empty"));
    };
    let is_whole = template.0.len() == 1;
    let after_scheme = start.split_once("://").map(|(_, rest)| rest);
    let parsed = Url::parse(start).ok().filter(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
    });
    if parsed.is_none() {
        return Err(bad(
            "url",
            "must begin with http:// or https:// and a host, without a user name",
        ));
    }
    if !is_whole && !after_scheme.is_some_and(|rest| rest.contains(['/', '?'])) {
        return Err(bad("url", "the host must not have places to fill in"));
    }
    Ok(template)
}

fn header_line(line: &str, names: &[&'static str]) -> Result<(HeaderName, Text), BadDescription> {
    const KEY: &str = "headers";
    let (name, value) = line
        .split_once(':')
        .ok_or_else(|| bad(KEY, "each must be \"Name: value\""))?;
    let name = HeaderName::try_from(name.trim())
        .map_err(|_| bad(KEY, "each must begin with a name that HTTP takes"))?;
    let is_ours = matches!(
        name,
        header::HOST
            | header::CONTENT_LENGTH
            | header::TRANSFER_ENCODING
            | header::CONNECTION
            | header::UPGRADE
            | header::TE
            | header::TRAILER
            | header::EXPECT
    );
    if is_ours {
        return Err(bad(KEY, format!("{name} is not yours to set")));
    }
    Ok((name, Text::new(KEY, value.trim(), names)?))
}

fn basic(user: &str, secret: &Personal) -> Result<Option<HeaderValue>, BadDescription> {
    use base64::Engine;
    if user.is_empty() {
        return Ok(None);
    }
    if user.contains(':') {
        return Err(bad("user", "must not contain a colon"));
    }
    let pair = zeroize::Zeroizing::new(format!("{user}:{}", secret.reveal()));
    let encoded = base64::engine::general_purpose::STANDARD.encode(pair.as_bytes());
    let mut value = HeaderValue::try_from(format!("Basic {encoded}"))
        .map_err(|_| bad("user", "fits no header"))?;
    value.set_sensitive(true);
    Ok(Some(value))
}

#[cfg(test)]
mod tests;
