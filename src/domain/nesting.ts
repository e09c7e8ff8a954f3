const [QUOTE, BACKSLASH, OPEN, CLOSE, BEGIN, END] = [...'"\\[]{}'].map((character) => character.charCodeAt(0))

/**
 * How deep JSON is nested, looked at without parsing it: deep JSON takes a parser long, and overflows whoever walks
 * through what comes out. Counts no further than `most`.
 */
export function nestingOf(json: Uint8Array, most: number): number {
  let [depth, deepest, isText] = [0, 0, false]
  for (let index = 0; index < json.length && deepest <= most; index += 1) {
    const byte = json[index]
    if (isText) {
      if (byte === BACKSLASH) index += 1
      else if (byte === QUOTE) isText = false
    } else if (byte === QUOTE) isText = true
    else if (byte === OPEN || byte === BEGIN) {
      depth += 1
      deepest = Math.max(deepest, depth)
    } else if (byte === CLOSE || byte === END) depth -= 1
  }
  return deepest
}
