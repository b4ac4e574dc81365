import { globSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { build } from 'vite'
import { registry } from '#kernel/registry'
import { ROOT } from '#tests/support/import_graph'
import { evaluate } from '#verification/engine'
import type { RecordDoc } from '#verification/instrument'
import type { Problem, RuleContext } from '#verification/rules'
import { offlineModules } from '../../../resources/tools/offline_modules.js'
import { computers } from './browser.js'
import { applicationAddress } from './support.js'

interface Failing {
  code: string
  change(doc: RecordDoc): void
  context?: Partial<RuleContext>
}

interface Judging {
  judge(module: string, record: object, context: object): Problem[]
}

const CONTEXT: RuleContext = { today: '2026-11-25', outcome: 'repaired', kind: 'repair', base: null }
const told = (problems: readonly Problem[]) => problems.map(({ rule, severity, fields }) => ({ rule, severity, fields }))

/** The failing records a module keeps for its own tests: `failing*.ts` beside `sound.ts`, which makes the record in order that each changes. */
async function corpusOf(module: string): Promise<{ record: RecordDoc; context: RuleContext }[]> {
  const folder = join(ROOT, 'plugins', module, 'tests/unit/support')
  const files = globSync('failing*.ts', { cwd: folder })
  if (files.length === 0) return []
  const { sound } = (await import(join(folder, 'sound.ts'))) as { sound(change?: Failing['change']): RecordDoc }
  const lists = await Promise.all(files.map(async (file) => Object.values((await import(join(folder, file))) as object)))
  const cases = lists.flat().filter(Array.isArray).flat() as Failing[]
  return [
    { record: sound(), context: CONTEXT },
    ...cases.map(({ change, context }) => ({ record: sound(change), context: { ...CONTEXT, ...context } })),
  ]
}

/** The rules as an ordinary script of a web page, bundled with the defaults that the pages of the server are. */
async function webBundle(): Promise<string> {
  const built = await build({
    ...{ root: ROOT, configFile: false, publicDir: false, logLevel: 'error' },
    plugins: [offlineModules(ROOT)],
    build: { write: false, lib: { entry: 'resources/offline/judge.ts', formats: ['iife'], name: 'SiksWeb' } },
  })
  const [output] = [built].flat()
  if (!output || !('output' in output)) throw new Error('Vite wrote no bundle.')
  return output.output[0].code
}

test.group('The rules of the offline file', () => {
  test('every failing record of every module has the same problems in Node, in a bundle of the web and in the file', async ({
    assert,
    cleanup,
  }) => {
    const { page } = await (await computers(cleanup))()
    await page.goto(applicationAddress())
    const web = await page.context().newPage()
    await web.addScriptTag({ content: await webBundle() })
    for (const { name, rules } of registry.modules()) {
      const corpus = await corpusOf(name)
      assert.isAbove(corpus.length, rules.filter(({ check }) => check).length, `${name} has too few failing records`)
      const inNode = corpus.map(({ record, context }) => told(evaluate(rules, record, context)))
      for (const [where, global] of [
        [page, 'SiksOffline'],
        [web, 'SiksWeb'],
      ] as const) {
        const found = await where.evaluate(
          ({ module, given, of }) => {
            const { judge } = (globalThis as unknown as Record<string, Judging>)[of]!
            return given.map(({ record, context }) => judge(module, record, context))
          },
          { module: name, given: corpus, of: global },
        )
        assert.deepEqual(found.map(told), inNode, global)
      }
      assert.isTrue(inNode.some((problems) => problems.length > 0))
    }
  })
})
