// The form for a custom call.

import { frameworks } from "./call.js";
import { element } from "./element.js";

const OTHER = "other";

export class Form {
    #form;
    #error;

    constructor(form, error, { pages, calls, servers }, onSend) {
        this.#form = form;
        this.#error = error;
        const { origin, server } = form.elements;
        for (const page of pages) origin.append(element("option", { value: page.origin }, `${page.name} (${page.origin})`));
        origin.append(element("option", { value: OTHER }, "another origin, by our client alone"));
        for (const { framework } of servers) server.append(element("option", { value: framework }, frameworks[framework]));
        const paths = new Set(calls.map((call) => call.path));
        document.getElementById("paths").append(...[...paths].map((path) => element("option", { value: path })));
        origin.addEventListener("change", () => this.#showOther());
        form.addEventListener("submit", async (event) => {
            event.preventDefault();
            this.#showError("");
            try {
                await onSend(this.#read());
            } catch (error) {
                this.#showError(error.message);
            }
        });
        this.#showOther();
    }

    /** Fills the form with a call. */
    fill(server, origin, request) {
        const fields = this.#form.elements;
        fields.server.value = server.framework;
        fields.origin.value = origin;
        if (fields.origin.value !== origin) {
            fields.origin.value = OTHER;
            fields.other.value = origin;
        }
        fields.method.value = request.method;
        fields.path.value = request.path;
        fields.headers.value = request.headers.map(([name, value]) => `${name}: ${value}`).join("\n");
        fields.body.value = request.body ?? "";
        fields.credentials.checked = request.credentials;
        this.#showOther();
    }

    #showOther() {
        const { origin, other } = this.#form.elements;
        other.disabled = origin.value !== OTHER;
        other.closest("label").hidden = other.disabled;
    }

    #read() {
        const { server, origin, other, method, path, headers, body, credentials } = this.#form.elements;
        const lines = headers.value.split("\n").filter((line) => line.trim());
        return {
            framework: server.value,
            origin: origin.value === OTHER ? other.value.trim() : origin.value,
            request: {
                method: method.value.trim(),
                path: path.value.trim(),
                headers: lines.map((line) => {
                    const [name, ...value] = line.split(":");
                    if (!value.length) throw new Error(`write headers as “name: value”, one per line; “${line}” has no colon`);
                    return [name.trim(), value.join(":").trim()];
                }),
                body: body.value || null,
                credentials: credentials.checked,
            },
        };
    }

    #showError(text) {
        this.#error.textContent = text;
    }
}
