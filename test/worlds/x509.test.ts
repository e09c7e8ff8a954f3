import { X509Certificate } from 'node:crypto'
import t from 'tap'
import { emulate } from '../support/emulate.ts'

t.test('what stands behind a certificate is shown whatever its status, and no journal has it', async (t) => {
  const target = await emulate(t, { review: 'manual' })
  const world = await target.world({ certificates: [{ status: 'ISSUED' }, { status: 'PAID' }] })
  const [issued, paid] = world.certificates.map(({ id }) => id)
  const path = `/worlds/${world.project_id}/certificates`
  const show = (id = '') => target.control('GET', `${path}/${id}/x509`)

  const before = await show(issued)
  const { serialNumber, subject } = new X509Certificate(before.certificate)
  t.equal(before.serial, serialNumber.toLowerCase())
  t.match(subject, /CN=/)
  t.match(before.chain, /(?:BEGIN CERTIFICATE[\s\S]*){2}/, 'the issuing CA and the root')
  t.match(before, { ocsp: { status: 'good', revoked_at: null, reason: null }, crl: { listed: false } })

  await target.ask({
    method: 'POST',
    path: `/v2/${world.project_id}/scm/cert/${issued}/revoke`,
    headers: { 'x-auth-token': world.token },
    body: { reason: 'key lost' },
  })
  t.match(await show(issued), { ocsp: { status: 'good' } }, 'good until the CA has approved')
  await target.control('POST', `${path}/${issued}/review`, { decision: 'approve' })
  const after = await show(issued)
  t.equal(after.certificate, before.certificate)
  t.match(after, { ocsp: { status: 'revoked', reason: 'unspecified' }, crl: { listed: true } })
  t.ok(after.crl.number > before.crl.number)

  t.match(await show(paid), { certificate: null, chain: null, serial: null, ocsp: { status: 'unknown' } })
  const { requests } = await target.control('GET', `/worlds/${world.project_id}/requests`)
  t.equal(requests.length, 1, 'the revocation only')
})
