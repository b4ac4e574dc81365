import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** The part of S3's language that a Drive needs, spoken on this machine: put, get, head, delete and list, a page at a time. */
export class FakeBucket {
  readonly objects = new Map<string, Buffer>()
  /** Requests that were not signed or did not say their length. */
  readonly faults: string[] = []
  #server: Server | undefined

  constructor(
    readonly name: string,
    private readonly pageSize = 2,
  ) {}

  async start(): Promise<string> {
    this.#server = createServer((request, response) => void this.#answer(request, response))
    await new Promise<void>((ready) => this.#server!.listen(0, '127.0.0.1', ready))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections()
    await new Promise((done) => this.#server?.close(done))
  }

  async #answer(request: IncomingMessage, response: ServerResponse) {
    const { pathname, searchParams } = new URL(request.url!, 'http://bucket')
    const key = decodeURIComponent(pathname.slice(this.name.length + 2))
    if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256')) this.faults.push(`${request.method} ${key} is not signed`)
    const content = this.objects.get(key)
    if (request.method === 'PUT') {
      if (!request.headers['content-length']) this.faults.push(`PUT ${key} has no length`)
      this.objects.set(key, await buffer(request))
      return response.end()
    }
    if (request.method === 'DELETE') {
      this.objects.delete(key)
      return response.writeHead(204).end()
    }
    if (key === '') return response.setHeader('content-type', 'application/xml').end(this.#list(searchParams))
    if (!content) return response.writeHead(404).end()
    response.writeHead(200, { 'content-length': content.length, 'last-modified': new Date(0).toUTCString(), etag: '"x"' })
    return response.end(request.method === 'HEAD' ? undefined : content)
  }

  #list(asked: URLSearchParams): string {
    const prefix = asked.get('prefix') ?? ''
    const after = asked.get('continuation-token') ?? ''
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort()
    const page = keys.slice(0, this.pageSize)
    const more = keys.length > page.length
    const found = page.map(
      (key) => `<Contents><Key>${key}</Key><Size>1</Size><LastModified>1970-01-01T00:00:00Z</LastModified></Contents>`,
    )
    const next = more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : ''
    return `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${found.join('')}</ListBucketResult>`
  }
}
