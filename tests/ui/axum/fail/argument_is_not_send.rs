use cors_runtime::cors;
use std::rc::Rc;

#[cors(origins = any)]
async fn list(_held: Rc<u8>) {}
//~^ ERROR future cannot be sent between threads safely

fn main() {}
