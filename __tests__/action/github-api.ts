import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A comment as the API gives it, as far as anybody reads it. */
export interface ApiComment {
  readonly id: number
  readonly user: { readonly login: string; readonly type: string }
  body: string
}

/** An answer in place of what the API would do. */
export type Fault =
  | {
      readonly status: number
      readonly message: string
      readonly headers?: Readonly<Record<string, string>>
    }
  /** These bytes with status 200, and a header that promises one more byte. */
  | { readonly cut: string }
  /** This body with status 200. */
  | { readonly body: unknown }
  | 'hang'
  | 'reset'

/** GitHub's REST API for the comments of one pull request and for the files of repositories, on a free port of the loopback. */
export interface GithubApi {
  readonly url: string
  readonly comments: ApiComment[]
  /** By `owner/name/path@commit`. */
  readonly files: Map<string, string>
  /** `GET /repos/…?page=2`, in order. */
  readonly requests: string[]
  /** The Authorization headers that came. */
  readonly tokens: string[]
  /** For the next requests of a method, until it is taken back. */
  readonly faults: Map<string, Fault>
  /** Whom the token belongs to: a person, or (null) a job, which the API tells nothing of itself. */
  owner: string | null
  close(): Promise<void>
}

const bot = { login: 'github-actions[bot]', type: 'Bot' }

/** Pull request 7 of octocat/shop. */
export async function githubApi(): Promise<GithubApi> {
  const state = {
    comments: [] as ApiComment[],
    files: new Map<string, string>(),
    requests: [] as string[],
    tokens: [] as string[],
    faults: new Map<string, Fault>(),
    owner: null as string | null,
  }
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  return Object.assign(state, {
    url,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '' } = request
    state.requests.push(`${method} ${path}`)
    state.tokens.push(request.headers.authorization ?? '')
    const send = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
      response
        .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
        .end(JSON.stringify(body))
    const fault = state.faults.get(method)
    if (fault === 'hang') return
    if (fault === 'reset') {
      request.socket.resetAndDestroy()
      return
    }
    if (fault !== undefined && 'cut' in fault) {
      const length = Buffer.byteLength(fault.cut) + 1
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': length })
      response.write(fault.cut, () => request.socket.destroy())
      return
    }
    if (fault !== undefined && 'body' in fault) {
      send(200, fault.body)
      return
    }
    if (fault) {
      const documentation = 'https://docs.github.com/rest'
      send(
        fault.status,
        { message: fault.message, documentation_url: documentation },
        fault.headers,
      )
      return
    }
    const { pathname, searchParams } = new URL(path, url)
    const author = state.owner === null ? bot : { login: state.owner, type: 'User' }
    const list = '/repos/octocat/shop/issues/7/comments'
    const file = /^\/repos\/([^/]+\/[^/]+)\/contents\/(.+)$/.exec(pathname)
    if (method === 'GET' && file) {
      const [, repository = '', encoded = ''] = file
      const filePath = decodeURIComponent(encoded)
      const text = state.files.get(`${repository}/${filePath}@${searchParams.get('ref') ?? ''}`)
      if (text === undefined) send(404, { message: 'Not Found' })
      else send(200, contentsOf(filePath, text))
      return
    }
    if (method === 'GET' && pathname === list) {
      const [size, page] = ['per_page', 'page'].map((name) => Number(searchParams.get(name)))
      const [from, to] = [((page ?? 1) - 1) * (size ?? 30), (page ?? 1) * (size ?? 30)]
      const next = `<${url}${list}?page=${String((page ?? 1) + 1)}>; rel="next"`
      send(200, state.comments.slice(from, to), state.comments.length > to ? { link: next } : {})
    } else if (method === 'GET' && pathname === '/user' && state.owner !== null) send(200, author)
    else if (method === 'GET' && pathname === '/user') {
      send(403, { message: 'Resource not accessible by integration' })
    } else if (method === 'POST' && pathname === list) {
      const made = { id: state.comments.length + 1, user: author, body: await bodyOf(request) }
      state.comments.push(made)
      send(201, made)
    } else if (
      method === 'PATCH' &&
      /^\/repos\/octocat\/shop\/issues\/comments\/\d+$/.test(pathname)
    ) {
      const found = state.comments.find(({ id }) => pathname.endsWith(`/${String(id)}`))
      if (found) found.body = await bodyOf(request)
      send(found ? 200 : 404, found ?? { message: 'Not Found' })
    } else send(404, { message: 'Not Found' })
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  const { body } = JSON.parse(Buffer.concat(pieces).toString()) as { readonly body: string }
  return body
}

/** Files over 1 MB come without their content (docs.github.com, REST API: repository contents). */
function contentsOf(path: string, text: string) {
  const bytes = Buffer.from(text)
  const isShort = bytes.length <= 1024 * 1024
  return {
    type: 'file',
    path,
    size: bytes.length,
    encoding: isShort ? 'base64' : 'none',
    content: isShort ? bytes.toString('base64').replace(/.{60}/g, '$&\n') : '',
  }
}
