// One call: by a page in this browser, and by our client.

/** How the servers are called on the page. */
export const frameworks = { axum: "axum", rocket: "Rocket" };

const run = crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
let calls = 0;

/**
 * What became of a call. `caller` is the page that makes it, or `null` if this browser has no page of
 * that origin: then there is the verdict of our client alone.
 */
export async function makeCall(caller, server, origin, request) {
    const id = `${run}-${calls++}`;
    let told = null;
    if (caller) {
        const { method, headers, body, credentials } = request;
        const init = { method, headers, credentials: credentials ? "include" : "same-origin" };
        if (body !== null) init.body = body;
        told = await caller.fetch(`${server.url}${request.path}?call=${id}`, init);
    }
    const answer = await fetch("calls", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ call: id, server: server.framework, origin, request }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    const seen = await answer.json();
    const browser = told && verdict(told, seen.exchanges);
    return {
        server,
        origin,
        request,
        browser,
        client: seen.client,
        alike: browser ? summary(browser) === summary(seen.client) : null,
        exchanges: browser ? seen.exchanges : seen.client_exchanges,
        why: seen.why,
        card: seen.card === null ? null : server.cards[seen.card],
    };
}

/** A script only learns that it failed. How far it came is what the server knows. */
function verdict(told, exchanges) {
    if (told.read) return { outcome: "read", stage: null, ...told };
    const last = exchanges.at(-1);
    const stage = !last ? "request" : isPreflight(last) ? "preflight" : "answer";
    return { outcome: "blocked", stage, status: null, headers: [], body: null, message: told.message };
}

export function isPreflight(exchange) {
    return exchange.method === "OPTIONS" && exchange.sent.some(([name]) => name === "access-control-request-method");
}

/** All that a verdict is compared by. */
export function summary(verdict) {
    const names = verdict.headers.map(([name]) => name).sort();
    return JSON.stringify([verdict.outcome, verdict.stage, verdict.status, names, verdict.body]);
}

/** A verdict in two words. */
export function words(verdict) {
    if (verdict.outcome === "read") return { kind: "read", sign: "✓", short: String(verdict.status) };
    if (verdict.stage === "answer") return { kind: "hidden", sign: "◐", short: "hidden" };
    return { kind: "refused", sign: "✕", short: "not sent" };
}
