import { test } from '@japa/runner'
import type { AnyPlugin } from '#kernel/manifest'
import { registry, type VerificationModule } from '#kernel/registry'
import { SeededInventor, SerialBook } from '#services/demo/inventor'
import { evaluate, findVariable, groupOf } from '#verification/engine'
import type { RecordDoc } from '#verification/instrument'
import { message } from '#verification/message'
import type { Problem } from '#verification/rules'
import { regencyForTest } from '../places.js'
import { inventRecords } from './records.js'

const TODAY = '2026-11-25'

/** Rules hold for any record: they never throw, they point to fields that exist, and their sentences are complete. */
export function testRules(plugin: AnyPlugin): void {
  if (!plugin.verification) return

  test('every rule reads every record, points to fields that exist and says a whole sentence', async ({ assert }) => {
    const module = registry.module(plugin.name)
    const { instrument, rules, outcomes } = module
    for (const record of await recordsOf(module)) {
      for (const { code: outcome, effect } of outcomes) {
        const kind = effect === 'add' ? 'new' : 'repair'
        for (const problem of evaluate(rules, record, { today: TODAY, outcome, kind, base: null })) {
          for (const field of problem.fields)
            assert.isTrue(exists(module, field), `${problem.rule} points to ${JSON.stringify(field)}`)
          const rule = rules.find(({ code }) => code === problem.rule)!
          for (const locale of ['id', 'en'] as const) {
            const sentence = message(rule, problem, locale, instrument)
            assert.notMatch(sentence, /\{\w+\}/, `${problem.rule} leaves a placeholder in: ${sentence}`)
            assert.notMatch(sentence, /\d{16}/, `${problem.rule} prints a whole identifier`)
          }
        }
      }
    }
  })
}

async function recordsOf(module: VerificationModule): Promise<RecordDoc[]> {
  const regency = await regencyForTest()
  const sound = await inventRecords(module, regency, 20)
  const empty: RecordDoc = {
    key: 'empty',
    values: {},
    groups: Object.fromEntries(module.instrument.groups.map(({ name }) => [name, []])),
  }
  const bare: RecordDoc = {
    ...{ key: 'bare', values: {} },
    groups: Object.fromEntries(module.instrument.groups.map(({ name }) => [name, [{ key: `${name}-1` }]])),
  }
  return [empty, bare, ...sound, ...(await spoilt(module, sound))]
}

async function spoilt({ sample: load }: VerificationModule, records: RecordDoc[]): Promise<RecordDoc[]> {
  if (!load) return []
  const { default: sample } = await load()
  const serials = new SerialBook()
  return records.flatMap((record, index) => {
    const seat = { village: '33.71.01.1003', regencyName: 'Kota Uji', serial: index + 1 }
    const inventor = new SeededInventor({ seed: `spoil ${index}`, seat, today: TODAY, visit: '2026-10-01', serials })
    return [sample.spoil(record, inventor, []), sample.mistake(record, inventor), sample.propose(inventor)]
  })
}

function exists({ instrument }: VerificationModule, { group = instrument.root.name, field }: Problem['fields'][number]) {
  const rows = groupOf(instrument, group)
  return (
    field === 'key' ||
    field === rows.parent?.field ||
    findVariable(rows, field) !== undefined ||
    instrument.groups.some(({ name }) => name === field)
  )
}
