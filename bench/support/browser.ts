import { Agent, request, type IncomingHttpHeaders } from 'node:http'
import { LOGIN, PASSWORD } from './dataset.js'

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** A person at the product: one kept connection and the cookies of one session. */
export class Visitor {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 })
  readonly #cookies = new Map<string, string>()

  constructor(private readonly base: string) {}

  get(path: string): Promise<Answer> {
    return this.#send('GET', path)
  }

  /** Fetches a page and fails unless it is there. */
  async page(path: string): Promise<string> {
    const answer = await this.get(path)
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}.`)
    return answer.body
  }

  async signIn(login = LOGIN): Promise<void> {
    const { body } = await this.get('/masuk')
    const token = /name=["']_csrf["'][^>]*value=["']([^"']+)["']/.exec(body)?.[1] ?? ''
    const form = new URLSearchParams({ _csrf: token, login, password: PASSWORD })
    const answer = await this.#send('POST', '/masuk', form.toString())
    if (answer.status !== 302 || String(answer.headers.location).startsWith('/masuk')) {
      throw new Error(`The bench's account could not sign in: ${answer.status} ${answer.headers.location ?? ''}`)
    }
  }

  close(): void {
    this.#agent.destroy()
  }

  #send(method: string, path: string, body?: string): Promise<Answer> {
    return new Promise((done, fail) => {
      const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const headers = {
        cookie,
        ...(body ? { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) } : {}),
      }
      const call = request(new URL(path, this.base), { method, agent: this.#agent, headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', fail)
        response.on('end', () => {
          for (const line of response.headers['set-cookie'] ?? []) {
            const [pair] = line.split(';')
            const at = pair!.indexOf('=')
            this.#cookies.set(pair!.slice(0, at), pair!.slice(at + 1))
          }
          done({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() })
        })
      })
      call.on('error', fail)
      call.end(body)
    })
  }
}
