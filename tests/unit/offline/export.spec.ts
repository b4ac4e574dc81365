import { test } from '@japa/runner'
import { generateIssueKeys } from '#siks/issue_keys'
import type { Base } from '../../../resources/offline/files/base.js'
import { WorkFile } from '../../../resources/offline/work/work_file.js'
import { Work } from '../../../resources/offline/work/work.js'
import { StickFile } from './keeping.js'

const { exportWork } = await import('../../../resources/offline/files/export_file.js')

test.group('Files of the offline application', () => {
  test('an export keeps what its summary tells, whatever is saved afterwards', async ({ assert }) => {
    const keys = await generateIssueKeys()
    const manifest = {
      ...{ modules: ['uji'], issue: '0199c2f4-7a10-7000-8000-000000003371', edition: 'edition-1', period: 'period-1' },
      ...{ code_system: 'kemendagri', scope: ['33.71.01.1003'], number: 12 },
      ...{ recipient: keys.recipient, signing_seed: keys.signingSeed },
    }
    const households = ['A', 'B', 'C'].map(
      (key) => [`uji/${key}`, { module: 'uji', doc: { key, values: {}, groups: {} } }] as const,
    )
    const base = { manifest, records: new Map(households), regions: new Map() } as unknown as Base
    const work = new Work(manifest.issue, () => '2026-11-25T09:00:00+07:00')
    work.setOperator('SITI OPERATOR')
    const finish = (key: string, outcome: string, kind: 'repair' | 'new' = 'repair') =>
      work.finish({ module: 'uji', key, kind, outcome, values: {}, groups: {} })
    finish('A', 'repaired')
    finish('B', 'unchanged')
    finish('N', 'added', 'new')
    const { name, made } = await exportWork(base, work, '2026-11-25T09:30:00+07:00')
    work.exported(made)
    finish('C', 'repaired')
    const last = work.head.exports.at(-1)!
    assert.equal(last.name, name)
    assert.deepInclude(last, { records: 3, left: 1, outcomes: { 'uji/repaired': 1, 'uji/unchanged': 1, 'uji/added': 1 } })
  })

  test('a work file whose writing breaks off in the middle holds what it held before', async ({ assert }) => {
    const stick = new StickFile()
    const file = new WorkFile(stick, async () => undefined)
    await file.takeIn()
    await file.write(new Blob(['UTUH']))
    for (const step of ['write', 'close'] as const) {
      const breaking = Object.assign(Object.create(stick) as StickFile, {
        async createWritable() {
          const target = await stick.createWritable()
          return { ...target, [step]: () => Promise.reject(new DOMException('power', 'AbortError')) }
        },
      })
      const torn = new WorkFile(breaking, async () => undefined)
      await assert.rejects(() => torn.write(new Blob(['SETENGAH'])), /E_OFFLINE_FILE/)
      assert.equal(await stick.content.text(), 'UTUH')
    }
  })
})
