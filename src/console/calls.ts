/** A request as a client sends it. */
export interface Call {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** As it is sent; nothing where there is no body. */
  readonly body?: string
}

/** The languages in which a call can be had. */
export const LANGUAGES = ['curl', 'Python', 'Java', 'Go', 'Node.js'] as const
export type Language = (typeof LANGUAGES)[number]

/**
 * The same call as a program that needs nothing but its language: each sends this method, path, these headers and
 * exactly this body. A test runs them all and compares what arrives.
 */
export function program(language: Language, call: Call): string {
  return PROGRAMS[language](call)
}

/** A text literal that Python, Go and JavaScript all read: JSON's. */
const quote = (text: string) => JSON.stringify(text)

/** Java's compiler may not take its source for UTF-8. */
const ascii = (text: string) =>
  quote(text).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** For a POSIX shell. */
const shell = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

const indented = (lines: string[]) => lines.map((line) => `\n    ${line}`).join('')

const PROGRAMS: Record<Language, (call: Call) => string> = {
  curl: ({ method, url, headers, body }) =>
    [
      `curl -i -X ${method} ${shell(url)}`,
      ...Object.entries(headers).map(([name, value]) => `-H ${shell(`${name}: ${value}`)}`),
      ...(body === undefined ? [] : [`--data-binary ${shell(body)}`]),
    ].join(' \\\n  '),

  Python: ({ method, url, headers, body }) =>
    `import urllib.error, urllib.request

request = urllib.request.Request(
    ${quote(url)},
    method=${quote(method)},
    headers={${indented(Object.entries(headers).map(([name, value]) => `    ${quote(name)}: ${quote(value)},`))}
    },${body === undefined ? '' : `\n    data=${quote(body)}.encode(),`}
)
try:
    reply = urllib.request.urlopen(request)
except urllib.error.HTTPError as error:
    reply = error
print(reply.status, reply.read().decode())`,

  Java: ({ method, url, headers, body }) =>
    `import java.net.URI;
import java.net.http.*;

class Call {
  public static void main(String[] args) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(${ascii(url)}))${Object.entries(headers)
      .map(([name, value]) => `\n      .header(${ascii(name)}, ${ascii(value)})`)
      .join('')}
      .method(${ascii(method)}, ${
        body === undefined
          ? 'HttpRequest.BodyPublishers.noBody()'
          : `HttpRequest.BodyPublishers.ofString(\n        ${ascii(body)})`
      })
      .build();
    var reply = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    System.out.println(reply.statusCode() + " " + reply.body());
  }
}`,

  Go: ({ method, url, headers, body }) =>
    `package main

import (
	"fmt"
	"io"
	"net/http"${body === undefined ? '' : '\n\t"strings"'}
)

func main() {
	request, err := http.NewRequest(${quote(method)}, ${quote(url)}, ${
    body === undefined ? 'nil' : `strings.NewReader(\n\t\t${quote(body)})`
  })
	if err != nil {
		panic(err)
	}${Object.entries(headers)
    .map(([name, value]) => `\n\trequest.Header.Set(${quote(name)}, ${quote(value)})`)
    .join('')}
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(err)
	}
	defer reply.Body.Close()
	text, _ := io.ReadAll(reply.Body)
	fmt.Println(reply.StatusCode, string(text))
}`,

  'Node.js': ({ method, url, headers, body }) =>
    `const reply = await fetch(${quote(url)}, {
  method: ${quote(method)},
  headers: {${Object.entries(headers)
    .map(([name, value]) => `\n    ${quote(name)}: ${quote(value)},`)
    .join('')}
  },${body === undefined ? '' : `\n  body: ${quote(body)},`}
})
console.log(reply.status, await reply.text())`,
}
