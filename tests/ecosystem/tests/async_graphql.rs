//! GraphQL by async-graphql-axum.

use async_graphql::{EmptyMutation, EmptySubscription, Object, Schema};
use async_graphql_axum::{GraphQL, GraphQLRequest, GraphQLResponse};
use axum::{extract::State, response::Html};
use cors_ecosystem_tests::only_front_end_can;
use cors_runtime::{
    Policy,
    axum::{CorsMethodRouter, CorsRouter, routing::get},
    cors,
    layer::CorsLayer,
    policy,
    testing::{self, Browser},
};
use tower::ServiceBuilder;

struct Query;

#[Object]
impl Query {
    async fn hello(&self) -> &str {
        "world"
    }
}

type ApiSchema = Schema<Query, EmptyMutation, EmptySubscription>;

fn schema() -> ApiSchema {
    Schema::new(Query, EmptyMutation, EmptySubscription)
}

async fn graphiql() -> Html<&'static str> {
    Html("<title>GraphiQL</title>")
}

fn query() -> testing::Request {
    testing::post("/graphql").json(r#"{"query":"{ hello }"}"#)
}

const WORLD: &str = r#"{"data":{"hello":"world"}}"#;

#[tokio::test]
async fn handler_with_a_policy_executes_queries() {
    #[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
    async fn graphql(State(schema): State<ApiSchema>, request: GraphQLRequest) -> GraphQLResponse {
        schema.execute(request.into_inner()).await.into()
    }

    let app = || {
        CorsRouter::new()
            .route("/graphql", get(graphiql).post(graphql))
            .with_state(schema())
    };
    assert_eq!(only_front_end_can(app, query()).await.text(), WORLD);
}

#[tokio::test]
async fn default_policy_covers_the_service() {
    #[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
    fn graphql() -> CorsMethodRouter {
        get(graphiql).post_service(GraphQL::new(schema()))
    }

    let app = || CorsRouter::new().route("/graphql", graphql());
    assert_eq!(only_front_end_can(app, query()).await.text(), WORLD);
}

#[tokio::test]
async fn layer_covers_a_path_of_the_service() {
    static GRAPHQL: Policy = policy!(
        origins = ["https://app.example.com"],
        methods = [POST],
        headers = ["content-type"]
    );

    let app = || {
        let service = ServiceBuilder::new()
            .layer(CorsLayer::new(&GRAPHQL))
            .service(GraphQL::new(schema()));
        CorsRouter::new().route_service("/graphql", service)
    };
    assert_eq!(only_front_end_can(app, query()).await.text(), WORLD);
}

#[tokio::test]
async fn service_beside_a_handler_has_no_policy() {
    #[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
    async fn graphiql() -> Html<&'static str> {
        Html("<title>GraphiQL</title>")
    }

    let app = CorsRouter::new().route(
        "/graphql",
        get(graphiql).post_service(GraphQL::new(schema())),
    );
    let browser = Browser::at("https://app.example.com").open_at("https://api.example.com", app);
    browser
        .fetch(query())
        .await
        .expect_err("POST has no policy");
}
