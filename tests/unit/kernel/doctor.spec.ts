import { test } from '@japa/runner'
import { diagnose } from '#kernel/doctor'
import { boot, HOME, minimalWith } from './fixtures.js'

const folder = `${HOME}/minimal`
const KEYS = ['minimal.heading', 'minimal.menu.title', 'minimal.menu.index', 'minimal.right.view']
const words = (key: string) => KEYS.includes(key)

test.group('What the doctor finds', () => {
  test('a sound plugin is sound', async ({ assert }) => {
    assert.isEmpty(await boot({ minimal: minimalWith({}) }))
    assert.isEmpty(await diagnose(minimalWith({}), folder, words))
  })

  test('a key without words is named with the file that asks for it', async ({ assert }) => {
    assert.deepEqual(await diagnose(minimalWith({}), folder, (key) => words(key) && key !== 'minimal.heading'), [
      {
        file: `${folder}/views/index.edge`,
        problem: 'asks for the words "minimal.heading", which no catalogue has.',
        cure: `Add them to ${folder}/lang/id.json and en.json.`,
      },
    ])
  })

  test('what the manifest shows has words in each language, and not only a title', async ({ assert }) => {
    const shown = { id: 'one', title: 'Satu', permission: 'view', load: async () => ({ default: () => [] }) }
    const plugin = minimalWith({ widgets: [shown], mapLayers: [shown], loads: [shown] })
    const complaints = await diagnose(plugin, folder, (key) => key === 'minimal.heading')
    assert.deepEqual(
      complaints.map(({ problem }) => problem.match(/"(.+)"/)?.[1]),
      [...KEYS.slice(1), 'minimal.widget.one', 'minimal.map.one', 'minimal.load.one'],
    )
  })

  test('an act that is written to the log has words', async ({ assert }) => {
    const complaints = await diagnose(minimalWith({}), `${HOME}/viewless`, words)
    assert.include(
      complaints.map(({ problem }) => problem),
      'asks for the words "minimal.activity.seen", which no catalogue has.',
    )
  })

  test('a view that is rendered but missing is named', async ({ assert }) => {
    const [complaint] = await diagnose(minimalWith({}), `${HOME}/viewless`, words)
    assert.equal(complaint.problem, 'renders "minimal::index", which does not exist.')
  })

  test('a door that leads nowhere is named', async ({ assert }) => {
    const jobs = [{ id: 'sync', load: async () => Promise.reject(new Error('Cannot find module ./jobs/sync.js')) }]
    const [complaint] = await diagnose(minimalWith({ jobs }), folder, words)
    assert.equal(complaint.problem, 'job "sync" could not be opened: Cannot find module ./jobs/sync.js.')
  })
})
