//! Protocol Buffers as they lie on the wire: fields with numbers, and nothing about what they mean.
//!
//! The reader never recurses and allocates nothing; whoever knows a message descends into its
//! bytes. See <https://protobuf.dev/programming-guides/encoding/>.

use crate::LoadError;

/// The value of one field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Value<'a> {
    /// An integer, a boolean or an enumerator.
    Varint(u64),
    /// Four bytes, little-endian: a `float` for our purposes.
    Fixed32(u32),
    /// Eight bytes, little-endian.
    Fixed64(u64),
    /// A string, bytes, a message or packed numbers.
    Bytes(&'a [u8]),
}

impl<'a> Value<'a> {
    pub(crate) fn bytes(self) -> Result<&'a [u8], LoadError> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            _ => Err(MALFORMED),
        }
    }

    pub(crate) fn text(self) -> Result<&'a str, LoadError> {
        std::str::from_utf8(self.bytes()?).map_err(|_| MALFORMED)
    }

    /// Protocol Buffers write negative numbers as their two's complement of 64 bits.
    pub(crate) fn int(self) -> Result<i64, LoadError> {
        match self {
            Self::Varint(bits) => Ok(bits.cast_signed()),
            _ => Err(MALFORMED),
        }
    }

    pub(crate) fn float(self) -> Result<f32, LoadError> {
        match self {
            Self::Fixed32(bits) => Ok(f32::from_bits(bits)),
            _ => Err(MALFORMED),
        }
    }
}

/// The fields of a message, in the order of the file.
#[derive(Debug, Clone)]
pub(crate) struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    pub(crate) const fn of(message: &'a [u8]) -> Self {
        Self(message)
    }

    /// The next field's number and value; `None` at the end of the message.
    pub(crate) fn next(&mut self) -> Result<Option<(u64, Value<'a>)>, LoadError> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let key = self.varint()?;
        let value = match key & 7 {
            0 => Value::Varint(self.varint()?),
            1 => Value::Fixed64(u64::from_le_bytes(self.array()?)),
            2 => {
                let length = usize::try_from(self.varint()?).map_err(|_| MALFORMED)?;
                Value::Bytes(self.take(length)?)
            }
            5 => Value::Fixed32(u32::from_le_bytes(self.array()?)),
            _ => return Err(MALFORMED),
        };
        Ok(Some((key >> 3, value)))
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], LoadError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(MALFORMED)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], LoadError> {
        self.take(N)?.try_into().map_err(|_| MALFORMED)
    }

    fn varint(&mut self) -> Result<u64, LoadError> {
        let mut bits = 0_u64;
        for shift in (0..64).step_by(7) {
            let [byte] = self.array()?;
            bits |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(bits);
            }
        }
        Err(MALFORMED)
    }
}

/// Appends the integers of a repeated field, which may be packed or come one by one.
pub(crate) fn ints(value: Value<'_>, into: &mut Vec<i64>) -> Result<(), LoadError> {
    match value {
        Value::Varint(bits) => into.push(bits.cast_signed()),
        Value::Bytes(packed) => {
            let mut packed = Fields::of(packed);
            while !packed.0.is_empty() {
                into.push(packed.varint()?.cast_signed());
            }
        }
        _ => return Err(MALFORMED),
    }
    Ok(())
}

/// Appends the floats of a repeated field, which may be packed or come one by one.
pub(crate) fn floats(value: Value<'_>, into: &mut Vec<f32>) -> Result<(), LoadError> {
    match value {
        Value::Fixed32(bits) => into.push(f32::from_bits(bits)),
        Value::Bytes(packed) => {
            let (floats, []) = packed.as_chunks::<4>() else {
                return Err(MALFORMED);
            };
            into.extend(floats.iter().map(|bytes| f32::from_le_bytes(*bytes)));
        }
        _ => return Err(MALFORMED),
    }
    Ok(())
}

pub(crate) const MALFORMED: LoadError =
    LoadError::Malformed("it is not a Protocol Buffers message");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_as_the_documentation_of_the_format_has_them() {
        // The three examples of the encoding guide, and a float.
        let message = [
            0x08, 0x96, 0x01, 0x12, 0x07, b't', b'e', b's', b't', b'i', b'n', b'g', 0x1d, 0, 0,
            0x80, 0x3f,
        ];
        let mut fields = Fields::of(&message);
        assert_eq!(fields.next().unwrap(), Some((1, Value::Varint(150))));
        let (number, value) = fields.next().unwrap().unwrap();
        assert_eq!((number, value.text().unwrap()), (2, "testing"));
        let (number, value) = fields.next().unwrap().unwrap();
        assert_eq!((number, value.float().unwrap()), (3, 1.0));
        assert_eq!(fields.next().unwrap(), None);
    }

    #[test]
    fn negative_and_packed_numbers_are_read() {
        let minus_one = [
            0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1,
        ];
        let (_, value) = Fields::of(&minus_one).next().unwrap().unwrap();
        assert_eq!(value.int().unwrap(), -1);
        let mut numbers = Vec::new();
        ints(Value::Bytes(&[1, 0x96, 1]), &mut numbers).unwrap();
        assert_eq!(numbers, [1, 150]);
        assert!(floats(Value::Bytes(&[0, 0, 0]), &mut Vec::new()).is_err());
    }

    #[test]
    fn what_ends_too_early_or_never_is_refused() {
        for message in [
            &[0x08][..],
            &[0x12, 5, 1],
            &[0x0b],
            &[0x1d, 0, 0],
            &[0xff; 12],
            &[
                0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1,
            ],
        ] {
            assert!(Fields::of(message).next().is_err(), "{message:?}");
        }
    }
}
