//! Reads files that somebody names up to a limit, because not everything with a name has an end.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// Reads a file of at most `most` bytes. Errors say what is wrong in words, without the system's
/// number.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(most + 1).read_to_end(&mut bytes))
        .map_err(|error| io::Error::new(error.kind(), why(&error)))?;
    if bytes.len() as u64 > most {
        let said = format!("it is larger than {most} bytes");
        return Err(io::Error::new(ErrorKind::FileTooLarge, said));
    }
    Ok(bytes)
}

/// Reads a file of at most `most` bytes as UTF-8 text.
pub fn read_text(path: &Path, most: u64) -> io::Result<String> {
    String::from_utf8(read(path, most)?)
        .map_err(|_| io::Error::new(ErrorKind::InvalidData, "it is not UTF-8 text"))
}

/// Reads a regular file of at most `most` bytes and refuses devices and pipes.
pub fn read_regular(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    // Checked before it is opened: opening a pipe that nobody writes to would wait for ever.
    if !path.metadata()?.is_file() {
        return Err(io::Error::new(
            ErrorKind::InvalidInput,
            "it is not a regular file",
        ));
    }
    read(path, most)
}

/// Returns why an operation on a file failed, in words.
pub fn why(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::IsADirectory => "it is a folder, not a file".to_owned(),
        ErrorKind::NotADirectory => "a part of its path is not a folder".to_owned(),
        ErrorKind::PermissionDenied => "permission denied; run as the owner of the file".to_owned(),
        _ => {
            let text = error.to_string();
            let number = error
                .raw_os_error()
                .map(|number| format!(" (os error {number})"));
            number
                .and_then(|number| text.strip_suffix(&number))
                .map_or(text.clone(), str::to_owned)
        }
    }
}

/// Explains why a folder cannot be created: often a file is in its place.
pub fn not_created(folder: &Path, error: &io::Error) -> String {
    let in_the_way = folder
        .ancestors()
        .find(|part| part.exists() && !part.is_dir());
    match in_the_way {
        Some(part) if part.is_file() => format!("{} is a file, not a folder", part.display()),
        Some(part) => format!("{} is not a folder", part.display()),
        None if error.kind() == ErrorKind::PermissionDenied => {
            format!(
                "cannot create the folder {}: permission denied",
                folder.display()
            )
        }
        None => format!(
            "cannot create the folder {}: {}",
            folder.display(),
            why(error)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_end_is_not_read_to_its_end() {
        let zeros = Path::new("/dev/zero");
        assert_eq!(
            read(zeros, 1000).unwrap_err().kind(),
            ErrorKind::FileTooLarge
        );
        assert_eq!(
            read_text(zeros, 9).unwrap_err().kind(),
            ErrorKind::FileTooLarge
        );
        for strange in ["/dev/zero", "/dev/null", "/proc", "/tmp"] {
            let refused = read_regular(Path::new(strange), 1000);
            assert_eq!(
                refused.unwrap_err().kind(),
                ErrorKind::InvalidInput,
                "{strange}"
            );
        }
    }

    #[test]
    fn errors_are_in_words() {
        let said = |path: &str| read(Path::new(path), 9).unwrap_err().to_string();
        assert_eq!(said("/nowhere"), "there is no such file");
        assert_eq!(said("/tmp"), "it is a folder, not a file");
        assert_eq!(said("/dev/null/x"), "a part of its path is not a folder");
        let full = io::Error::from_raw_os_error(28);
        assert_eq!(why(&full), "No space left on device");
    }

    #[test]
    fn a_file_in_place_of_a_folder_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        std::fs::write(&file, b"1").unwrap();
        for folder in [file.clone(), file.join("data")] {
            let error = std::fs::create_dir_all(&folder).unwrap_err();
            let said = not_created(&folder, &error);
            assert_eq!(said, format!("{} is a file, not a folder", file.display()));
        }
    }

    #[test]
    fn a_file_is_read_up_to_its_size() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        std::fs::write(&path, b"1234").unwrap();
        assert_eq!(read_regular(&path, 4).unwrap(), b"1234");
        assert_eq!(read_text(&path, 4).unwrap(), "1234");
        assert!(read(&path, 3).is_err());
    }
}
