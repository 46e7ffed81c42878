/** Shows /openapi.json: operations, fields, and a form to try each. Everything is in this one page. */
export const DOCS_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Maru admin API</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  details { border: 1px solid #8884; border-radius: .5rem; margin: .5rem 0; padding: .5rem 1rem; }
  summary { cursor: pointer; } code, pre, textarea { font-family: ui-monospace, monospace; font-size: .9em; }
  summary b { display: inline-block; min-width: 3.5rem; } pre { overflow: auto; max-height: 24rem; }
  textarea { width: 100%; box-sizing: border-box; } input { width: 20rem; max-width: 100%; }
</style>
<h1>Maru admin API</h1>
<p id="about"></p>
<p><label>Admin token <input id="token" type="password" autocomplete="off"></label></p>
<main id="operations"></main>
<script>
const el = (tag, text, ...children) => { const node = document.createElement(tag); if (text) node.textContent = text; node.append(...children); return node; };
fetch('/openapi.json').then((r) => r.json()).then((api) => {
  document.getElementById('about').textContent = api.info.description;
  for (const [path, methods] of Object.entries(api.paths)) for (const [method, operation] of Object.entries(methods)) {
    const box = el('details', '', el('summary', '', el('b', method.toUpperCase()), el('code', path), ' ' + operation.summary));
    const parameters = (operation.parameters || []).map(({ name }) => { const input = el('input'); input.placeholder = name; box.append(el('p', '', el('label', name + ' ', input))); return [name, input]; });
    const ref = operation.requestBody && operation.requestBody.content['application/json'].schema.$ref;
    let body;
    if (ref) {
      const schema = api.components.schemas[ref.split('/').pop()];
      box.append(el('pre', JSON.stringify(schema, null, 2)));
      body = el('textarea'); body.rows = 4; body.value = '{}'; box.append(body);
    }
    const out = el('pre'); const go = el('button', 'Send');
    go.onclick = async () => {
      const url = parameters.reduce((u, [name, input]) => u.replace('{' + name + '}', encodeURIComponent(input.value)), path);
      const response = await fetch(url, { method: method.toUpperCase(), headers: { authorization: 'Bearer ' + document.getElementById('token').value }, ...(body ? { body: body.value } : {}) });
      const text = await response.text();
      out.textContent = response.status + '\\n' + (text && JSON.stringify(JSON.parse(text), null, 2));
    };
    box.append(el('p', '', go), out);
    document.getElementById('operations').append(box);
  }
});
</script>
</html>
`;
