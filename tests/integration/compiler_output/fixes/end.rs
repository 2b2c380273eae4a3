// The compiler evaluates constants last, so this error hides no other.
const _: () = panic!("nothing else is wrong");
