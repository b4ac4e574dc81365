import { readFileSync, existsSync } from 'node:fs'
import { relative } from 'node:path'
import type { NamedReporterContract } from '@japa/runner/types'
import { ROOT } from './import_graph.js'

interface Cost {
  wall: number
  /** Computing of this process and of those it started and saw end. */
  computed: number
}

/** Ticks of /proc in a second. */
const TICKS = 100
const SHOWN = 40

/** With `SIKS_TEST_TIMES=1`: tells at the end what each spec file cost with its setups, the dearest first, in seconds. */
export function timesReporter(): NamedReporterContract {
  const costs = new Map<string, Cost>()
  let began = now()
  const count = (file: string) => {
    const ended = now()
    const cost = costs.get(file) ?? { wall: 0, computed: 0 }
    cost.wall += ended.wall - began.wall
    cost.computed += ended.computed - began.computed
    costs.set(file, cost)
    began = ended
  }
  return {
    name: 'times',
    handler: (_runner, emitter) => {
      emitter.on('suite:start', (suite) => count(`(before ${suite.name})`))
      emitter.on('group:end', (group) => count(relative(ROOT, group.meta.fileName as string)))
      emitter.on('suite:end', (suite) => count(`(after ${suite.name})`))
      emitter.on('runner:end', () => {
        const dearest = [...costs].sort(([, a], [, b]) => b.wall - a.wall)
        for (const [file, { wall, computed }] of dearest.slice(0, SHOWN)) {
          process.stdout.write(`${wall.toFixed(1).padStart(7)} wall ${computed.toFixed(1).padStart(7)} computed  ${file}\n`)
        }
      })
    },
  }
}

function now(): Cost {
  const wall = performance.now() / 1000
  if (!existsSync('/proc/self/stat')) return { wall, computed: process.cpuUsage().user / 1e6 }
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]!.split(' ')
  const [user, system, childUser, childSystem] = fields.slice(11, 15).map(Number) as [number, number, number, number]
  return { wall, computed: (user + system + childUser + childSystem) / TICKS }
}
