//! The demo's folder: the server's data, the pictures and ready-made request bodies.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use bonafide::config::{Layers, Origin, Settings};
use bonafide::files;
use tempfile::TempDir;
use toml::Value;

/// The folder, and whether it is removed when the demo ends.
#[derive(Debug)]
pub(super) struct Home {
    folder: PathBuf,
    /// Removes the folder when it is dropped.
    temporary: Option<TempDir>,
}

impl Home {
    /// Uses the given folder, or a temporary one that is removed when the demo ends.
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
                .context("cannot create a temporary folder; name a folder with --data")?;
            Self {
                folder: temporary.path().to_owned(),
                temporary: Some(temporary),
            }
        };
        for folder in [home.pictures(), home.bodies()] {
            fs::create_dir_all(&folder)
                .map_err(|error| anyhow!(files::not_created(&folder, &error)))?;
        }
        Ok(home)
    }

    /// The server's data folder.
    pub(super) fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// The folder of the photographs.
    pub(super) fn pictures(&self) -> PathBuf {
        self.folder.join("pictures")
    }

    /// The folder of the request bodies.
    pub(super) fn bodies(&self) -> PathBuf {
        self.folder.join("requests")
    }

    /// The folder itself.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Says what will happen to the folder.
    pub(super) fn fate(&self) -> &'static str {
        if self.temporary.is_some() {
            "removed when the demo ends; use --data DIR to keep it"
        } else {
            "kept"
        }
    }

    /// Says what has happened to the folder.
    pub(super) fn farewell(&self) -> String {
        let folder = self.folder.display();
        match self.temporary {
            Some(_) => format!("Stopped. {folder} was removed."),
            None => format!("Stopped. Everything was kept in {folder}."),
        }
    }

    /// Returns the server's configuration: the defaults with this folder, callbacks to this machine
    /// allowed, and links printed instead of sent. The operator's own file and environment play no
    /// part in a demo.
    pub(super) fn settings(&self, listen: Option<SocketAddr>, once: bool) -> Result<Settings> {
        let data = self.data();
        let data = data
            .to_str()
            .context("--data: the path is not valid UTF-8")?;
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

/// Returns the default port if it is free and someone may want to type it, or else any port.
fn free_address(once: bool) -> SocketAddr {
    let usual = SocketAddr::from((Ipv4Addr::LOCALHOST, 8080));
    if !once && TcpListener::bind(usual).is_ok() {
        usual
    } else {
        SocketAddr::from((Ipv4Addr::LOCALHOST, 0))
    }
}
