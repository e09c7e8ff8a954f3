import { execFile } from 'node:child_process'
import type { Test } from 'tap'
import { succeeds } from './answers.ts'
import { type Client, client, clientFor } from './client.ts'
import { emulate, type Target } from './emulate.ts'
import { openssl } from './openssl.ts'

/** A world on a server that listens, what relying parties fetch from it, and openssl to judge that. */
export type Site = Awaited<ReturnType<typeof siteFor>>

/** Revocations are approved at once, and the clock runs, unless the document says otherwise. */
export async function siteFor(t: Test, document: object = {}, target?: Target, client?: Client) {
  const at = target ?? (await emulate(t, {}, 'tcp'))
  return siteOf(t, at, client ?? (await clientFor(at, { review: 'immediate', ...document })))
}

async function siteOf(t: Test, target: Target, client: Client) {
  const tool = openssl(t)
  const { project_id, token } = client.world
  const pki = `${target.url}/pki/${project_id}`
  const get = async (path: string) => Buffer.from(await (await fetch(`${pki}/${path}`)).arrayBuffer())

  /** Writes what the world's CAs say at this moment: `root.pem`, `ca.pem`, `crl.pem` (of both). */
  const refresh = async () => {
    for (const name of ['root.pem', 'ca.pem']) tool.file(name, await get(name))
    tool.file('crl.pem', Buffer.concat([await get('ca.crl.pem'), await get('root.crl.pem')]))
  }
  await refresh()
  return {
    ...client,
    target,
    tool,
    pki,
    get,
    refresh,
    /** Exports a certificate; it stands in a file of this name then, and its key beside it. */
    async export(id: string, name = 'leaf.pem') {
      const material = succeeds(t, await client.v3('POST', `/certificates/${id}/export`))
      tool.file(name, material.certificate)
      if (material.private_key !== null) tool.file(`${name}.key`, material.private_key)
      return material as { certificate: string; certificate_chain: string; private_key: string | null }
    },
    /** The files of the archive that v2 gives. */
    async download(id: string) {
      const url = `${target.url}/v2/${project_id}/scm/cert/${id}/cert_file`
      const answer = await fetch(url, { headers: { 'x-auth-token': token } })
      t.equal(answer.status, 200)
      return Buffer.from(await answer.arrayBuffer())
    },
    revoke: async (id: string, reason = 'key lost') =>
      succeeds(t, await client.v2('POST', `/cert/${id}/revoke`, { reason })),
    /** What openssl says of a certificate against the root. */
    verify: (name = 'leaf.pem', ...flags: string[]) =>
      tool.run('verify', '-CAfile', 'root.pem', '-untrusted', 'ca.pem', ...flags, name),
    /** What openssl says against the root and the CRLs of this moment. */
    async checked(name = 'leaf.pem', ...flags: string[]) {
      await refresh()
      return tool.run(
        'verify',
        '-CAfile',
        'root.pem',
        '-untrusted',
        'ca.pem',
        '-CRLfile',
        'crl.pem',
        '-crl_check_all',
        '-x509_strict',
        ...flags,
        name,
      )
    },
    /** openssl, while this process serves. */
    run: (...args: string[]) =>
      new Promise<{ ok: boolean; text: string }>((resolve) => {
        execFile('openssl', args, { cwd: tool.path('.'), maxBuffer: 1e8 }, (error, stdout, stderr) =>
          // It prints what it thinks of an answer apart from what the answer says.
          resolve({ ok: error === null, text: stderr + stdout }),
        )
      }),
    /** Asks OCSP as openssl does. */
    async ocsp(...args: string[]) {
      const question = args.length > 0 ? args : ['-cert', 'leaf.pem']
      return this.run('ocsp', '-issuer', 'ca.pem', '-CAfile', 'root.pem', '-url', `${pki}/ocsp`, ...question)
    },
  }
}

/** Another client's site on the same server. */
export const neighbour = (t: Test, { target }: Site, document: object = {}) => siteFor(t, document, target)

/** The same world after a restart. */
export const again = (t: Test, target: Target, { world }: Site) => siteFor(t, {}, target, client(target, world))
