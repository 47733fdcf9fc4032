//! The server that ships, started as a library.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;

use bonafide::config::{Layers, Origin, Settings};
use bonafide::{Server, Stopped};
use toml::Value;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server_starts_answers_and_stops_in_this_process() {
    let data = tempfile::tempdir().unwrap();
    let mut layers = Layers::default();
    for (key, value) in [
        ("server.listen", "127.0.0.1:0"),
        ("storage.data", data.path().to_str().unwrap()),
        ("examination.text", "off"),
    ] {
        let value = Value::String(value.to_owned());
        layers.set(key, value, Origin::Flag("test")).unwrap();
    }
    let mut settings = Settings::from_layers(&layers).unwrap();
    settings.decoder = Some(PathBuf::from(env!("CARGO_BIN_EXE_bonafide")));
    let server = Server::start(&settings).await.unwrap();
    let address = server.address();
    let answer = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream
            .write_all(b"GET /ready HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n")
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    })
    .await
    .unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert_eq!(server.stop().await.unwrap(), Stopped::Clean);
}
