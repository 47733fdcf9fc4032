//! The business's own server: takes callbacks and postbacks, and has pages that people are sent to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Instant;

use serde_json::Value;

use crate::driver::GUARD;

/// The number to which the shop, as a gateway of text messages, sends nothing.
pub(crate) const REFUSED_NUMBER: &str = "+12125550199";

/// What somebody posted.
#[derive(Debug, Clone)]
pub(crate) struct Post {
    pub(crate) path: String,
    pub(crate) body: Value,
}

/// A running shop.
pub(crate) struct Shop {
    pub(crate) url: String,
    kept: Arc<Kept>,
}

#[derive(Default)]
struct Kept {
    posts: Mutex<Vec<Post>>,
    more: Condvar,
}

impl Shop {
    pub(crate) fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let kept = Arc::new(Kept::default());
        let keeper = Arc::clone(&kept);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let keeper = Arc::clone(&keeper);
                std::thread::spawn(move || keeper.serve(stream.unwrap()));
            }
        });
        Self { url, kept }
    }

    /// Waits until something is so of what was posted, and answers with it.
    #[track_caller]
    pub(crate) fn until<T>(&self, wanted: impl Fn(&[Post]) -> Option<T>) -> T {
        let end = Instant::now() + GUARD;
        let mut posts = self.kept.posts.lock().unwrap();
        loop {
            if let Some(found) = wanted(&posts) {
                return found;
            }
            let left = end.checked_duration_since(Instant::now());
            let left = left.unwrap_or_else(|| panic!("only this was posted: {posts:#?}"));
            posts = self.kept.more.wait_timeout(posts, left).unwrap().0;
        }
    }
}

impl Kept {
    fn serve(&self, mut stream: TcpStream) -> Option<()> {
        let mut reader = BufReader::new(stream.try_clone().ok()?);
        let mut first = String::new();
        reader.read_line(&mut first).ok()?;
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).ok()?;
            let line = line.trim().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(said) = line.strip_prefix("content-length:") {
                length = said.trim().parse().ok()?;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        let mut words = first.split(' ');
        let (method, path) = (words.next()?, words.next()?);
        if method == "POST" {
            let post = Post {
                path: path.to_owned(),
                body: serde_json::from_slice(&body).unwrap_or_default(),
            };
            let is_refused = post.body["to"] == REFUSED_NUMBER;
            self.posts.lock().unwrap().push(post);
            self.more.notify_all();
            if is_refused {
                let answer = "HTTP/1.1 422 Unprocessable Content\r\ncontent-length: 0\r\n\
                     connection: close\r\n\r\n";
                return stream.write_all(answer.as_bytes()).ok();
            }
        }
        if path.starts_with("/nowhere") {
            // Nothing to show: a browser that is sent here stays where it is.
            return stream
                .write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")
                .ok();
        }
        // Shows another address inside its own page, as a business does that does not send people
        // away.
        let framed = path.split_once("/frame?").map(|(_, address)| {
            let address = address.replace('&', "&amp;");
            format!("<iframe title=Check src=\"{address}\" allow=camera></iframe>")
        });
        let page = format!(
            "<!doctype html><html lang=en><title>Shop</title><link rel=icon href=data:,><h1>The shop</h1>{}",
            framed.unwrap_or_default()
        );
        let answer = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
             connection: close\r\n\r\n{page}",
            page.len()
        );
        stream.write_all(answer.as_bytes()).ok()
    }
}
