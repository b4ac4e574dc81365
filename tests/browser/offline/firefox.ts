import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

const INSTALLED = ['/usr/bin/firefox-esr', '/usr/bin/firefox']
const PATIENCE = 60_000

/** The Firefox of this machine, if there is one. */
export function firefoxPath(): string | undefined {
  return process.env.FIREFOX_PATH || INSTALLED.find((path) => existsSync(path))
}

interface Reply {
  id?: number
  result?: Record<string, unknown>
  error?: string
  message?: string
}

/**
 * A page in an installed Firefox, driven over WebDriver BiDi, which Playwright's own driver does not speak to Debian's build. Only what the
 * loop needs: open, wait, type, press, choose files, wait for a download.
 */
export class FirefoxPage {
  #next = 1
  #waiting = new Map<number, { resolve(value: Record<string, unknown>): void; reject(error: Error): void }>()
  #context = ''

  private constructor(
    private readonly process: ChildProcess,
    private readonly socket: WebSocket,
    private readonly folder: string,
  ) {
    socket.addEventListener('message', ({ data }) => {
      const reply = JSON.parse(String(data)) as Reply
      const waiting = this.#waiting.get(reply.id ?? 0)
      if (!waiting) return
      if (reply.error) waiting.reject(new Error(`${reply.error}: ${reply.message}`))
      else waiting.resolve(reply.result ?? {})
    })
  }

  static async launch(path: string): Promise<FirefoxPage> {
    const folder = mkdtempSync(join(tmpdir(), 'siks-firefox-'))
    mkdirSync(join(folder, 'downloads'))
    const settings: Record<string, string | number | boolean> = {
      ...{ 'browser.download.folderList': 2, 'browser.download.dir': join(folder, 'downloads'), 'remote.active-protocols': 1 },
      ...{ 'browser.download.useDownloadDir': true, 'browser.download.always_ask_before_handling_new_types': false },
      ...{ 'browser.shell.checkDefaultBrowser': false, 'datareporting.policy.dataSubmissionEnabled': false },
      ...{
        'network.proxy.type': 1,
        'network.proxy.http': '127.0.0.1',
        'network.proxy.http_port': 9,
        'network.proxy.ssl': '127.0.0.1',
      },
      ...{ 'network.proxy.ssl_port': 9 },
    }
    const lines = Object.entries(settings).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`)
    writeFileSync(join(folder, 'user.js'), lines.join('\n'))
    const child = spawn(path, ['--headless', '--no-remote', '--profile', folder, '--remote-debugging-port', '0'], {
      env: { ...process.env, HOME: folder, MOZ_DISABLE_CONTENT_SANDBOX: '1' },
    })
    const address = await new Promise<string>((resolve, reject) => {
      let told = ''
      child.stderr.on('data', (chunk: Buffer) => {
        told += chunk.toString()
        const found = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(told)
        if (found) resolve(found[1]!)
      })
      child.once('exit', () => reject(new Error(`Firefox ended: ${told.slice(-400)}`)))
      setTimeout(() => reject(new Error(`Firefox did not listen: ${told.slice(-400)}`)), PATIENCE).unref()
    })
    const socket = new WebSocket(`${address}/session`)
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve)
      socket.addEventListener('error', () => reject(new Error('No connection to Firefox')))
    })
    const page = new FirefoxPage(child, socket, folder)
    await page.#send('session.new', { capabilities: {} })
    const { contexts } = await page.#send('browsingContext.getTree', {})
    page.#context = (contexts as { context: string }[])[0]!.context
    return page
  }

  #send(method: string, params: object): Promise<Record<string, unknown>> {
    const id = this.#next++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.socket.send(JSON.stringify({ id, method, params }))
    })
  }

  async goto(url: string): Promise<void> {
    await this.#send('browsingContext.navigate', { context: this.#context, url, wait: 'complete' })
  }

  /** Value of an expression of the page, as JSON. */
  async read<T>(expression: string): Promise<T> {
    const answer = await this.#send('script.evaluate', {
      ...{ expression: `Promise.resolve(${expression}).then((value) => JSON.stringify(value ?? null))`, awaitPromise: true },
      target: { context: this.#context },
    })
    const { result, exceptionDetails } = answer as { result?: { value: string }; exceptionDetails?: { text: string } }
    if (!result) throw new Error(exceptionDetails?.text ?? 'No answer')
    return JSON.parse(result.value) as T
  }

  async waitFor(expression: string): Promise<void> {
    const until = Date.now() + PATIENCE
    while (Date.now() < until) {
      if (await this.read<boolean>(`Boolean(${expression})`)) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    const shown = await this.read<string>('document.body.innerText')
    throw new Error(`Firefox never came to: ${expression}\n${shown.slice(0, 600)}`)
  }

  async setFiles(selector: string, files: readonly string[]): Promise<void> {
    const locator = { type: 'css', value: selector }
    try {
      const { nodes } = await this.#send('browsingContext.locateNodes', { context: this.#context, locator, maxNodeCount: 1 })
      const [{ sharedId }] = nodes as [{ sharedId: string }]
      await this.#send('input.setFiles', { context: this.#context, element: { sharedId }, files })
    } catch (error) {
      if (!String(error).includes('unknown command')) throw error
      await this.#giveFiles(selector, files)
    }
  }

  /** Firefox 115 cannot be told to choose files yet: their content is handed to the page as if it had been dropped. */
  async #giveFiles(selector: string, files: readonly string[]): Promise<void> {
    const given = JSON.stringify(files.map((path) => ({ name: basename(path), text: readFileSync(path).toString('base64') })))
    await this.read(`(() => {
      const input = document.querySelector(${JSON.stringify(selector)})
      const chosen = new DataTransfer()
      for (const { name, text } of ${given}) chosen.items.add(new File([Uint8Array.from(atob(text), (at) => at.charCodeAt(0))], name))
      input.files = chosen.files
      input.dispatchEvent(new Event('change', { bubbles: true }))
    })()`)
  }

  /** Presses keys one after another; single characters or WebDriver's codes for others. */
  async press(...keys: readonly string[]): Promise<void> {
    const actions = keys.flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ])
    await this.#send('input.performActions', { context: this.#context, actions: [{ type: 'key', id: 'keyboard', actions }] })
  }

  async type(selector: string, text: string): Promise<void> {
    await this.read(`(document.querySelector(${JSON.stringify(selector)}).focus(), document.activeElement.select?.())`)
    await this.press(...text)
  }

  async click(selector: string): Promise<void> {
    await this.read(`document.querySelector(${JSON.stringify(selector)}).click()`)
  }

  /** Path of the download that `act` begins, once it is whole. */
  async download(act: () => Promise<void>): Promise<string> {
    const folder = join(this.folder, 'downloads')
    const before = new Set(readdirSync(folder))
    await act()
    const until = Date.now() + PATIENCE
    while (Date.now() < until) {
      const fresh = readdirSync(folder).filter((name) => !before.has(name))
      if (fresh.length > 0 && !fresh.some((name) => name.endsWith('.part'))) return join(folder, fresh[0]!)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error('Firefox downloaded nothing')
  }

  async close(): Promise<void> {
    this.socket.close()
    const ended = new Promise((resolve) => this.process.once('exit', resolve))
    this.process.kill()
    await ended
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Keys as WebDriver writes them. */
export const KEY = { enter: '\uE007', f8: '\uE038', f9: '\uE039' } as const
