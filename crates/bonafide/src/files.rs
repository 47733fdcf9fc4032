//! Files that somebody names: read up to a size, since not everything that has a name has an end.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// The bytes of a file that has at most so many.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        let said = format!("it has more than {most} bytes");
        return Err(io::Error::new(ErrorKind::FileTooLarge, said));
    }
    Ok(bytes)
}

/// The same as text.
pub fn read_text(path: &Path, most: u64) -> io::Result<String> {
    String::from_utf8(read(path, most)?)
        .map_err(|_| io::Error::new(ErrorKind::InvalidData, "it is no text"))
}

/// The same, of a file in a folder alone: no device, no pipe.
pub fn read_regular(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    // Asked before it is opened: to open a pipe that nobody writes to waits for ever.
    if !path.metadata()?.is_file() {
        return Err(io::Error::new(
            ErrorKind::InvalidInput,
            "it is no regular file",
        ));
    }
    read(path, most)
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
    fn a_file_is_read_up_to_its_size() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        std::fs::write(&path, b"1234").unwrap();
        assert_eq!(read_regular(&path, 4).unwrap(), b"1234");
        assert_eq!(read_text(&path, 4).unwrap(), "1234");
        assert!(read(&path, 3).is_err());
    }
}
