//! The packages as a whole: the tables of the guide, features, and release builds.

mod features;
mod guide;
mod one_feature;
mod release;
