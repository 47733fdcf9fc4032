//! What an ONNX file contains: operators, weights, and the names of what goes in and out.
//!
//! Only what the operators of this crate use is read; everything else in the file is skipped. See
//! <https://github.com/onnx/onnx/blob/main/onnx/onnx.proto> for the numbers of the fields.

use std::collections::{HashMap, HashSet};

use crate::LoadError;
use crate::constant::{Constant, Numbers};
use crate::limits::Limits;
use crate::protobuf::{Fields, MALFORMED, floats, ints};
use crate::tensor::{MOST_DIMENSIONS, places};

/// The graph of a file.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    /// In an order in which every input of a node was made before it.
    pub(crate) nodes: Vec<Node>,
    /// Weights by name.
    pub(crate) constants: HashMap<String, Constant>,
    /// The names of the inputs that operators use and that are not weights.
    pub(crate) inputs: Vec<String>,
    pub(crate) outputs: Vec<String>,
}

/// An operator of a network, with the names of what it takes and makes.
#[derive(Debug, Default, Clone)]
pub(crate) struct Node {
    pub(crate) op: String,
    /// Empty for an optional input that is left out.
    pub(crate) inputs: Vec<String>,
    pub(crate) outputs: Vec<String>,
    pub(crate) attributes: HashMap<String, Attribute>,
}

/// The value of an attribute: which of these are filled follows from its operator.
#[derive(Debug, Default, Clone)]
pub(crate) struct Attribute {
    pub(crate) int: i64,
    pub(crate) float: f32,
    pub(crate) text: String,
    pub(crate) ints: Vec<i64>,
    pub(crate) tensor: Option<Constant>,
}

impl Graph {
    /// Reads a file.
    pub(crate) fn parse(file: &[u8], limits: &Limits) -> Result<Self, LoadError> {
        if file.len() > limits.file_bytes {
            return Err(LoadError::TooLarge("bytes of the file"));
        }
        let mut model = Fields::of(file);
        let mut graph = None;
        while let Some((number, value)) = model.next()? {
            if number == 7 {
                graph = Some(Self::of(value.bytes()?, limits)?);
            }
        }
        graph.ok_or(LoadError::Malformed("there is no graph in it"))
    }

    fn of(message: &[u8], limits: &Limits) -> Result<Self, LoadError> {
        let mut graph = Self::default();
        let mut fields = Fields::of(message);
        let mut weights = 0_usize;
        while let Some((number, value)) = fields.next()? {
            match number {
                1 => {
                    if graph.nodes.len() == limits.nodes {
                        return Err(LoadError::TooLarge("operators"));
                    }
                    graph.nodes.push(Node::of(value.bytes()?)?);
                }
                5 => {
                    let (name, constant) = constant(value.bytes()?)?;
                    weights = weights.saturating_add(constant.len());
                    if weights > limits.weights {
                        return Err(LoadError::TooLarge("numbers of the weights"));
                    }
                    graph.constants.insert(name, constant);
                }
                11 => graph.inputs.push(value_name(value.bytes()?)?),
                12 => graph.outputs.push(value_name(value.bytes()?)?),
                15 => {
                    return Err(LoadError::Unsupported {
                        op: "sparse_initializer".to_owned(),
                        why: "sparse weights",
                    });
                }
                _ => {}
            }
        }
        // Files declare weights as inputs, even those that were replaced by packed ones.
        let used: HashSet<&String> = graph.nodes.iter().flat_map(|node| &node.inputs).collect();
        let constants = &graph.constants;
        graph
            .inputs
            .retain(|name| used.contains(name) && !constants.contains_key(name));
        Ok(graph)
    }
}

impl Node {
    fn of(message: &[u8]) -> Result<Self, LoadError> {
        let mut node = Self::default();
        let mut fields = Fields::of(message);
        while let Some((number, value)) = fields.next()? {
            match number {
                1 => node.inputs.push(value.text()?.to_owned()),
                2 => node.outputs.push(value.text()?.to_owned()),
                4 => value.text()?.clone_into(&mut node.op),
                5 => {
                    let (name, attribute) = attribute(value.bytes()?)?;
                    node.attributes.insert(name, attribute);
                }
                7 if !matches!(value.text()?, "" | "ai.onnx") => {
                    return Err(LoadError::Malformed("an operator of another domain"));
                }
                _ => {}
            }
        }
        Ok(node)
    }

    /// An error about this node.
    pub(crate) fn unsupported(&self, why: &'static str) -> LoadError {
        // The name comes from the file and may be of any length.
        LoadError::Unsupported {
            op: self.op.chars().take(40).collect(),
            why,
        }
    }

    /// An integer attribute, or what the standard says if it is left out.
    pub(crate) fn int(&self, name: &str, default: i64) -> i64 {
        self.attributes
            .get(name)
            .map_or(default, |attribute| attribute.int)
    }

    pub(crate) fn float(&self, name: &str, default: f32) -> f32 {
        self.attributes
            .get(name)
            .map_or(default, |attribute| attribute.float)
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        self.attributes
            .get(name)
            .map_or("", |attribute| attribute.text.as_str())
    }

    pub(crate) fn ints(&self, name: &str) -> &[i64] {
        self.attributes
            .get(name)
            .map_or(&[], |attribute| attribute.ints.as_slice())
    }
}

fn attribute(message: &[u8]) -> Result<(String, Attribute), LoadError> {
    let (mut name, mut attribute) = (String::new(), Attribute::default());
    let mut fields = Fields::of(message);
    while let Some((number, value)) = fields.next()? {
        match number {
            1 => value.text()?.clone_into(&mut name),
            2 => attribute.float = value.float()?,
            3 => attribute.int = value.int()?,
            4 => attribute.text = String::from_utf8_lossy(value.bytes()?).into_owned(),
            5 => attribute.tensor = Some(constant(value.bytes()?)?.1),
            6 => return Err(LoadError::Malformed("a graph within an operator")),
            8 => ints(value, &mut attribute.ints)?,
            _ => {}
        }
    }
    Ok((name, attribute))
}

/// A tensor of the file with its name.
fn constant(message: &[u8]) -> Result<(String, Constant), LoadError> {
    let (mut name, mut shape, mut kind) = (String::new(), Vec::new(), 0);
    let (mut raw, mut float_data, mut int_data) = (None, Vec::new(), Vec::new());
    let mut fields = Fields::of(message);
    while let Some((number, value)) = fields.next()? {
        match number {
            1 => ints(value, &mut shape)?,
            2 => kind = value.int()?,
            4 => floats(value, &mut float_data)?,
            5 | 7 => ints(value, &mut int_data)?,
            8 => value.text()?.clone_into(&mut name),
            9 => raw = Some(value.bytes()?),
            13 | 14 if value.int() != Ok(0) => {
                return Err(LoadError::Malformed("weights in another file"));
            }
            _ => {}
        }
    }
    let numbers = match (kind, raw) {
        (1, Some(raw)) => {
            let (words, []) = raw.as_chunks::<4>() else {
                return Err(MALFORMED);
            };
            Numbers::Floats(words.iter().map(|word| f32::from_le_bytes(*word)).collect())
        }
        (1, None) => Numbers::Floats(float_data),
        (2, Some(raw)) => Numbers::Ints(raw.iter().map(|&byte| byte.into()).collect()),
        (3, Some(raw)) => Numbers::Bytes(raw.iter().map(|&byte| byte.cast_signed()).collect()),
        (6, Some(raw)) => {
            let (words, []) = raw.as_chunks::<4>() else {
                return Err(MALFORMED);
            };
            let word = |word: &[u8; 4]| i32::from_le_bytes(*word).into();
            Numbers::Ints(words.iter().map(word).collect())
        }
        (7, Some(raw)) => {
            let (words, []) = raw.as_chunks::<8>() else {
                return Err(MALFORMED);
            };
            Numbers::Ints(words.iter().map(|word| i64::from_le_bytes(*word)).collect())
        }
        (2 | 3 | 6 | 7, None) => Numbers::Ints(int_data),
        _ => return Err(LoadError::Malformed("a tensor of a type that is not read")),
    };
    let shape: Option<Vec<usize>> = shape
        .iter()
        .map(|&length| usize::try_from(length).ok())
        .collect();
    let fits =
        |shape: &Vec<usize>| shape.len() <= MOST_DIMENSIONS && places(shape) == Some(numbers.len());
    let shape = shape.filter(fits);
    let shape = shape.ok_or(LoadError::Malformed("a tensor whose shape does not fit it"))?;
    Ok((name, Constant { shape, numbers }))
}

/// The name of a declared input or output. Its shape is not needed: what runs decides.
fn value_name(message: &[u8]) -> Result<String, LoadError> {
    let mut fields = Fields::of(message);
    while let Some((number, value)) = fields.next()? {
        if number == 1 {
            return Ok(value.text()?.to_owned());
        }
    }
    Err(MALFORMED)
}
