import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { databaseAddresses } from '#services/database/addresses'

/** A server of the bench in a process of its own, with the most memory it ever held. */
export class Served {
  private constructor(
    readonly name: string,
    readonly base: string,
    private readonly child: ChildProcess,
  ) {}

  static async start(name: string, script: string, port: number, environment: Record<string, string> = {}): Promise<Served> {
    const child = spawn(process.execPath, ['--import=./bin/typescript.js', script], {
      env: { ...process.env, ...environment, PORT: String(port), HOST: '127.0.0.1' },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const base = `http://127.0.0.1:${port}`
    for (let attempt = 0; attempt < 240; attempt++) {
      if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode} before it answered.`)
      const answered = await fetch(base).then(
        () => true,
        () => false,
      )
      if (answered) return new Served(name, base, child)
      await wait(250)
    }
    throw new Error(`${name} did not answer within a minute.`)
  }

  /** Peak resident memory in MiB, as Linux counts it. */
  peakMemory(): number {
    return peakOf(this.child.pid!)
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM')
    await Promise.race([new Promise((done) => this.child.once('exit', done)), wait(5000)])
    this.child.kill('SIGKILL')
  }
}

/** Our application as it is served, with pages of the bench's own beside it. */
export function startProduct(port: number): Promise<Served> {
  return Served.start('product', 'bench/product.ts', port, {
    ...{ NODE_ENV: 'production', APP_KEY: 'bench-key-of-thirty-two-characters', SIKS_WORKER: 'none', LOG_LEVEL: 'error' },
  })
}

/** The bare server that answers `/<name>` with what the statements of that name find, asked as the owner. */
export async function startFloor(port: number, queries: object): Promise<Served> {
  const { owner } = await databaseAddresses()
  return Served.start('floor', 'bench/floor.ts', port, { BENCH_DATABASE: owner, BENCH_QUERIES: JSON.stringify(queries) })
}

const ACE = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { ace: string } }).scripts.ace.split(' ').slice(1)

/** Runs a command as `npm run ace` does, in a process of its own: what it said, and the most memory it held in MiB. */
export async function runWatched(...args: string[]): Promise<{ output: string; memory: number }> {
  const child = spawn(process.execPath, [...ACE, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let [output, memory] = ['', 0]
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const watch = setInterval(() => {
    if (child.exitCode === null) memory = Math.max(memory, peakOf(child.pid!))
  }, 100)
  const code = await new Promise((done) => child.once('exit', done))
  clearInterval(watch)
  if (code !== 0) throw new Error(`${args[0]} ended with ${String(code)}: ${output}`)
  return { output, memory }
}

function peakOf(pid: number): number {
  const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1] ?? 0) / 1024
}
