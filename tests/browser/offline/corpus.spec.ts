import { globSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { registry } from '#kernel/registry'
import { ROOT } from '#tests/support/import_graph'
import { evaluate } from '#verification/engine'
import type { RecordDoc } from '#verification/instrument'
import type { Problem, RuleContext } from '#verification/rules'
import { computers } from './browser.js'
import { applicationAddress } from './support.js'

interface Failing {
  code: string
  change(doc: RecordDoc): void
  context?: Partial<RuleContext>
}

const CONTEXT: RuleContext = { today: '2026-11-25', outcome: 'repaired', kind: 'repair', base: null }
const told = (problems: readonly Problem[]) => problems.map(({ rule, severity, fields }) => ({ rule, severity, fields }))

/** The failing records a module keeps for its own tests: `failing*.ts` beside `household.ts`. */
async function corpusOf(module: string): Promise<{ record: RecordDoc; context: RuleContext }[]> {
  const folder = join(ROOT, 'plugins', module, 'tests/unit/support')
  const files = globSync('failing*.ts', { cwd: folder })
  if (files.length === 0) return []
  const { household } = (await import(join(folder, 'household.ts'))) as { household(change?: Failing['change']): RecordDoc }
  const lists = await Promise.all(files.map(async (file) => Object.values((await import(join(folder, file))) as object)))
  const cases = lists.flat().filter(Array.isArray).flat() as Failing[]
  return [
    { record: household(), context: CONTEXT },
    ...cases.map(({ change, context }) => ({ record: household(change), context: { ...CONTEXT, ...context } })),
  ]
}

test.group('The rules of the offline file', () => {
  test('every failing record of every module has the same problems in Node and in the file', async ({ assert, cleanup }) => {
    const { page } = await (await computers(cleanup))()
    await page.goto(applicationAddress())
    for (const { name, rules } of registry.modules()) {
      const corpus = await corpusOf(name)
      assert.isAbove(corpus.length, rules.filter(({ check }) => check).length, `${name} has too few failing records`)
      const inNode = corpus.map(({ record, context }) => told(evaluate(rules, record, context)))
      const inPage = await page.evaluate(
        ({ module, given }) => {
          const { SiksOffline } = globalThis as unknown as {
            SiksOffline: { judge(module: string, record: object, context: object): Problem[] }
          }
          return given.map(({ record, context }) => SiksOffline.judge(module, record, context))
        },
        { module: name, given: corpus },
      )
      assert.deepEqual(inPage.map(told), inNode)
      assert.isTrue(inNode.some((problems) => problems.length > 0))
    }
  })
})
