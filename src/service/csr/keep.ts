import { randomBytes } from 'node:crypto'
import type { Csr } from '../../store/csrs.ts'
import type { Context } from '../context.ts'

/** Keeps a new CSR. Resolves once it is committed. */
export function keep({ store, now, actor }: Context, csr: Csr): Promise<Csr> {
  return store.write(() => {
    store.csrs.insert(csr)
    store.events.done({ project_id: csr.project_id, actor, resource: csr.id }, now)
    return csr
  })
}

/** 32 hexadecimal digits. */
export function newId(): string {
  return randomBytes(16).toString('hex')
}
