// Opens the pages, makes every call on both servers, and shows the selected one.

import { frameworks, makeCall } from "./call.js";
import { openCallers } from "./callers.js";
import { cardsOf, showDetail } from "./detail.js";
import { element, prose } from "./element.js";
import { Form } from "./form.js";
import { Matrix } from "./matrix.js";

const at = (id) => document.getElementById(id);
const places = { heading: at("detail-heading"), verdict: at("verdict"), more: at("more") };

const { pages, calls, servers } = await (await fetch("state")).json();
const outcomes = new Map();
const key = (server, call, page) => `${server.framework}/${page.name.replace(" ", "-")}/${call.id}`;
const chosen = { server: servers[0], call: calls[4], page: pages[4] };
follow(location.hash.slice(1));

const matrices = servers.map((server) => new Matrix(server, pages, calls, open));
at("matrices").append(...matrices.map((matrix) => matrix.table));
const columns = pages.map((page) => radio("column", page.name, page.origin, () => choose(chosen.call, page)));
at("columns").append(...columns);
const switches = servers.map((server) =>
    radio("server", frameworks[server.framework], server.framework, () => {
        chosen.server = server;
        choose(chosen.call, chosen.page);
    }),
);
at("servers").append(...switches);
at("origins").append(
    ...pages.map((page) =>
        element("li", {}, element("b", {}, page.name), " ", element("code", {}, page.origin), ` ${page.description}`),
    ),
);
const callers = openCallers(pages, at("frames"));
const form = new Form(at("form"), at("form-error"), { pages, calls, servers }, send);
at("change").addEventListener("click", () => {
    at("form").elements.method.focus();
    at("try").scrollIntoView();
});
choose(chosen.call, chosen.page);
await callAll();

/** Makes all calls: the pages in parallel, the calls of a page in sequence. */
async function callAll() {
    const total = servers.length * calls.length * pages.length;
    let alike = 0;
    let alone = 0;
    at("progress").max = total;
    at("status").textContent = `${total} calls in progress …`;
    const callFrom = async (page) => {
        const caller = await callers.get(page.origin);
        for (const server of servers) {
            for (const call of calls) {
                const outcome = await makeCall(caller, server, page.origin, call);
                outcomes.set(key(server, call, page), outcome);
                matrices[servers.indexOf(server)].show(call, page, outcome);
                if (outcome.alike === null) alone += 1;
                else if (outcome.alike) alike += 1;
                at("progress").value += 1;
                if (server === chosen.server && call === chosen.call && page === chosen.page) choose(call, page);
            }
        }
    };
    await Promise.all(pages.map(callFrom));
    at("progress").hidden = true;
    const made = total - alone;
    let text = `${made} calls by your browser, ${alike} equal results: `;
    text += alike === made ? "our client agrees with your browser." : `${made - alike} differ, marked ≠.`;
    if (alone) text += ` ${alone} more by our client only, since this browser could not open every page.`;
    at("status").textContent = text;
    at("status").dataset.done = String(alike === made && alone === 0);
}

/** Selects a call of the table. */
function choose(call, page) {
    Object.assign(chosen, { call, page });
    for (const matrix of matrices) {
        matrix.table.hidden = matrix.server !== chosen.server;
        matrix.select(call, page);
        matrix.showColumn(page.origin);
    }
    check(switches, chosen.server.framework);
    at("cards").replaceChildren(...cardsOf(chosen.server));
    check(columns, page.origin);
    history.replaceState(null, "", `#${key(chosen.server, call, page)}`);
    at("story").textContent = "";
    form.fill(chosen.server, page.origin, call);
    const outcome = outcomes.get(key(chosen.server, call, page));
    if (outcome) show(outcome, page.name, call.story);
}

/** Selects a call that the user clicked. On narrow screens the detail is below the table, so it scrolls there. */
function open(call, page) {
    choose(call, page);
    if (matchMedia("(max-width: 62rem)").matches) at("detail").scrollIntoView();
}

/** Makes the call of the form. */
async function send({ framework, origin, request }) {
    const server = servers.find((server) => server.framework === framework);
    const caller = (await callers.get(origin)) ?? null;
    const outcome = await makeCall(caller, server, origin, request);
    for (const matrix of matrices) matrix.select(null, null);
    const page = pages.find((page) => page.origin === origin);
    show(outcome, page?.name ?? "", "");
    places.heading.focus();
}

function show(outcome, name, story) {
    showDetail(outcome, name, places);
    at("story").replaceChildren(...prose(story));
}

function radio(name, text, value, onChoose) {
    const input = element("input", { type: "radio", name, value });
    input.addEventListener("change", onChoose);
    return element("label", {}, input, element("span", {}, text));
}

function check(labels, value) {
    for (const label of labels) label.firstChild.checked = label.firstChild.value === value;
}

/** Selects the call of a hash such as `#axum/foreign/write`. */
function follow(hash) {
    for (const server of servers) {
        for (const call of calls) {
            for (const page of pages) {
                if (key(server, call, page) === hash) Object.assign(chosen, { server, call, page });
            }
        }
    }
}
