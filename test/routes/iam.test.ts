import { refused, succeeded } from '../support/answers.ts'
import type { Answer, Ask } from '../support/ask.ts'
import { askToken, issueToken, revoke } from '../support/client.ts'
import { suite, type Target, type World } from '../support/emulate.ts'
import { PASSWORD } from '../support/samples.ts'
import { sign } from '../support/sign.ts'

const HOST = '127.0.0.1'
const WORLD = {
  name: 'cn-south-1',
  clock: { now: '2020-01-03T09:05:22.701Z', frozen: true },
  users: [
    { name: 'owner', password: PASSWORD },
    { name: 'other', password: PASSWORD },
  ],
}

const error = (code: number, message: string, title: string) => JSON.stringify({ error: { code, message, title } })
const NOT_FOUND = error(404, 'X-Subject-Token is invalid in the request', 'Not Found')

/** The body of a token as the reference has it, key by key (documented). */
function tokenBody(world: World, scope: 'project' | 'domain' | 'none', catalog: unknown[]): string {
  const { project_id, account } = world
  const domain = { id: account.id, name: account.name }
  return JSON.stringify({
    token: {
      catalog,
      expires_at: '2020-01-04T09:05:22.701000Z',
      issued_at: '2020-01-03T09:05:22.701000Z',
      methods: ['password'],
      ...(scope === 'project' && { project: { domain, id: project_id, name: 'cn-south-1' } }),
      ...(scope === 'domain' && { domain }),
      roles: [{ id: '0', name: 'te_admin' }],
      user: { domain, id: world.users[0]?.id, name: 'owner', password_expires_at: '' },
    },
  })
}

const list = (world: World, token: string): Ask => ({
  path: `/v2/${world.project_id}/scm/certlist`,
  headers: { 'x-auth-token': token },
})

/** Whether a token is let in, or why it is not. */
async function judge(target: Target, world: World, token: string): Promise<string> {
  const { status, json } = await target.ask(list(world, token))
  return status === 200 ? 'lives' : json.error_msg.replace(/^.*: /, '')
}

suite('tokens', async (t, target) => {
  const world = await target.world(WORLD)
  const { project_id, account } = world
  const post = (scope: object | null, query = '?nocatalog=any') =>
    target.ask({
      method: 'POST',
      path: `/v3/auth/tokens${query}`,
      body: askToken(world, 'owner', PASSWORD, scope),
      headers: { host: HOST },
    })
  const show = (caller: Record<string, string>, subject?: string): Promise<Answer> => {
    const headers = { host: HOST, ...caller, ...(subject !== undefined && { 'x-subject-token': subject }) }
    return target.ask({ path: '/v3/auth/tokens?nocatalog=any', headers })
  }
  const asOwner = { 'x-auth-token': world.token }

  const SCOPES: [name: string, asked: object | null, scope: 'project' | 'domain' | 'none'][] = [
    ['the project by id', { project: { id: project_id } }, 'project'],
    ['the project by name', { project: { name: 'cn-south-1' } }, 'project'],
    ['the project by both', { project: { id: project_id, name: 'cn-south-1' } }, 'project'],
    ['the account by id', { domain: { id: account.id } }, 'domain'],
    ['the account by name', { domain: { name: account.name } }, 'domain'],
    ['both: the project wins', { domain: { id: account.id }, project: { id: project_id } }, 'project'],
    ['none', null, 'none'],
    ['an empty scope', {}, 'none'],
  ]
  for (const [name, asked, scope] of SCOPES) {
    await t.test(`201 a token for ${name} (documented)`, async (t) => {
      const answer = await post(asked)
      t.equal(answer.status, 201)
      t.equal(answer.text, tokenBody(world, scope, []))
      t.equal(answer.headers['content-type'], 'application/json')
      t.match(answer.headers['x-request-id'], /^[0-9a-f]{32}$/)
      const token = String(answer.headers['x-subject-token'])
      t.match(token, /^\S{32,}$/, 'the token is in the header')
      t.notMatch(answer.text, token, 'and nowhere else')
      const shown = await show(asOwner, token)
      t.equal(shown.status, 200)
      t.equal(shown.text, answer.text, 'GET shows the same')
      t.equal(shown.headers['x-subject-token'], token, 'the header comes back')
      const itself = await show({ 'x-auth-token': token }, token)
      t.equal(itself.text, answer.text, 'a token may ask about itself, whatever its scope')
      const wanted = scope === 'project' ? 200 : 401
      t.equal((await target.ask(list(world, token))).status, wanted, 'only a project may call the service')
    })
  }

  await t.test('201 the catalog, unless nocatalog is asked for', async (t) => {
    const { json } = await post({ project: { id: project_id } }, '')
    const { catalog } = json.token
    t.match(
      catalog.map(({ type }: { type: string }) => type),
      ['iam', 'scm'],
    )
    for (const entry of catalog) {
      t.same(Object.keys(entry), ['endpoints', 'id', 'name', 'type'])
      for (const endpoint of entry.endpoints) {
        t.same(Object.keys(endpoint), ['id', 'interface', 'region', 'region_id', 'url'])
        t.match(endpoint, { interface: 'public', region: 'cn-south-1', region_id: 'cn-south-1' })
        t.ok(endpoint.url.startsWith(`http://${HOST}/v`), 'it leads back here')
      }
    }
    t.same((await post(null, '?nocatalog')).json.token.catalog, [])
  })

  await t.test("201 every way in which the vendor's provider logs in (golangsdk: AuthOptions)", async (t) => {
    const [{ id: user_id } = { id: '' }] = world.users
    const user = { password: PASSWORD }
    const byPassword = (more: object) => ({ methods: ['password'], password: { user: { ...user, ...more } } })
    const byToken = (id: string) => ({ methods: ['token'], token: { id } })
    const ask = (identity: object, scope?: object) => {
      const body = { auth: { identity, ...(scope && { scope }) } }
      return target.ask({ method: 'POST', path: '/v3/auth/tokens', body, headers: { host: HOST } })
    }
    const domain = { id: account.id }
    const project = { id: project_id }
    const WAYS: [identity: object, method: string, scope: object | undefined, whose: string][] = [
      [byPassword({ name: 'owner', domain }), 'password', { project }, 'project'],
      [byPassword({ name: 'owner', domain: { ...domain, name: account.name } }), 'password', { domain }, 'domain'],
      [byPassword({ id: user_id }), 'password', { project: { name: 'cn-south-1', domain } }, 'project'],
      [byPassword({ id: user_id }), 'password', undefined, 'none'],
      [byToken(world.token), 'token', { project }, 'project'],
      [byToken(world.token), 'token', undefined, 'none'],
    ]
    for (const [identity, method, scope, whose] of WAYS) {
      const { status, json, text, headers } = await ask(identity, scope)
      t.equal(status, 201, text)
      t.same(json.token.methods, [method])
      t.equal('project' in json.token ? 'project' : 'domain' in json.token ? 'domain' : 'none', whose)
      const token = String(headers['x-subject-token'])
      t.same((await show(asOwner, token)).json.token.methods, [method], 'GET shows the same')
    }
    const early = await ask(byPassword({ id: user_id }))
    const again = await ask(byToken(String(early.headers['x-subject-token'])))
    t.equal(again.json.token.expires_at, early.json.token.expires_at, 'a token ends with the one that it came from')
    const REFUSED: [identity: object, scope: object | undefined, status: number][] = [
      [byPassword({ id: 'nobody' }), undefined, 401],
      [byPassword({ id: user_id, password: 'Wrong@12345' }), undefined, 401],
      [byPassword({ name: 'owner', domain: { ...domain, name: 'another' } }), undefined, 401],
      [byPassword({ name: 'owner', domain: {} }), undefined, 400],
      [byPassword({ name: 'owner' }), undefined, 400],
      [byToken('stranger'), undefined, 401],
      [byToken(''), undefined, 400],
      [byToken(world.token), { project: { ...project, domain: { id: 'another' } } }, 401],
      [{ methods: ['hw_ak_sk'], token: { id: world.token } }, undefined, 400],
    ]
    for (const [identity, scope, status] of REFUSED) {
      const answer = await ask(identity, scope)
      t.equal(answer.status, status, JSON.stringify(identity))
      t.equal(answer.json.error.code, status, "in IAM's dialect")
      t.notOk('x-subject-token' in answer.headers)
    }
  })

  await t.test('200 HEAD validates as GET does; the catalog is that of a token', async (t) => {
    const check = (subject: string) =>
      target.ask({
        method: 'HEAD',
        path: '/v3/auth/tokens',
        headers: { host: HOST, ...asOwner, 'x-subject-token': subject },
      })
    const checked = await check(world.token)
    t.same([checked.status, checked.text, checked.headers['x-subject-token']], [200, '', world.token])
    t.equal((await check('stranger')).status, 404)
    const { token } = (await post({ project: { id: project_id } }, '')).json
    const { status, json } = await target.ask(
      sign({ path: '/v3/auth/catalog', headers: { host: HOST } }, world.access_key),
    )
    t.equal(status, 200)
    t.same(json.catalog, token.catalog)
    t.equal(json.links.self, `http://${HOST}/v3/auth/catalog`)
  })

  await t.test('404 a subject that is not a token of this account', async (t) => {
    const other = await target.world()
    const ended = await issueToken(target, world, 'other', PASSWORD)
    await target.control('PATCH', `/worlds/${project_id}`, { users: [{ name: 'other', password: PASSWORD }] })
    for (const subject of [undefined, '', 'stranger', `${world.token}x`, other.token, ended]) {
      const answer = await show(asOwner, subject)
      t.equal(answer.status, 404)
      t.equal(answer.text, NOT_FOUND)
      t.notOk('x-subject-token' in answer.headers)
    }
    const late = await target.world(WORLD)
    const expired = await issueToken(target, late, 'owner', PASSWORD)
    await target.control('POST', `/worlds/${late.project_id}/clock/advance`, { by: '24h' })
    t.equal((await show({ 'x-auth-token': late.token }, expired)).text, NOT_FOUND)
  })

  await t.test('401 APIGW.0301 a caller who shows nothing, or nothing that holds', async (t) => {
    const missing = { source: 'documented', detail: 'x-auth-token not found' } as const
    const unknown = { source: 'documented', detail: 'decrypt token fail' } as const
    for (const path of ['/v3/auth/tokens', '/v3/projects', '/v3/auth/domains']) {
      refused(t, await target.ask({ path }), 'APIGW.0301', missing)
      refused(t, await target.ask({ path, headers: { 'x-auth-token': 'stranger' } }), 'APIGW.0301', unknown)
      const wrong = sign({ path }, { ...world.access_key, sk: 'anothersecret' })
      t.equal((await target.ask(wrong)).json.error_code, 'APIGW.0301')
    }
  })

  await t.test('200 GET /v3/projects and /v3/auth/domains, by token and signed with a body (documented)', async (t) => {
    const links = (path: string) => ({ next: null, previous: null, self: `http://${HOST}/v3/projects${path}` })
    const project = {
      domain_id: account.id,
      is_domain: false,
      parent_id: account.id,
      name: 'cn-south-1',
      description: '',
      links: links(`/${project_id}`),
      id: project_id,
      enabled: true,
    }
    const domain = {
      description: '',
      enabled: true,
      id: account.id,
      links: { self: `http://${HOST}/v3/domains/${account.id}` },
      name: account.name,
    }
    const domains = { domains: [domain], links: { self: `http://${HOST}/v3/auth/domains` } }
    const SHOWN: Record<string, object> = {
      '/v3/projects': { projects: [project], links: links('') },
      '/v3/projects?name=cn-south-1': { projects: [project], links: links('') },
      '/v3/projects?name=cn-north-4': { projects: [], links: links('') },
      '/v3/projects?name=': { projects: [], links: links('') },
      '/v3/auth/domains': domains,
    }
    const domainToken = await issueToken(target, world, 'owner', PASSWORD, { domain: { id: account.id } })
    for (const [path, shown] of Object.entries(SHOWN)) {
      const asks: Ask[] = [
        { path, headers: { host: HOST, 'x-auth-token': world.token } },
        { path, headers: { host: HOST, 'x-auth-token': domainToken } },
        sign({ path, body: '{}', headers: { host: HOST, 'content-type': 'application/json' } }, world.access_key),
      ]
      for (const ask of asks) {
        const answer = await target.ask(ask)
        t.equal(answer.status, 200)
        t.equal(answer.text, JSON.stringify(shown))
        t.equal(answer.headers['content-type'], 'application/json')
      }
    }
    t.equal((await target.ask({ path: '/v3/projects?name=a&name=b', headers: asOwner })).status, 400)
  })

  await t.test('404 APIGW.0101 what is not published', async (t) => {
    for (const path of ['/v3/auth/token', '/v3/projects/', '/v3', '/V3/worlds']) {
      refused(t, await target.ask({ path, headers: asOwner }), 'APIGW.0101', { source: 'observed' })
    }
    for (const [method, path] of [
      ['DELETE', '/v3/auth/tokens'],
      ['POST', '/v3/projects'],
      ['HEAD', '/v3/auth/domains'],
      ['POST', '/v3/auth/catalog'],
    ]) {
      const ask = { method, path, headers: asOwner } as Ask
      refused(t, await target.ask(ask), 'APIGW.0101/method', { source: 'documented' })
    }
  })
})

suite('what ends a token', async (t, target) => {
  const change = (world: World, body: object) => target.control('PATCH', `/worlds/${world.project_id}`, body)
  const ENDS: Record<string, object> = {
    'another password': { password: 'Other@12345' },
    'the same password again': { password: PASSWORD },
    'other policies': { policies: ['SCM ReadOnlyAccess'] },
    'another key': { access_key: { ak: 'ANOTHERKEY', sk: 'anothersecret' } },
  }
  for (const [name, user] of Object.entries(ENDS)) {
    await t.test(`401 APIGW.0301 after ${name} (documented)`, async (t) => {
      const world = await target.world(WORLD)
      const [first, second] = [
        await issueToken(target, world, 'owner', PASSWORD),
        await issueToken(target, world, 'owner', PASSWORD),
      ]
      const others = await issueToken(target, world, 'other', PASSWORD)
      t.not(first, second)
      t.equal(await judge(target, world, first), 'lives', 'a new token does not end an older one')
      const unique = JSON.parse(JSON.stringify(user).replace('ANOTHERKEY', `KEY${world.project_id}`))
      await change(world, { users: [{ name: 'owner', ...unique }] })
      t.equal(await judge(target, world, first), 'decrypt token fail')
      t.equal(await judge(target, world, second), 'decrypt token fail')
      t.equal(await judge(target, world, others), 'lives', "another user's stays")
      t.equal(await judge(target, world, world.token), 'lives', 'one that a control call made stays')
    })
  }

  const KEEPS: Record<string, object> = {
    'a user that is named and not changed': { users: [{ name: 'owner' }] },
    'a token that is added': { users: [{ name: 'owner', token: 'TOKENTHATISADDED' }] },
    'a change of another user': { users: [{ name: 'other', password: 'Other@12345', policies: [] }] },
    'a new user': { users: [{ name: 'third' }] },
    'a setting': { review: 'manual', throttle: '1000/1s' },
  }
  for (const [name, body] of Object.entries(KEEPS)) {
    await t.test(`200 after ${name}`, async (t) => {
      const world = await target.world(WORLD)
      const token = await issueToken(target, world, 'owner', PASSWORD)
      const added = `token-${world.project_id}`
      await change(world, JSON.parse(JSON.stringify(body).replace('TOKENTHATISADDED', added)))
      t.equal(await judge(target, world, token), 'lives')
      if (name.startsWith('a token')) t.equal(await judge(target, world, added), 'lives', 'and so does the new one')
    })
  }

  await t.test('a login that is under way outlives no change of its password', async (t) => {
    const world = await target.world(WORLD)
    let password = PASSWORD
    for (let round = 0; round < 10; round += 1) {
      const old = password
      password = `Round${round}@12345`
      const logins = Array.from({ length: 4 }, () =>
        target.ask({ method: 'POST', path: '/v3/auth/tokens', body: askToken(world, 'owner', old) }),
      )
      await change(world, { users: [{ name: 'owner', password }] })
      for (const { status, headers } of await Promise.all(logins)) {
        const token = String(headers['x-subject-token'])
        if (status === 201) t.equal(await judge(target, world, token), 'decrypt token fail')
        else t.equal(status, 401)
      }
    }
  })

  await t.test('requests that are under way when their world ends', async (t) => {
    for (let round = 0; round < 10; round += 1) {
      const world = await target.world({ ...WORLD, certificates: [{}] })
      const [{ id } = { id: '' }] = world.certificates
      const login = { method: 'POST', path: '/v3/auth/tokens', body: askToken(world, 'owner', PASSWORD) }
      const asked = [revoke(world, { id }), revoke(world, { id: 'scs1700000000099' }), login, login].map((ask) =>
        target.ask(ask),
      )
      asked.push(target.ask({ method: 'DELETE', path: `/_emulator/worlds/${world.project_id}` }))
      for (const { status, text } of await Promise.all(asked)) t.ok(status < 500, text)
    }
  })

  await t.test('a new password, and a new key, take the place of the old', async (t) => {
    const world = await target.world({ ...WORLD, certificates: [{}, {}] })
    const [one, two] = world.certificates.map(({ id }) => id) as [string, string]
    const key = { ak: `KEY${world.project_id}`, sk: 'anothersecret' }
    await change(world, { users: [{ name: 'owner', password: 'Other@12345', access_key: key }] })
    await t.rejects(issueToken(target, world, 'owner', PASSWORD), /401/)
    t.equal(await judge(target, world, await issueToken(target, world, 'owner', 'Other@12345')), 'lives')
    const old = sign(revoke(world, { id: one, headers: {} }), world.access_key)
    refused(t, await target.ask(old), 'APIGW.0301', {
      source: 'observed',
      detail: 'Unauthorized',
    })
    succeeded(t, await target.ask(sign(revoke(world, { id: two, headers: {} }), key)))
  })

  await t.test('a reset ends what IAM issued; the end of a world ends everything', async (t) => {
    const world = await target.world(WORLD)
    const token = await issueToken(target, world, 'owner', PASSWORD)
    await target.control('POST', `/worlds/${world.project_id}/reset`)
    t.equal(await judge(target, world, token), 'decrypt token fail')
    t.equal(await judge(target, world, world.token), 'lives')
    const again = await issueToken(target, world, 'owner', PASSWORD)
    await target.ask({ method: 'DELETE', path: `/_emulator/worlds/${world.project_id}` })
    t.equal(await judge(target, world, again), 'decrypt token fail')
    t.equal(await judge(target, world, world.token), 'decrypt token fail')
    const signed = await target.ask(sign(list(world, ''), world.access_key))
    t.match(signed.json.error_msg, /: Unauthorized$/)
  })
})
