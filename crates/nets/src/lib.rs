#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod budget;
mod compile;
mod constant;
mod dequantize;
mod error;
mod limits;
mod network;
mod onnx;
mod ops;
mod parameters;
mod product;
mod protobuf;
mod tensor;
mod window;

pub use error::{LoadError, RunError};
pub use limits::Limits;
pub use network::Network;
pub use product::product;
pub use tensor::Tensor;
pub use window::{Window, unroll};
