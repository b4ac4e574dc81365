/** A browser without a screen: keeps its cookies, sends the form token, follows nothing. For tests of real sessions. */
export class Visitor {
  readonly #cookies = new Map<string, string>()
  #token = ''

  /** @param base another server than that of the run */
  constructor(private readonly base: string = address()) {}

  async get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#send(path, { method: 'GET', headers: { accept: 'text/html', ...headers } })
  }

  /** Sends a form as the browser would, with the token of the page seen last. */
  async post(path: string, form: Record<string, string> | FormData, headers: Record<string, string> = {}): Promise<Answer> {
    const body = form instanceof FormData ? form : new URLSearchParams(form)
    body.set('_csrf', this.#token)
    return this.#send(path, { method: 'POST', body, headers: { accept: 'text/html', ...headers } })
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(name)
  }

  async #send(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Answer> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(new URL(path, this.base), { ...init, redirect: 'manual', headers: { ...init.headers, cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [pair] = line.split(';')
      const at = pair!.indexOf('=')
      this.#cookies.set(pair!.slice(0, at), pair!.slice(at + 1))
    }
    const text = await answer.text()
    this.#token = /name=["']_csrf["'] value=["']([^"']+)["']/.exec(text)?.[1] ?? this.#token
    return { status: answer.status, location: answer.headers.get('location'), headers: answer.headers, text }
  }
}

export interface Answer {
  status: number
  location: string | null
  headers: Headers
  text: string
}

function address(): string {
  return `http://${process.env.HOST}:${process.env.PORT}`
}
