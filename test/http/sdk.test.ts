import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ClientRequest } from 'node:http'
import type { BasicCredentials as Basic, GlobalCredentials as Global } from '@huaweicloud/huaweicloud-sdk-core'
import type { HcClient, HttpRequestOptions } from '@huaweicloud/huaweicloud-sdk-core/HcClient.js'
import t, { type Test } from 'tap'
import { emulate, folder, type Target, type World } from '../support/emulate.ts'

// The vendor's SDK for Node.js as it is. It writes an id under the home folder, and prints refusals where TAP goes.
process.env.HOME = folder(t)
const { BasicCredentials, GlobalCredentials, Region } = await import('@huaweicloud/huaweicloud-sdk-core')
const { ClientBuilder } = await import('@huaweicloud/huaweicloud-sdk-core/ClientBuilder.js')
const { Logger4jInstance } = await import('@huaweicloud/huaweicloud-sdk-core/logger/log4jLogger.js')
Logger4jInstance.level = 'off'

const REGION = 'cn-north-4'
const REASON = '证书信息填写错误 😀'
const REQUEST_ID = /^[0-9a-f]{32}$/
const TEMPORARY = { ak: 'TEMPORARYKEY0001', sk: 'temporary-secret', security_token: 'the-security-token' }

interface Site extends World, Target {
  /** The id of the certificate that can be revoked. */
  certificate: string
}

/** An emulator that listens, and a world in it with one issued certificate. */
async function site(test: Test, document: object = {}): Promise<Site> {
  const target = await emulate(test, {}, 'tcp')
  const certificates = [{ status: 'ISSUED', domain: 'www.example.com' }]
  const world = await target.world({ name: REGION, review: 'manual', certificates, ...document })
  return { ...target, ...world, certificate: world.certificates[0]?.id ?? '' }
}

/** A client as its users build one: with a region it finds by itself what the credentials leave open. */
function connect({ url }: Site, credential: Basic | Global, region?: string): HcClient {
  const builder = new ClientBuilder((client) => client).withCredential(credential)
  return (region === undefined ? builder.withEndpoint(url) : builder.withRegion(new Region(region, url))).build()
}

/** A client with a project's own credentials, some of them replaced. */
function basic(site: Site, changes: Partial<Basic> = {}): HcClient {
  return connect(site, new BasicCredentials({ ...site.access_key, projectId: site.project_id, ...changes }))
}

/** The SDK's generic request; its packages for single services make these. */
function send(client: HcClient, method: string, url: string, more: Partial<HttpRequestOptions> = {}): Promise<any> {
  const nothing = { contentType: 'application/json', queryParams: {}, pathParams: {}, headers: {} }
  return client.sendRequest({ ...nothing, method, url, ...more })
}

function revoke(client: HcClient, { project_id }: World, cert_id: string, reason: unknown = REASON, headers = {}) {
  const pathParams = { project_id, cert_id }
  return send(client, 'POST', '/v2/{project_id}/scm/cert/{cert_id}/revoke', { pathParams, headers, data: { reason } })
}

function show(client: HcClient, certificate: string): Promise<any> {
  return send(client, 'GET', '/v3/scm/certificates/{certificate_id}', { pathParams: { certificate_id: certificate } })
}

/** What the SDK makes of a refusal. */
async function refusal(test: Test, request: Promise<unknown>) {
  const thrown: any = await request.then(
    () => ({}),
    (error) => error,
  )
  test.equal(thrown.name, 'ClientRequestException')
  test.match(thrown.requestId, REQUEST_ID)
  return { status: thrown.httpStatusCode, code: thrown.errorCode, message: thrown.errorMsg }
}

/** The requests that leave this process while a test runs. */
function listen(test: Test): ClientRequest[] {
  const sent: ClientRequest[] = []
  const keep = (message: unknown) => void sent.push((message as { request: ClientRequest }).request)
  subscribe('http.client.request.start', keep)
  test.teardown(() => unsubscribe('http.client.request.start', keep))
  return sent
}

t.test('revokes with a project id, and reads the certificate back', async (test) => {
  const here = await site(test)
  const { project_id, certificate } = here
  const client = basic(here)
  test.same(await revoke(client, here, certificate), { message: 'success', httpStatusCode: 200 })
  test.match(await show(client, certificate), { status: 'REVOKING', revoke_reason: REASON, httpStatusCode: 200 })
  const url = '/v2/{project_id}/scm/cert/{cert_id}'
  const v2 = await send(client, 'GET', url, { pathParams: { project_id, cert_id: certificate } })
  test.match(v2, { status: 'REVOKING', revoke_reason: REASON, domain_name: 'www.example.com' })
  test.match(await send(client, 'GET', '/v3/scm/certificates'), {
    total_count: 1,
    certificates: [{ id: certificate, status: 'REVOKING' }],
  })
  const approval = `/worlds/${project_id}/certificates/${certificate}/review`
  await here.control('POST', approval, { decision: 'approve' })
  test.equal((await show(client, certificate)).status, 'REVOKED')
})

t.test('finds its project with a region only', async (test) => {
  const here = await site(test)
  const sent = listen(test)
  const credential = new BasicCredentials(here.access_key).withIamEndpoint(here.url)
  const client = connect(here, credential, REGION)
  test.same(await revoke(client, here, here.certificate), { message: 'success', httpStatusCode: 200 })
  test.equal(credential.projectId, here.project_id)
  test.equal((await show(client, here.certificate)).status, 'REVOKING')
  const [search, ...rest] = sent
  test.equal(search?.path, `/v3/projects?name=${REGION}`)
  test.same(
    rest.map((request) => request.getHeader('x-project-id')),
    [here.project_id, here.project_id],
  )
})

t.test('finds its account with global credentials', async (test) => {
  const here = await site(test)
  const sent = listen(test)
  const credential = new GlobalCredentials(here.access_key).withIamEndpoint(here.url)
  const client = connect(here, credential, REGION)
  test.equal((await show(client, here.certificate)).status, 'ISSUED')
  test.same(await revoke(client, here, here.certificate), { message: 'success', httpStatusCode: 200 })
  test.equal(credential.domainId, here.account.id)
  test.same(
    sent.map((request) => [request.path.replace(/\/scm.*/, '/scm'), request.getHeader('x-domain-id')]),
    [
      ['/v3/auth/domains', undefined],
      ['/v3/scm', here.account.id],
      [`/v2/${here.project_id}/scm`, here.account.id],
    ],
  )
})

t.test('temporary keys go with their security token', async (test) => {
  const here = await site(test, { users: [{ name: 'user', temporary_access_key: TEMPORARY }] })
  const { ak, sk, security_token } = TEMPORARY
  const refused = { status: 401, code: 'APIGW.0301', message: 'Incorrect IAM authentication information.' }
  for (const changes of [{}, { securityToken: `${security_token}!` }]) {
    const client = basic(here, { ak, sk, ...changes })
    test.same(await refusal(test, revoke(client, here, here.certificate)), refused, JSON.stringify(changes))
  }
  const client = basic(here, { ak, sk, securityToken: security_token })
  test.equal((await show(client, here.certificate)).status, 'ISSUED', 'nothing was revoked so far')
  test.same(await revoke(client, here, here.certificate), { message: 'success', httpStatusCode: 200 })
  const found = new BasicCredentials({ ak, sk, securityToken: security_token }).withIamEndpoint(here.url)
  test.equal((await show(connect(here, found, REGION), here.certificate)).status, 'REVOKING')
  test.equal(found.projectId, here.project_id)
})

t.test('a refusal reaches the caller with code, message and request id', async (test) => {
  const here = await site(test)
  const there = await here.world()
  const client = basic(here)
  const { certificate } = here
  const iam = 'Incorrect IAM authentication information'
  const stranger = basic(here, { ak: 'UNKNOWNACCESSKEY' })
  test.same(await refusal(test, revoke(stranger, here, certificate)), {
    status: 401,
    code: 'APIGW.0301',
    message: `${iam}: Unauthorized`,
  })
  const { status, code, message } = await refusal(test, revoke(basic(here, { sk: 'wrong-secret' }), here, certificate))
  test.same({ status, code }, { status: 401, code: 'APIGW.0301' })
  const signed = `POST|/v2/${here.project_id}/scm/cert/${certificate}/revoke/||content-type:application/json|host:`
  test.ok(message.startsWith(`${iam}: verify aksk signature fail, canonicalRequest:${signed}`), message)

  await revoke(client, here, certificate)
  const again = { status: 400, code: 'SCM.0010' }
  const rows: [Promise<object>, object][] = [
    [
      refusal(test, revoke(client, here, certificate)),
      { ...again, message: 'This operation is not allowed by the current certificate type or status.' },
    ],
    [
      refusal(test, revoke(client, here, certificate, '', { 'X-Language': 'zh-cn' })),
      { ...again, message: '证书类型或当前状态不支持此操作' },
    ],
    [
      refusal(test, revoke(client, there, certificate)),
      { status: 403, code: 'SCM.0002', message: 'Incorrect tenant ID.' },
    ],
    [
      refusal(test, revoke(client, here, 'scs0000000000000')),
      { status: 400, code: 'SCM.0020', message: 'Incorrect certificate ID.' },
    ],
    [
      refusal(test, revoke(client, here, certificate, '😀'.repeat(64))),
      { status: 400, code: 'SCM.0005', message: 'Incorrect request parameter.' },
    ],
    [
      refusal(test, send(client, 'GET', '/v2/nothing')),
      {
        status: 404,
        code: 'APIGW.0101',
        message: 'The API does not exist or has not been published in the environment',
      },
    ],
  ]
  for (const [refused, expected] of rows) test.same(await refused, expected)
})

t.test('signatures are over what was meant, whatever its characters', async (test) => {
  const names = ['a b+c', 'x&y=z', '100%', 'q?/#', '中文 😀', `!*'()~`, '<"[{|\\^`;:@,$}]>']
  const certificates = names.map((name) => ({ status: 'ISSUED', name }))
  const here = await site(test, { certificates })
  const client = basic(here)
  for (const [index, content] of names.entries()) {
    const queryParams = { content, sort_key: 'certStatus', limit: 10 }
    const { certificates } = await send(client, 'GET', '/v3/scm/certificates', { queryParams })
    test.same(
      certificates.map(({ id }: { id: string }) => id),
      [here.certificates[index]?.id],
      content,
    )
  }
  for (const id of ['证书', 'a b', 'a+b', '100%25', '(😀)']) {
    const expected = { status: 400, code: 'SCM.0008', message: 'Abnormal certificate ID' }
    test.same(await refusal(test, revoke(client, here, id)), expected, id)
  }
  const reason = '😀'.repeat(63)
  await revoke(client, here, here.certificate, reason)
  test.equal((await show(client, here.certificate)).revoke_reason, reason)
})

t.test('a world may live in another time than the one who signs', async (test) => {
  const here = await site(test, { clock: { now: '+400d' } })
  test.same(await revoke(basic(here), here, here.certificate), { message: 'success', httpStatusCode: 200 })
})
