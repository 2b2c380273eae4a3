// Creates elements from text only, so that no input is parsed as HTML.

/** Creates an element with properties and children. Strings become text nodes. */
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

/** Formats the parts between backticks as code. */
export function prose(text) {
    return text.split("`").map((part, i) => (i % 2 ? element("code", {}, breakable(part)) : part));
}

/** Allows line breaks after the separators of a URL. */
export function breakable(text) {
    const made = document.createDocumentFragment();
    for (const part of text.split(/(?<=\/\/|[.:/](?=\w))/)) made.append(part, document.createElement("wbr"));
    return made;
}
