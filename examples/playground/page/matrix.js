// The table of all calls from all pages, one per server. Each cell is a button, and the arrow keys move between them.

import { frameworks, words } from "./call.js";
import { breakable, element } from "./element.js";

export class Matrix {
    #cells = new Map();

    constructor(server, pages, calls, onSelect) {
        this.server = server;
        const columns = pages.map((page) =>
            element(
                "th",
                { scope: "col", data: { origin: page.origin }, title: page.description },
                element("span", { class: "name" }, page.name),
                element("span", { class: "origin" }, breakable(page.origin.replace("http://", ""))),
            ),
        );
        const head = element("tr", {}, element("th", { scope: "col", class: "corner" }, "Call"), ...columns);
        const rows = calls.map((call) => this.#row(call, pages, onSelect));
        this.table = element(
            "table",
            { class: "matrix", data: { server: server.framework } },
            element("caption", { class: "unseen" }, `Calls of the API on ${frameworks[server.framework]}, by page`),
            element("thead", {}, head),
            element("tbody", {}, ...rows),
        );
        this.table.addEventListener("keydown", (event) => this.#move(event));
        this.#buttons()[0].tabIndex = 0;
    }

    #row(call, pages, onSelect) {
        const heading = element(
            "th",
            { scope: "row" },
            element("span", { class: "title" }, call.title),
            element("span", { class: "call" }, element("b", {}, call.method), ` ${call.path}`),
        );
        const cells = pages.map((page) => {
            const button = element(
                "button",
                { type: "button", class: "cell", tabIndex: -1, data: { origin: page.origin, call: call.id } },
                "…",
            );
            button.setAttribute("aria-pressed", "false");
            button.addEventListener("click", () => onSelect(call, page));
            button.addEventListener("focus", () => this.#rove(button));
            this.#cells.set(`${call.id} ${page.origin}`, button);
            return element("td", { data: { origin: page.origin } }, button);
        });
        return element("tr", {}, heading, ...cells);
    }

    show(call, page, outcome) {
        const button = this.#cells.get(`${call.id} ${page.origin}`);
        const verdict = words(outcome.browser ?? outcome.client);
        const client = words(outcome.client);
        const likeness = { true: "our client agrees", false: "our client disagrees", null: "our client only" }[outcome.alike];
        button.className = `cell ${verdict.kind}`;
        button.classList.toggle("unlike", outcome.alike === false);
        Object.assign(button.dataset, {
            browser: outcome.browser ? verdict.short : "",
            client: client.short,
            alike: String(outcome.alike),
        });
        button.replaceChildren(
            element("span", { class: "sign", "aria-hidden": "true" }, verdict.sign),
            element("span", {}, verdict.short),
            outcome.alike === false ? element("span", { class: "other" }, `≠ ${client.short}`) : "",
        );
        button.setAttribute(
            "aria-label",
            `${call.title}, ${call.method} ${call.path}, from ${page.name}: ${verdict.short}; ${likeness}`,
        );
    }

    select(call, page) {
        for (const button of this.#buttons()) button.setAttribute("aria-pressed", "false");
        const chosen = call && page && this.#cells.get(`${call.id} ${page.origin}`);
        if (!chosen) return;
        chosen.setAttribute("aria-pressed", "true");
        this.#rove(chosen);
    }

    /** Selects the column that narrow screens show. */
    showColumn(origin) {
        for (const cell of this.table.querySelectorAll("[data-origin]:not(button)")) {
            cell.classList.toggle("chosen", cell.dataset.origin === origin);
        }
    }

    #buttons() {
        return [...this.table.querySelectorAll("button")];
    }

    /** Makes this button the only tab stop of the table. */
    #rove(button) {
        for (const other of this.#buttons()) other.tabIndex = other === button ? 0 : -1;
    }

    #move(event) {
        const cell = event.target.closest("td");
        if (!cell || event.ctrlKey || event.altKey || event.metaKey) return;
        const row = cell.parentElement;
        const column = cell.cellIndex;
        const to = {
            ArrowRight: () => cell.nextElementSibling,
            ArrowLeft: () => cell.previousElementSibling,
            ArrowDown: () => row.nextElementSibling?.cells[column],
            ArrowUp: () => row.previousElementSibling?.cells[column],
            Home: () => row.cells[1],
            End: () => row.cells[row.cells.length - 1],
        }[event.key]?.();
        const button = to?.querySelector("button");
        if (to !== undefined) event.preventDefault();
        // A hidden cell cannot have focus.
        if (button?.offsetParent) button.focus();
    }
}
