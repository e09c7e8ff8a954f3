import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { packageFile } from '../../config.ts'

/** What this is and how to use it, in one page for a language model (llmstxt.org). */
export async function llms(app: FastifyInstance): Promise<void> {
  app.get('', async (_, reply) =>
    reply
      .type('text/markdown; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(await readFile(packageFile('llms.txt'))),
  )
}
