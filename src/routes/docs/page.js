/** Shows the document, with the demo world filled in where this server has it: one click tries an operation. */
const explorer = document.querySelector('openapi-explorer')
const { token, parameters: known = {} } = await (await fetch('/docs/demo.json')).json()
document.querySelector('#demo').hidden = !token

explorer.addEventListener('spec-loaded', ({ detail: { tags, securitySchemes } }) => {
  for (const { parameters = [] } of tags.flatMap(({ paths }) => paths)) {
    // The viewer shows examples as hints only; a default is what it sends. Schemas are shared: each gets one of its own.
    for (const parameter of parameters) {
      const { name, required, example, schema } = parameter
      const value = known[name] ?? (required ? (example ?? schema?.examples?.[0]) : undefined)
      if (value !== undefined) parameter.schema = { ...schema, default: value }
    }
  }
  const scheme = securitySchemes?.find(({ name }) => name === 'X-Auth-Token')
  if (scheme && token) explorer.setAuthenticationConfiguration(scheme.apiKeyId, { token })
})

explorer.setAttribute('server-url', location.origin)
explorer.setAttribute('spec-url', '/openapi.json')
