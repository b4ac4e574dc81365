import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { DemoError } from './errors.js'

const READY_MS = 60_000
/** Longer than a worker takes to hand its jobs back. */
const STOP_MS = 25_000

export interface DemoServer {
  address: string
  /** Ends with the exit code of the server. */
  ended: Promise<number>
  /** Asks the server to end, and ends it where it does not. */
  stop(): void
}

/**
 * Makes the database in a process of its own, whose memory is given back when the server starts. The heap is held small: the story
 * makes hundreds of documents, one after another.
 */
export function runBuild(root: string, reset: boolean): Promise<number> {
  const child = spawn(process.execPath, ['--max-old-space-size=384', 'ace.js', 'demo:build', ...(reset ? ['--reset'] : [])], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return new Promise((done) => child.once('exit', (code) => done(code ?? 1)))
}

/**
 * Starts the web server of the demonstration as a process of its own, with a worker inside, and waits until it answers.
 * @throws DemoError `E_DEMO_START`
 */
export async function serveDemo(root: string, port: number): Promise<DemoServer> {
  const host = demoHost()
  const child = spawn(process.execPath, ['--import=./bin/typescript.js', 'bin/server.ts'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NODE_ENV: 'development', PORT: String(port), HOST: host, SIKS_DEMO: 'true', SIKS_WORKER: 'inside' },
  })
  const ended = new Promise<number>((done) => child.once('exit', (code) => done(code ?? 0)))
  const address = `http://${host === '0.0.0.0' || host === '127.0.0.1' ? 'localhost' : host}:${port}`
  await untilReady(`http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}/masuk`, child)
  const stop = () => {
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), STOP_MS).unref()
  }
  return { address, ended, stop }
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const end = performance.now() + READY_MS
  while (performance.now() < end && child.exitCode === null) {
    const ready = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    )
    if (ready) return
    await wait(200)
  }
  child.kill('SIGKILL')
  throw new DemoError('E_DEMO_START', 'Server demonstrasi tidak siap dalam satu menit. Periksa pesan di atas.')
}

/** Known passwords stay on this machine unless somebody asks otherwise. */
function demoHost(): string {
  return process.env.HOST ?? '127.0.0.1'
}

/** @throws DemoError `E_DEMO_PORT` */
export function refuseTakenPort(port: number): Promise<void> {
  return new Promise((free, taken) => {
    const probe = createServer()
    const refusal = new DemoError(
      'E_DEMO_PORT',
      `Port ${port} sudah dipakai. Pilih yang lain, misalnya "PORT=3400 npm run demo".`,
    )
    probe.once('error', () => taken(refusal))
    probe.listen(port, demoHost(), () => probe.close(() => free()))
  })
}
