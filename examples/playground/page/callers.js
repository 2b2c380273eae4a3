// The pages of the other origins, each in a frame that makes calls on request.

/** The time to wait for a frame, in milliseconds. */
const LOAD_TIMEOUT = 10_000;

/** Opens a frame for each page. Maps each origin to the promise of its caller, or of `null` if the frame fails. */
export function openCallers(pages, place) {
    return new Map(pages.map((page) => [page.origin, open(page, place)]));
}

async function open(page, place) {
    const frame = document.createElement("iframe");
    frame.title = `a page of ${page.origin}`;
    if (page.sandboxed) frame.setAttribute("sandbox", "allow-scripts");
    const caller = new Caller(page.origin, frame);
    const ready = new Promise((resolve) => {
        caller.ready = () => resolve(true);
        // Some browsers do not resolve subdomains of `localhost`.
        setTimeout(() => resolve(false), LOAD_TIMEOUT);
    });
    frame.src = `${page.frame}/caller`;
    place.append(frame);
    return (await ready) ? caller : null;
}

class Caller {
    #frame;
    #waiting = new Map();
    #calls = 0;

    constructor(origin, frame) {
        this.origin = origin;
        this.#frame = frame;
        addEventListener("message", (event) => this.#receive(event));
    }

    #receive({ source, origin, data }) {
        if (source !== this.#frame.contentWindow || origin !== this.origin) return;
        if (data.ready) {
            this.ready();
        } else {
            this.#waiting.get(data.number)?.(data.result);
            this.#waiting.delete(data.number);
        }
    }

    /** Calls `fetch` in the page, and returns what its script can read. */
    fetch(url, init) {
        const number = this.#calls++;
        const result = new Promise((resolve) => this.#waiting.set(number, resolve));
        // `null` is not a valid target origin. The message has no secrets.
        const target = this.origin === "null" ? "*" : this.origin;
        this.#frame.contentWindow.postMessage({ number, url, init }, target);
        return result;
    }
}
