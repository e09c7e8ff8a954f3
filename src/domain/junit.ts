/** One case of a report: passed unless it failed or was skipped. */
export interface TestCase {
  /** What cases are gathered by. */
  readonly group: string
  readonly name: string
  /** Why it failed, in one sentence, and what there is to say of it. */
  readonly failure?: { readonly message: string; readonly details: string } | undefined
  readonly skipped?: string | undefined
}

/** A report as JUnit's XML readers take it: one suite. */
export async function junit(name: string, cases: readonly TestCase[]): Promise<string> {
  const { default: XMLBuilder } = await import('fast-xml-builder')
  const builder = new XMLBuilder({ ignoreAttributes: false, format: true, suppressEmptyNode: true })
  const suite = {
    '@_name': printable(name),
    '@_tests': cases.length,
    '@_failures': cases.filter(({ failure }) => failure !== undefined).length,
    '@_errors': 0,
    '@_skipped': cases.filter(({ skipped }) => skipped !== undefined).length,
    testcase: cases.map(element),
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ testsuite: suite })}`
}

function element({ group, name, failure, skipped }: TestCase): object {
  return {
    '@_classname': printable(group),
    '@_name': printable(name),
    ...(failure && { failure: { '@_message': printable(failure.message), '#text': printable(failure.details) } }),
    ...(skipped !== undefined && { skipped: { '@_message': printable(skipped) } }),
  }
}

/** A text with question marks for what XML cannot hold, escaped or not: control characters, lone surrogates. */
function printable(text: string): string {
  return text.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '?')
}
