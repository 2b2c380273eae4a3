// Elements, made of text alone: nothing that came from outside is ever read as HTML.

/** An element with properties and children; strings become text. */
export function element(name, properties = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
        if (key === "class") made.className = value;
        else if (key === "data") Object.assign(made.dataset, value);
        else if (key.startsWith("aria-") || key === "role" || key === "scope") made.setAttribute(key, value);
        else made[key] = value;
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
}

/** Text whose parts between backticks are code. */
export function prose(text) {
    return text.split("`").map((part, i) => (i % 2 ? element("code", {}, breakable(part)) : part));
}

/** Text that may be broken where an address has its joints. */
export function breakable(text) {
    const made = document.createDocumentFragment();
    for (const part of text.split(/(?<=\/\/|[.:/](?=\w))/)) made.append(part, document.createElement("wbr"));
    return made;
}
