import { Type, type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import Fastify from 'fastify'

/**
 * What the emulator is measured against: the least that Fastify and TypeBox can do for a revoke. It reads the request,
 * validates the path and the body, and answers a constant: `{"message":"success"}`, or as many bytes as are asked for.
 * `node bare.ts [--bytes <count>] --port <port>`
 */
const bytes = process.argv[2] === '--bytes' ? Buffer.alloc(Number(process.argv[3])) : undefined
const app = Fastify({ logger: false })
  .setValidatorCompiler(TypeBoxValidatorCompiler)
  .withTypeProvider<TypeBoxTypeProvider>()

app.post(
  '/v2/:project_id/scm/cert/:cert_id/revoke',
  {
    schema: {
      params: Type.Object({ project_id: Type.String(), cert_id: Type.String() }),
      body: Type.Object({ reason: Type.String({ maxLength: 63 }) }),
    },
  },
  async (_request, reply) => (bytes ? reply.send(bytes) : { message: 'success' }),
)

process.once('SIGTERM', () => app.close())
await app.listen({ host: '127.0.0.1', port: Number(process.argv.at(-1)) })
