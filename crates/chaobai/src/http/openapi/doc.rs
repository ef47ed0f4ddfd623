//! What a route says of itself: parameters, bodies, answers. The gate holds requests against it and the
//! OpenAPI document prints it, so the two cannot disagree.

use super::Shape;

/// What goes into a route and what comes out.
#[derive(Clone, Debug, Default)]
pub struct Doc {
    /// Parameters after the question mark; others are refused.
    pub query: &'static [Param],
    /// Headers that mean something.
    pub headers: &'static [Param],
    /// Bodies: media type, schema.
    pub bodies: &'static [(&'static str, &'static str)],
    /// Answers: status, media type, schema. An empty media type: no body.
    pub answers: &'static [(u16, &'static str, &'static str)],
    /// Statuses of refusals beside those every route of its sort has.
    pub refusals: &'static [u16],
}

/// A parameter.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Name.
    pub name: &'static str,
    /// Form.
    pub shape: Shape,
    /// The request is refused without it.
    pub required: bool,
    /// What it does.
    pub text: &'static str,
}

impl Param {
    /// A parameter that can be left out.
    pub const fn optional(name: &'static str, shape: Shape, text: &'static str) -> Param {
        Param { name, shape, required: false, text }
    }

    /// A parameter that cannot.
    pub const fn required(name: &'static str, shape: Shape, text: &'static str) -> Param {
        Param { name, shape, required: true, text }
    }
}
