import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AppRequest } from '#tests/fixtures/app_process'
import type { Outcome } from './ace.js'
import { makeScratch, type ScratchDatabase } from './database.js'
import { freePort } from './free_port.js'

const SCRIPT = fileURLToPath(new URL('../fixtures/app_process.ts', import.meta.url))

interface Answer {
  answer?: unknown
  error?: string
}

/**
 * The application as a server of its own on a database that is as empty as `migrate` leaves it: pages at `address`, commands and
 * chapters of the demonstration inside the one process, so that many of them cost little.
 */
export class AppProcess {
  #child: ChildProcess
  readonly #ended: Promise<Answer>
  readonly address: string

  private constructor(
    child: ChildProcess,
    address: string,
    readonly scratch: ScratchDatabase,
    private readonly files: string,
  ) {
    this.#child = child
    this.#ended = once(child, 'exit').then(([code]) => ({ error: `The application ended with ${code}.` }))
    this.address = address
  }

  /** @param demo shows the banner and the sample files of the demonstration */
  static async start({ demo = false } = {}): Promise<AppProcess> {
    const scratch = await makeScratch()
    const files = await mkdtemp(join(tmpdir(), 'siks-app-'))
    const port = await freePort()
    const child = fork(SCRIPT, {
      execArgv: ['--import=./bin/typescript.js'],
      env: {
        ...process.env,
        ...{ NODE_ENV: 'test', SIKS_DATABASE: scratch.name, SIKS_FILES_DIR: files, HOST: '127.0.0.1', PORT: String(port) },
        ...{ SIKS_WORKER: 'none', SIKS_DEMO: String(demo) },
      },
    })
    const app = new AppProcess(child, `http://127.0.0.1:${port}`, scratch, files)
    await app.#next()
    return app
  }

  get database(): string {
    return this.scratch.name
  }

  /** One command, as a user types it, with `--json`. */
  async ace<T = Record<string, unknown>>(command: string, ...args: string[]): Promise<Outcome<T>> {
    return (await this.#ask({ command, args: [...args, '--json'] })) as Outcome<T>
  }

  async tell(request: Extract<AppRequest, { chapters: string[] }>): Promise<void> {
    await this.#ask(request)
  }

  /** Lets a worker run inside the server from now on; until then a command runs its job itself. */
  async startWorker(): Promise<void> {
    await this.#ask({ worker: true })
  }

  async #ask(request: AppRequest): Promise<unknown> {
    this.#child.send(request)
    return this.#next()
  }

  /** The next answer; what the framework tells its parent is none. */
  async #next(): Promise<unknown> {
    const answered = new Promise<Answer>((answer) => {
      const take = (message: unknown) => {
        if (!isAnswer(message)) return
        this.#child.off('message', take)
        answer(message)
      }
      this.#child.on('message', take)
    })
    const { answer, error } = await Promise.race([answered, this.#ended])
    if (error) throw new Error(error)
    return answer
  }

  /** Ends the server and takes its database and files away. */
  async stop(): Promise<void> {
    if (this.#child.exitCode === null) {
      this.#child.kill('SIGTERM')
      const timer = setTimeout(() => this.#child.kill('SIGKILL'), 10_000)
      await this.#ended
      clearTimeout(timer)
    }
    await this.scratch.drop()
    await rm(this.files, { recursive: true, force: true })
  }
}

function isAnswer(message: unknown): message is Answer {
  return typeof message === 'object' && message !== null && ('answer' in message || 'error' in message)
}
