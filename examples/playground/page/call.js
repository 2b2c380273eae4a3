// Makes one call, by a page in this browser and by our client.

/** The names of the servers on the page. */
export const frameworks = { axum: "axum", rocket: "Rocket" };

const run = crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
let calls = 0;

/**
 * Makes a call. `caller` is the page that makes it, or `null` if this browser has no page of that origin; then only our
 * client makes the call.
 */
export async function makeCall(caller, server, origin, request) {
    const id = `${run}-${calls++}`;
    let result = null;
    if (caller) {
        const { method, headers, body, credentials } = request;
        const init = { method, headers, credentials: credentials ? "include" : "same-origin" };
        if (body !== null) init.body = body;
        result = await caller.fetch(`${server.url}${request.path}?call=${id}`, init);
    }
    const response = await fetch("calls", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ call: id, server: server.framework, origin, request }),
    });
    if (!response.ok) throw new Error(await response.text());
    const seen = await response.json();
    const browser = result && verdict(result, seen.exchanges);
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

/** A script only gets a `TypeError`, so the stage comes from the exchanges that the server recorded. */
function verdict(result, exchanges) {
    if (result.read) return { outcome: "read", stage: null, ...result };
    const last = exchanges.at(-1);
    const stage = !last ? "request" : isPreflight(last) ? "preflight" : "response";
    return { outcome: "blocked", stage, status: null, headers: [], body: null, message: result.message };
}

export function isPreflight(exchange) {
    return exchange.method === "OPTIONS" && exchange.sent.some(([name]) => name === "access-control-request-method");
}

/** The parts by which two verdicts are compared. */
export function summary(verdict) {
    const names = verdict.headers.map(([name]) => name).sort();
    return JSON.stringify([verdict.outcome, verdict.stage, verdict.status, names, verdict.body]);
}

/** A verdict for a cell of the table. */
export function words(verdict) {
    if (verdict.outcome === "read") return { kind: "read", sign: "✓", short: String(verdict.status) };
    if (verdict.stage === "response") return { kind: "hidden", sign: "◐", short: "hidden" };
    return { kind: "refused", sign: "✕", short: "not sent" };
}
