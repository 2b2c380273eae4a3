// Makes the calls that the playground requests, and returns what this page's script can read. It is a classic script,
// since a sandboxed frame can load a module only with CORS.

const playground = "http://localhost:4100";

addEventListener("message", async ({ origin, source, data }) => {
    if (origin !== playground || source !== parent) return;
    const result = await call(data.url, data.init);
    parent.postMessage({ number: data.number, result }, playground);
});

async function call(url, init) {
    try {
        const response = await fetch(url, init);
        return {
            read: true,
            status: response.status,
            headers: [...response.headers],
            body: await response.text(),
        };
    } catch (error) {
        return { read: false, message: String(error) };
    }
}

parent.postMessage({ ready: true }, playground);
