// A script of this page calls what the playground tells it, and says what it could read. It is a plain
// script, since a sandboxed frame may load no module without CORS.

const playground = "http://localhost:4100";

addEventListener("message", async ({ origin, source, data }) => {
    if (origin !== playground || source !== parent) return;
    const told = await call(data.url, data.init);
    parent.postMessage({ answers: data.number, told }, playground);
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
