//! What configurations are taken, and what is said of those that are not.

use anyhow::Result;

use super::*;

fn settings(file: &str) -> Result<Settings> {
    let mut layers = Layers::default();
    layers.add_text(file, Origin::File("test.toml".into()))?;
    Settings::from_layers(&layers)
}

fn complaint(file: &str) -> String {
    format!("{:#}", settings(file).expect_err(file))
}

#[test]
fn the_default_file_is_right_and_whole() {
    let settings = settings("").unwrap();
    assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(settings.max_body, 64 * 1024 * 1024);
    assert_eq!(settings.max_bodies, 256 * 1024 * 1024);
    assert!(!settings.allow_private_callbacks);
}

#[test]
fn every_key_of_the_default_file_has_a_comment() {
    let lines: Vec<&str> = DEFAULT.lines().collect();
    for pair in lines.windows(2) {
        let [before, line] = pair else { continue };
        if line.contains(" = ") && !line.starts_with('#') {
            assert!(
                before.starts_with('#') || before.contains(" = "),
                "no comment before `{line}`"
            );
        }
    }
}

#[test]
fn an_unknown_key_names_the_nearest() {
    assert!(complaint("[server]\nlisten_on = \"x\"").contains("`server.listen`"));
    assert!(complaint("[callback]\nparallel = 1").contains("`callbacks`"));
}

#[test]
fn wrong_values_name_the_key_and_where_it_was_set() {
    let cases = [
        (
            "[server]\nlisten = \"nowhere\"",
            "server.listen (test.toml)",
        ),
        (
            "[server]\nmax_body_mib = 0",
            "server.max_body_mib (test.toml)",
        ),
        (
            "[storage]\nquarantine_days = 0",
            "storage.quarantine_days (test.toml): must be at least 1",
        ),
        (
            "[storage]\nlongest_rest_days = -30",
            "storage.longest_rest_days (test.toml): invalid value",
        ),
        (
            "[server]\nbase_path = \"api\"",
            "server.base_path (test.toml)",
        ),
        (
            "[server]\npublic_url = \"ftp://x\"",
            "server.public_url (test.toml)",
        ),
        ("[log]\nformat = \"xml\"", "log.format (test.toml)"),
        ("[log]\nlevel = \"verbose\"", "log.level (test.toml)"),
        (
            "[log]\nlevel = \"info,worker=loud\"",
            "log.level (test.toml)",
        ),
        ("[log]\nlevel = \"\"", "log.level (test.toml)"),
        (
            "[server]\nmax_requests = -1",
            "server.max_requests (test.toml): invalid value",
        ),
        (
            "[callbacks]\nparallel = 4294967296",
            "callbacks.parallel (test.toml): invalid value",
        ),
        (
            "[callbacks]\nallow_networks = [\"10.0.0.0/99\"]",
            "callbacks.allow_networks (test.toml): ",
        ),
        (
            "[server]\nmax_bodies_mib = 63",
            "server.max_bodies_mib (test.toml): must be at least server.max_body_mib, 64",
        ),
        (
            "[server]\nmax_bodies_mib = 0",
            "server.max_bodies_mib (test.toml)",
        ),
        (
            "[face]\nembedder = { path = \"a.onnx\", sha256 = \"12\" }",
            "face.embedder (test.toml): sha256 must be",
        ),
        (
            "[face]\nembedder = { kind = \"sface\" }",
            "face.embedder (test.toml): path is missing",
        ),
        (
            "[face]\nembedder = { path = \"a.onnx\", kind = \"magic\" }",
            "face.embedder (test.toml): kind must be one of \"sface\", \"arcface\"",
        ),
        (
            "[face]\nembedder = { thresholds = { same = 0.3, different = 0.4 } }",
            "face.embedder (test.toml): thresholds must be",
        ),
        (
            "[face]\nembedder = { file = \"a.onnx\" }",
            "face.embedder (test.toml): ",
        ),
        (
            "[callbacks]\nallow_private = \"perhaps\"",
            "callbacks.allow_private (test.toml)",
        ),
    ];
    let integrations = [
        (
            "[server]\ntrusted_proxies = [\"here\"]",
            "server.trusted_proxies (test.toml): ",
        ),
        (
            "[server]\nproxy_header = \"via\"",
            "server.proxy_header (test.toml): must be",
        ),
        ("[email]\nby = \"pigeon\"", "email.by (test.toml): must be"),
        ("[email]\nby = \"http\"", "email.by (test.toml): must be"),
        ("[email]\nport = 65536", "email.port (test.toml): "),
        ("[email]\ntls = \"ssl\"", "email.tls (test.toml): must be"),
        ("[sms]\nby = \"smtp\"", "sms.by (test.toml): must be"),
        ("[sms]\nformat = \"xml\"", "sms.format (test.toml): must be"),
        (
            "[whatsapp]\ndeadline_seconds = 0",
            "whatsapp.deadline_seconds (test.toml): must be",
        ),
        (
            "[device]\nby = \"console\"",
            "device.by (test.toml): must be one of \"none\", \"http\"",
        ),
    ];
    for (file, expected) in cases.into_iter().chain(integrations) {
        let said = complaint(file);
        assert!(said.contains(expected), "{file}: {said}");
    }
}

#[test]
fn the_environment_stands_above_the_file_and_keeps_kinds() {
    let mut layers = Layers::default();
    layers
        .add_text("[callbacks]\nparallel = 7", Origin::File("a.toml".into()))
        .unwrap();
    let variables = [
        ("BONAFIDE_CALLBACKS_PARALLEL", "9"),
        ("BONAFIDE_CALLBACKS_ALLOW_PRIVATE", "true"),
        ("BONAFIDE_SERVER_PUBLIC_URL", "https://id.example/"),
        ("UNRELATED", "1"),
    ];
    layers
        .add_environment(variables.map(|(key, value)| (key.into(), value.into())))
        .unwrap();
    let settings = Settings::from_layers(&layers).unwrap();
    assert_eq!(settings.parallel_callbacks, 9);
    assert!(settings.allow_private_callbacks);
    assert_eq!(settings.public_url.as_deref(), Some("https://id.example"));
    assert!(
        layers
            .add_environment([("BONAFIDE_SERVER_LISTN".into(), "x".into())])
            .is_err()
    );
}

#[test]
fn filters_for_the_log_are_taken() {
    for words in [
        "info",
        "INFO",
        "off",
        "warn,worker=debug",
        "info,[{id}]=trace",
    ] {
        assert!(log_filter(words).is_ok(), "{words}");
    }
}

#[test]
fn a_wrong_value_is_told_apart_from_right_ones() {
    let mut layers = Layers::default();
    layers
        .add_text(
            "[server]\nmax_requests = 9\n[callbacks]\nparallel = 9",
            Origin::File("a.toml".into()),
        )
        .unwrap();
    layers
        .add_environment([("BONAFIDE_SERVER_MAX_BODY_MIB".into(), "-3".into())])
        .unwrap();
    let said = format!("{:#}", Settings::from_layers(&layers).unwrap_err());
    let expected = "server.max_body_mib (environment BONAFIDE_SERVER_MAX_BODY_MIB): ";
    assert!(said.starts_with(expected), "{said}");
}

#[test]
fn variables_that_are_no_text_are_no_trouble_unless_they_are_ours() {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;
    let latin = || OsString::from_vec(vec![b'/', 0xE4]);
    let mut layers = Layers::default();
    layers
        .add_environment([("LESSOPEN".into(), latin()), (latin(), "1".into())])
        .unwrap();
    let error = layers
        .add_environment([("BONAFIDE_STORAGE_DATA".into(), latin())])
        .unwrap_err();
    assert!(error.to_string().contains("BONAFIDE_STORAGE_DATA"));
}

/// What starting says of a file: the first thing that is wrong with what the server calls.
fn starting(file: &str) -> Result<()> {
    settings(file)?.integrations().check(&[])
}

#[test]
fn what_cannot_be_called_stops_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("secret");
    std::fs::write(&secret, "s3cret\n").unwrap();
    let file = secret.display();
    let sms =
        "[sms]\nby = \"http\"\nurl = \"https://sms.example/\"\nheaders = [\"X-Key: {secret}\"]";
    assert_eq!(starting("").map_err(|it| it.to_string()), Ok(()));
    for (file, expected) in [
        (format!("{sms}\nsecret_file = \"{file}\""), ""),
        (format!("{sms}\nsecret = \"s3cret\""), ""),
        (sms.to_owned(), "[sms]: secret: is asked for and not set"),
        (
            format!("{sms}\nsecret = \"x\"\nsecret_file = \"{file}\""),
            "sms.secret and sms.secret_file are both set",
        ),
        (
            format!("{sms}\nsecret_file = \"{file}.none\""),
            "sms.secret_file: ",
        ),
        ("[sms]\nby = \"http\"".to_owned(), "[sms]: url: "),
        (
            "[whatsapp]\nby = \"http\"\nurl = \"https://wa.example/{tel}\"".to_owned(),
            "[whatsapp]: url: there is no {tel} here",
        ),
        (
            "[email]\nby = \"smtp\"\nfrom = \"id@acme.example\"".to_owned(),
            "[email]: host: ",
        ),
        (
            "[email]\nby = \"smtp\"\nfrom = \"id@acme.example\"\nhost = \"mail.example\""
                .to_owned(),
            "",
        ),
        (
            format!("[places]\ndatabases = [\"{file}\"]"),
            "places.databases: ",
        ),
        (
            "[selfie]\nby = \"http\"\nurl = \"https://x.example/\"\naddress = \"url\"".to_owned(),
            "[selfie]: address: must be a JSON pointer like /url",
        ),
        (
            "[device]\nby = \"http\"\nurl = \"https://x.example/{to}\"".to_owned(),
            "[device]: url: there is no {to} here",
        ),
    ] {
        match starting(&file) {
            Ok(()) => assert_eq!(expected, "", "{file}"),
            Err(error) => {
                let said = format!("{error:#}");
                assert!(
                    !expected.is_empty() && said.starts_with(expected),
                    "{file}: {said}"
                );
                assert!(!said.contains("s3cret"), "{said}");
            }
        }
    }
}

#[test]
fn secrets_are_not_shown() {
    let file = "[sms]\nsecret = \"s3cret\"\nheaders = [\"X-Key: s3cret\"]\nurl = \"https://x.example/s3cret\"\nbody = \"s3cret\"";
    let mut layers = Layers::default();
    layers
        .add_text(file, Origin::File("test.toml".into()))
        .unwrap();
    let shown: Vec<String> = layers
        .rows()
        .map(|(key, value, _)| format!("{key} {value}"))
        .collect();
    let shown = shown.join("\n");
    let settings = Settings::from_layers(&layers).unwrap();
    assert!(
        !format!("{shown}{settings:?}").contains("s3cret"),
        "{shown}"
    );
    assert!(shown.contains("sms.secret (not shown)"), "{shown}");
    assert!(shown.contains("email.secret \"\""), "{shown}");
}
