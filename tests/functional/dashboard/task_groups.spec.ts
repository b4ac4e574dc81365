import i18nManager from '@adonisjs/i18n/services/main'
import { test } from '@japa/runner'
import { registry } from '#kernel/registry'
import { groupTasks } from '#services/dashboard/task_groups'
import type { Task } from '#services/dashboard/tasks'

const task = (label: string, module?: string, tone?: Task['tone']): Task => ({
  ...{ label, count: 1, href: '/' },
  ...(module ? { module } : {}),
  ...(tone ? { tone } : {}),
})

test.group('What waits on Beranda', () => {
  test('stands under the name of its module, the most urgent first, the rest folded away', ({ assert }) => {
    const [first, second] = registry.modules().map(({ name }) => name) as [string, string]
    const rows = ['a', 'b', 'c', 'd', 'e', 'f'].map((label) => task(label, second))
    const groups = groupTasks([
      ...rows,
      task('late', second, 'warn'),
      task('clash', second, 'bad'),
      task('one', first),
      task('remark'),
      task('elsewhere', 'no_verification_module'),
    ])
    assert.deepEqual(
      groups.map(({ module, shown, folded }) => [module?.name ?? null, shown.map((row) => row.label), folded.length]),
      [
        [null, ['remark', 'elsewhere'], 0],
        [first, ['one'], 0],
        [second, ['clash', 'late', 'a', 'b', 'c'], 3],
      ],
    )
  })

  test('has no headings and no fold where it is all of one kind, and folds no single row away', ({ assert }) => {
    const [first] = registry.modules().map(({ name }) => name) as [string]
    const many = Array.from({ length: 9 }, (_, at) => task(String(at), first))
    assert.deepEqual(
      groupTasks(many).map(({ module, shown, folded }) => [module, shown.length, folded.length]),
      [[null, 9, 0]],
    )
    const [, six] = groupTasks([task('remark'), ...many.slice(0, 6)])
    assert.deepEqual([six?.shown.length, six?.folded.length], [6, 0])
    assert.deepEqual(groupTasks([]), [])
  })

  test('says in both languages how many more tasks of which module there are', ({ assert }) => {
    const said = (locale: string, count: number, module: string) =>
      i18nManager.locale(locale).t('dashboard.more_tasks', { count, module })
    assert.equal(said('id', 3, 'BDT'), '3 pekerjaan lain BDT')
    assert.equal(said('en', 3, 'BDT'), '3 more BDT tasks')
    assert.equal(said('en', 1, 'BDT'), '1 more BDT task')
  })
})
