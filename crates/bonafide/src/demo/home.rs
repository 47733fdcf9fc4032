//! The demo's folder: the server's data, the pictures, and request bodies to send oneself.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use bonafide::config::{Layers, Origin, Settings};
use tempfile::TempDir;
use toml::Value;

/// The folder, and whether it goes with the demo.
#[derive(Debug)]
pub(super) struct Home {
    folder: PathBuf,
    /// Removes the folder when it is dropped.
    temporary: Option<TempDir>,
}

impl Home {
    /// The given folder, or a new one that goes with the demo.
    pub(super) fn make(folder: Option<PathBuf>) -> Result<Self> {
        let home = if let Some(folder) = folder {
            Self {
                folder,
                temporary: None,
            }
        } else {
            let temporary = tempfile::Builder::new()
                .prefix("bonafide-demo-")
                .tempdir()
                .context("no temporary folder can be made; name one with --data")?;
            Self {
                folder: temporary.path().to_owned(),
                temporary: Some(temporary),
            }
        };
        for folder in [home.pictures(), home.bodies()] {
            fs::create_dir_all(&folder)
                .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        }
        Ok(home)
    }

    /// The server's data folder.
    pub(super) fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Where the photographs are.
    pub(super) fn pictures(&self) -> PathBuf {
        self.folder.join("pictures")
    }

    /// Where the request bodies to send oneself are.
    pub(super) fn bodies(&self) -> PathBuf {
        self.folder.join("requests")
    }

    /// The folder itself.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What becomes of the folder, before the end.
    pub(super) fn fate(&self) -> &'static str {
        if self.temporary.is_some() {
            "goes when the demo ends; keep it with --data DIR"
        } else {
            "kept"
        }
    }

    /// What became of it, at the end.
    pub(super) fn farewell(&self) -> String {
        let folder = self.folder.display();
        match self.temporary {
            Some(_) => format!("Stopped. {folder} is removed."),
            None => format!("Stopped. Everything is kept in {folder}."),
        }
    }

    /// The server's configuration: the defaults, here, callbacks to this machine
    /// allowed, and links printed instead of sent. The
    /// operator's own file and environment have no part in a demo.
    pub(super) fn settings(&self, listen: Option<SocketAddr>, once: bool) -> Result<Settings> {
        let data = self.data();
        let data = data
            .to_str()
            .context("--data: not a name that can be written as text")?;
        let listen = listen.unwrap_or_else(|| free_address(once));
        let mut layers = Layers::default();
        for (key, value) in [
            ("server.listen", Value::String(listen.to_string())),
            ("storage.data", Value::String(data.to_owned())),
            ("callbacks.allow_private", Value::Boolean(true)),
            ("email.by", Value::String("console".to_owned())),
            ("sms.by", Value::String("console".to_owned())),
            ("whatsapp.by", Value::String("console".to_owned())),
            ("log.level", Value::String("warn".to_owned())),
        ] {
            layers.set(key, value, Origin::Flag("demo"))?;
        }
        Settings::from_layers(&layers)
    }
}

/// The port of the defaults if it is free and someone may want to type it, else any.
fn free_address(once: bool) -> SocketAddr {
    let usual = SocketAddr::from((Ipv4Addr::LOCALHOST, 8080));
    if !once && TcpListener::bind(usual).is_ok() {
        usual
    } else {
        SocketAddr::from((Ipv4Addr::LOCALHOST, 0))
    }
}
