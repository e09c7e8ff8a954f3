/** What can be wrong with a control call: the status, and when it answers. The message says what to do. */
export const PROBLEMS = {
  invalid: { status: 400, when: 'a parameter or the body is not what the call takes' },
  key_needed: { status: 401, when: 'the server was started with --admin-key, and x-emulator-key is not that key' },
  foreign_origin: { status: 403, when: 'a page of another origin asks' },
  unexpected_host: { status: 403, when: 'the server is called by a name that is none of --allowed-hosts' },
  unknown_call: { status: 404, when: 'there is no such control call' },
  unknown_world: { status: 404, when: 'no world has this project id' },
  unknown_fault: { status: 404, when: 'the world has no fault with this number' },
  'SCM.0020': { status: 404, when: 'the world has no certificate with this id' },
  'SCM.0010': { status: 409, when: "the certificate's status does not allow it" },
  'SCM.0003': { status: 400, when: "the certificate is another tenant's" },
  too_many: { status: 409, when: 'there are as many worlds, faults or event streams as there may be' },
  too_large: { status: 413, when: 'the body is larger than 12 MB' },
  uri_too_long: { status: 414, when: 'the URI is longer than 32 KB' },
  headers_too_large: { status: 494, when: 'a header exceeds 32 KB, or all of them 128 KB' },
  storage: {
    status: 500,
    when: 'the database file cannot be written: the disk is full, or the file is gone or damaged',
  },
  unexpected: { status: 500, when: 'the emulator has a defect; its log has the stack' },
} as const satisfies Record<string, { status: number; when: string }>

export type ProblemCode = keyof typeof PROBLEMS
