// The pages of the other origins, each in a frame that does what it is told.

/** Milliseconds. */
const PATIENCE = 10_000;

/** Opens a frame for each page: by its origin, the promise of a caller, or of `null` if it does not come up. */
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
        // Not every browser finds the names below `localhost`.
        setTimeout(() => resolve(false), PATIENCE);
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
        addEventListener("message", (event) => this.#hear(event));
    }

    #hear({ source, origin, data }) {
        if (source !== this.#frame.contentWindow || origin !== this.origin) return;
        if (data.ready) {
            this.ready();
        } else {
            this.#waiting.get(data.answers)?.(data.told);
            this.#waiting.delete(data.answers);
        }
    }

    /** What a script of that page can read of the answer. */
    fetch(url, init) {
        const number = this.#calls++;
        const told = new Promise((resolve) => this.#waiting.set(number, resolve));
        // The origin `null` cannot be named; what is sent is no secret.
        const target = this.origin === "null" ? "*" : this.origin;
        this.#frame.contentWindow.postMessage({ number, url, init }, target);
        return told;
    }
}
