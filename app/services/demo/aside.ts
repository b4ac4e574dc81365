import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { CalendarDate } from '#domain/calendar_date'
import { PARTS, tellSteps, type Story } from './story/index.js'

interface Asked {
  /** Index in `PARTS`. */
  part: number
  today: CalendarDate
}

interface Answer {
  told: number
  error?: string
}

/**
 * The second process of the story: its clock stands on other days than ours, and it has a core of its own. It lives no longer than the
 * one that started it.
 */
export class Aside {
  readonly #child: ChildProcess
  readonly #ended: Promise<never>

  constructor(root: string) {
    this.#child = spawn(process.execPath, [...process.execArgv, 'ace.js', 'demo:build', '--aside'], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    this.#ended = once(this.#child, 'exit').then(([code]) => {
      throw new Error(`The second process of the story ended with ${code}.`)
    })
    this.#ended.catch(() => undefined)
  }

  /** Has the steps beside a part told. @throws Error with what went wrong there */
  async tell(part: number, today: CalendarDate): Promise<void> {
    const answered = new Promise<Answer>((done) => {
      // The framework sends messages of its own over the same line.
      this.#child.on('message', (said: Partial<Answer>) => said.told === part && done(said as Answer))
    })
    if (this.#child.connected) this.#child.send({ part, today } satisfies Asked)
    const { error } = await Promise.race([answered, this.#ended])
    if (error) throw new Error(error)
  }

  end(): void {
    if (this.#child.connected) this.#child.disconnect()
  }
}

/** The work of that second process: tells what it is asked for until the first one is gone. Nobody asks where none started it. */
export async function tellAside(story: Omit<Story, 'today'>): Promise<void> {
  if (!process.connected) return
  const gone = once(process, 'disconnect')
  process.on('message', ({ part, today }: Asked) => {
    const answer = (error?: string) => process.send?.({ told: part, ...(error !== undefined && { error }) } satisfies Answer)
    void tellSteps(PARTS[part]?.aside ?? [], { ...story, today }).then(
      () => answer(),
      (error: unknown) => answer(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    )
  })
  await gone
  process.exit()
}
