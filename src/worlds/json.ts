/** A string, or a bracket, brace, comma or colon: all of JSON that matters for keys. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g

/** Whether some object of a JSON text has a key twice; JSON.parse keeps the last and says nothing. */
export function repeatsKey(text: string): boolean {
  /** The keys of each object that is open, the innermost last; null for a list. */
  const open: (Set<string> | null)[] = []
  let word = ''
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(null)
    else if (token === '}' || token === ']') open.pop()
    else if (token === ':') {
      const keys = open.at(-1)
      if (keys?.has(word)) return true
      keys?.add(word)
    } else if (token !== ',') word = decoded(token)
  }
  return false
}

/** A key may be written in several ways: `"a"` is also `"\u0061"`. */
function decoded(string: string): string {
  try {
    return JSON.parse(string)
  } catch {
    return string
  }
}
