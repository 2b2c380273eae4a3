// Shows one call: its result with an explanation, the policy, and the HTTP exchanges.

import { frameworks, isPreflight, words } from "./call.js";
import { breakable, element, prose } from "./element.js";

/** Headers that matter for CORS or for the call; the others are folded. */
const RELEVANT =
    /^(access-control-.*|origin|vary|cookie|authorization|content-type|sec-fetch-site|etag|allow|x-.*count)$/;

/** Headers of CORS itself, which are highlighted. */
const CORS = /^(access-control-.*|origin)$/;

export function showDetail(outcome, name, places) {
    const { server, origin, request } = outcome;
    places.heading.replaceChildren(
        element("span", { class: "badge" }, request.method),
        ` ${request.path} `,
        element("span", { class: "from" }, `on ${frameworks[server.framework]}, from `, element("b", {}, name), " ", breakable(origin)),
    );
    places.verdict.replaceChildren(...verdicts(outcome), reasons(outcome.why));
    places.more.replaceChildren(
        part("The policy", ...policy(outcome.card)),
        part(outcome.browser ? "HTTP exchanges of your browser" : "HTTP exchanges of our client", ...exchangesOf(outcome)),
        part("Result in the script", ...script(outcome.browser ?? outcome.client)),
        ...consoleOf(outcome),
    );
}

function part(title, ...children) {
    return element("section", { class: "part" }, element("h3", {}, title), ...children);
}

function verdicts({ browser, client, alike }) {
    const sentence = (verdict) => {
        if (verdict.outcome === "read") return `Read: ${verdict.status}`;
        return {
            request: "Blocked: the browser does not send such a request",
            preflight: "Blocked: the preflight failed, and the request was not sent",
            response: "Hidden: the request was handled, but the script cannot read the response",
        }[verdict.stage];
    };
    const card = (title, verdict) => {
        const { kind, sign } = words(verdict);
        return element(
            "div",
            { class: `verdict ${kind}` },
            element("span", { class: "who" }, title),
            element("span", { class: "what" }, element("span", { class: "sign", "aria-hidden": "true" }, sign), sentence(verdict)),
        );
    };
    const equals = element("span", { class: "equals" }, alike ? "=" : "≠");
    equals.setAttribute("aria-label", alike ? "the same as" : "not the same as");
    const ours = element("code", {}, "cors_runtime::testing");
    if (!browser) {
        const none = element("p", { class: "note" }, "Your browser has no page of this origin, so only our client made the call.");
        return [element("div", { class: "verdicts single" }, card(ours, client)), none];
    }
    const both = element("div", { class: "verdicts" }, card("Your browser", browser), equals, card(ours, client));
    const differ = "They differ. Either this browser has unusual settings, or you have found a bug: please report it.";
    return alike ? [both] : [both, element("p", { class: "note" }, differ)];
}

function reasons(why) {
    return element("ol", { class: "why" }, ...why.map((sentence) => element("li", {}, ...prose(sentence))));
}

/** The cards of all routes of a server. */
export function cardsOf({ cards }) {
    const heading = (card) => element("h3", {}, `${card.methods.join(", ")} ${card.path}`);
    return cards.map((card) => element("section", {}, heading(card), ...policy(card)));
}

function policy(card) {
    if (!card) return [element("p", {}, "None: this route has no CORS.")];
    const shown = [];
    if (card.written) shown.push(element("pre", {}, element("code", {}, card.written)));
    const granted = card.access.granted;
    const lines = [["applies to", `${card.methods.join(", ")} ${card.path}`]];
    if (granted) {
        const list = (names, none) => (names.length ? names.join(", ") : none);
        lines.push(
            ["origins", list(granted.origins, "none")],
            ["dev origins", list(granted.dev_origins, "none")],
            ["credentials", granted.credentials ? "yes" : "no"],
            ["headers a script may set", list(granted.headers, "the safelisted ones")],
            ["headers a script may read", list(granted.expose_headers, "the safelisted ones")],
            ["a preflight is cached for", granted.max_age === null ? "5 seconds" : `${granted.max_age} seconds`],
            ["enforce", granted.enforce ? "yes: 403 before the handler runs" : "no"],
            ["source", granted.policy],
        );
    } else {
        lines.push(["CORS", card.access === "disabled" ? "disabled" : "none"]);
    }
    const list = lines.flatMap(([term, value]) => [element("dt", {}, term), element("dd", {}, breakable(value))]);
    shown.push(element("dl", { class: "card" }, ...list));
    return shown;
}

function exchangesOf({ exchanges }) {
    if (!exchanges.length) return [element("p", {}, "Nothing was sent.")];
    return exchanges.map((exchange, i) => {
        const title = isPreflight(exchange) ? "the preflight, which scripts cannot see" : "the request itself";
        return element(
            "div",
            { class: "exchange" },
            element("h4", {}, `${i + 1}. ${title}`),
            side("→", `${exchange.method} ${exchange.target}`, exchange.sent),
            side("←", String(exchange.status), exchange.received),
        );
    });
}

function side(arrow, line, headers) {
    const relevant = headers.filter(([name]) => RELEVANT.test(name));
    const others = headers.filter(([name]) => !RELEVANT.test(name));
    const from = arrow === "→" ? "sent" : "received";
    const side = element(
        "div",
        { class: `side ${from}` },
        element("p", { class: "line" }, element("span", { class: "arrow", "aria-hidden": "true" }, arrow), line),
        ...relevant.map(header),
    );
    if (from === "received" && !headers.some(([name]) => name === "access-control-allow-origin")) {
        side.append(element("p", { class: "absent" }, "no access-control-allow-origin"));
    }
    if (others.length) {
        side.append(element("details", {}, element("summary", {}, `${others.length} more`), ...others.map(header)));
    }
    return side;
}

function header([name, value]) {
    const kind = CORS.test(name) ? "header cors" : "header";
    return element("p", { class: kind }, element("b", {}, name), ": ", breakable(value));
}

function script(verdict) {
    if (verdict.outcome === "blocked") {
        return [element("p", {}, element("code", {}, "TypeError"), ", without a reason: browsers do not reveal it to scripts.")];
    }
    return [
        element("pre", {}, element("code", {}, verdict.body || "(an empty body)")),
        element("div", { class: "side" }, ...verdict.headers.map(header)),
    ];
}

function consoleOf({ client }) {
    if (!client.message) return [];
    return [part("The error in a test", element("pre", {}, element("code", {}, client.message)))];
}
