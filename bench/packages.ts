import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { CONSOLE, scope } from '#services/scope'
import { createIssue } from '#verification/issues/issue'
import { findIssued } from '#verification/issues/stored'
import { preparePackage } from '#verification/issues/write_package'
import { periodById } from '#verification/periods/index'
import { tableNames, type Place } from '#verification/store/index'
import { median, type Verdict } from './support/measure.js'
import { allowData } from '#tests/support/data_access'
import { runWatched } from './support/processes.js'

/** A package of a village is about so large; one of a kecamatan at most. */
const SMALL = 5_000
const LARGE = 50_000
const ROUNDS = 3
const MEMBERS_A_SECOND = 20_000
const MEMORY = 400

/** Writing of packages: members a second with the derivation of the key, growth with size, and the memory of a process that writes a large one. */
export async function benchPackages(place: Place): Promise<Verdict[]> {
  const villages = await villagesOf(place)
  const rates: number[] = []
  for (let round = 1; round <= ROUNDS; round++) rates.push(await rateOf(place, take(villages, SMALL)))
  const large = take(villages, LARGE)
  await allowData(place.regency, '9999-12-31')
  const rate = await rateOf(place, large)
  const whole = take(villages, Infinity)
  const wholeRate = await rateOf(place, whole)
  const memory = await memoryOf(large)
  return [
    {
      what: 'package of 5,000',
      measured: MEMBERS_A_SECOND / median(rates),
      allowed: 1,
      unit: 'x',
      how: `${MEMBERS_A_SECOND} members/s`,
    },
    { what: 'package of 50,000', measured: MEMBERS_A_SECOND / rate, allowed: 1, unit: 'x', how: `${MEMBERS_A_SECOND} members/s` },
    {
      what: 'package of the whole regency',
      measured: MEMBERS_A_SECOND / wholeRate,
      allowed: 1,
      unit: 'x',
      how: `${MEMBERS_A_SECOND} members/s`,
    },
    { what: 'memory of a package', measured: memory, allowed: MEMORY, unit: 'MiB', how: `no process over ${MEMORY} MiB` },
  ]
}

async function villagesOf(place: Place): Promise<{ code: string; records: number }[]> {
  const { recaps } = tableNames(place.module.instrument)
  const { rows } = await db.connection('owner').rawQuery(
    `select village_code as code, sum(records)::int as records from ${recaps}
     where period_id = ? and regency_code = ? and kind <> 'new' group by 1 order by 1`,
    [place.periodId, place.regency],
  )
  return rows
}

function take(villages: readonly { code: string; records: number }[], wanted: number): string[] {
  let sum = 0
  return villages.filter(({ records }) => (sum += records) <= wanted).map(({ code }) => code)
}

/** Members a second, of a package that is written to nowhere. */
async function rateOf(place: Place, villages: string[]): Promise<number> {
  const of = scope.of(place.regency, CONSOLE)
  const issue = await scope.run(of, async (tx) => {
    const period = (await periodById(tx, place.periodId, place.regency))!
    const { id } = await createIssue(tx, period, { villages, simulated: true })
    return (await findIssued(tx, place.regency, id))!
  })
  const begun = performance.now()
  const used = process.cpuUsage()
  const prepared = await preparePackage(of, issue)
  const hash = createHash('sha256')
  for await (const chunk of prepared.content) hash.update(chunk)
  const took = performance.now() - begun
  const { user, system } = process.cpuUsage(used)
  const { households, persons } = prepared.base
  const rate = (1000 * persons) / took
  console.log(
    `${households} households, ${persons} members: ${took.toFixed(0)} ms, ${rate.toFixed(0)} members/s, ${((user + system) / 1000).toFixed(0)} ms computed by us, ${prepared.facts().bytes} bytes`,
  )
  return rate
}

/** MiB at most of the very command that writes a package. */
async function memoryOf(villages: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'siks-bench-'))
  try {
    const flags = villages.flatMap((code) => ['--village', code])
    const { memory } = await runWatched('siks:issue', ...flags, '--out', join(folder, 'paket.siksdb'), '--json')
    console.log(`${memory.toFixed(0)} MiB at most`)
    return memory
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
