import { spawn } from 'node:child_process'
import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { closingLine } from './closing_line.js'
import { projectFiles, ROOT } from './import_graph.js'

/** How long a byte of a suite's source takes next to one of a functional test. */
const WEIGHTS = [
  { part: '/unit/', weight: 0.1 },
  { part: '/architecture/', weight: 0.5 },
  { part: '/browser/', weight: 4 },
]
const PATTERNS = ['tests/{unit,architecture,functional,browser}/**/*.spec.ts', 'plugins/*/tests/**/*.spec.ts']
const CLOSING = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/

/** Every part has a database of its own, with regencies enough for its tests, and perhaps a browser. */
const PARTS = 4

/** How many parts run side by side; the others follow. */
export const shardCount = () => Math.min(PARTS, availableParallelism())

/** Shares out all spec files so that the parts take about as long; the same files always meet in the same part. */
export function shareOut(count: number): string[][] {
  const weighed = projectFiles(PATTERNS)
    .map((file) => ({
      file,
      weight: statSync(join(ROOT, file)).size * (WEIGHTS.find(({ part }) => file.includes(part))?.weight ?? 1),
    }))
    .sort((a, b) => b.weight - a.weight || (a.file < b.file ? -1 : 1))
  const shards = Array.from({ length: count }, () => ({ weight: 0, files: [] as string[] }))
  for (const { file, weight } of weighed) {
    const lightest = shards.reduce((least, shard) => (shard.weight < least.weight ? shard : least))
    lightest.files.push(file)
    lightest.weight += weight
  }
  return shards.map(({ files }) => files)
}

/** More failures than these are no bad moment of the machine. */
const MOST_AGAIN = 3

/**
 * Runs all tests in parts side by side, each in a process and on a database of its own. The first part is seen while it runs, the
 * others follow whole. Where only a few tests failed, their files are run once more alone, on a new database and a quiet machine, and
 * named: what depends on the moment or on its neighbours is told apart from what is broken. The last line counts all of them.
 * Resolves with the exit code.
 */
export async function runShards(script: string, count: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'siks-tests-'))
  try {
    const waiting = [...shareOut(PARTS).entries()]
    const ended: Ended[] = []
    const work = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [index, files] = next
        ended[index] = await runShard(script, files, join(folder, `${index}.log`), index === 0)
      }
    }
    await Promise.all(Array.from({ length: count }, work))
    const sum = { passed: 0, failed: 0, skipped: 0 }
    for (const [index, part] of ended.entries()) add(sum, part, index > 0)
    const red = ended.flatMap((part) => part.red)
    if (sum.failed === red.length && red.length > 0 && red.length <= MOST_AGAIN) {
      const files = [...new Set(red)].map((file) => relative(ROOT, file))
      const again = { passed: 0, failed: 0, skipped: 0 }
      add(again, await runShard(script, files, join(folder, 'again.log'), true), false)
      process.stdout.write(`${red.length} tests had failed; their files were run again alone: ${files.join(', ')}\n`)
      sum.passed += red.length - again.failed
      sum.failed = again.failed
    }
    process.stdout.write(`${closingLine(sum)}\n`)
    return sum.failed > 0 ? 1 : 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function add(sum: { passed: number; failed: number; skipped: number }, { log, code }: Ended, isTold: boolean): void {
  const text = readFileSync(log, 'utf8')
  if (isTold) process.stdout.write(text)
  const [, passed, failed, skipped] = CLOSING.exec(text.trimEnd().split('\n').at(-1) ?? '') ?? []
  sum.passed += Number(passed ?? 0)
  sum.failed += failed === undefined ? 1 : Math.max(Number(failed), code === 0 ? 0 : 1)
  sum.skipped += Number(skipped ?? 0)
}

interface Ended {
  log: string
  code: number
  /** The file of each test that failed. */
  red: string[]
}

function runShard(script: string, files: readonly string[], log: string, seen: boolean): Promise<Ended> {
  const args = files.flatMap((file) => ['--files', file])
  const told = `${log}.failed`
  const env = { ...process.env, SIKS_TEST_FAILED: told }
  const child = spawn(process.execPath, [...process.execArgv, script, ...args], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const kept = createWriteStream(log)
  const streams = [child.stdout, child.stderr]
  for (const stream of streams) {
    stream.pipe(kept, { end: false })
    if (seen) stream.on('data', (chunk: Buffer) => process.stdout.write(chunk))
  }
  // A process that a test left behind may hold the pipes open; what was said until the end of ours is all there is to hear.
  return new Promise((done) => {
    child.once('exit', (code) =>
      setTimeout(() => {
        for (const stream of streams) stream.unpipe(kept).destroy()
        const red = existsSync(told) ? readFileSync(told, 'utf8').trimEnd().split('\n') : []
        kept.end(() => done({ log, code: code ?? 1, red }))
      }, 1000),
    )
  })
}
