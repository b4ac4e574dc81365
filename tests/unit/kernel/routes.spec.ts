import { test } from '@japa/runner'
import { checkMenu, checkRoutes } from '#kernel/checks/routes'
import { collect } from '#kernel/errors'
import { defineRoutes } from '#kernel/routes'
import minimal from '#tests/fixtures/plugins/minimal/plugin'
import routes from '#tests/fixtures/plugins/minimal/routes'
import { minimalWith } from './fixtures.js'

const HOME = 'plugins/minimal'
const page = () => 'page'
const complaintsOf = (check: typeof checkRoutes, ...given: Parameters<typeof defineRoutes>) =>
  collect((complain) => check(minimal, defineRoutes(...given), HOME, complain)).map(({ problem }) => problem)

test.group('Routes of a plugin', () => {
  test('the smallest plugin has a page behind its menu line', ({ assert }) => {
    const complaints = collect((complain) => {
      checkRoutes(minimal, routes, HOME, complain)
      checkMenu(minimal, routes, HOME, complain)
    })
    assert.isEmpty(complaints)
  })

  test('a route asks only for a declared permission', ({ assert }) => {
    const problems = complaintsOf(checkRoutes, (route) => [route.get('/', page).can('approve').as('index')])
    assert.deepEqual(problems, ['the route "index" asks for the permission "approve".'])
  })

  test('names and addresses are used once', ({ assert }) => {
    const problems = complaintsOf(checkRoutes, (route) => [
      route.get('/', page).can('view').as('index'),
      route.get('/', page).can('view').as('index'),
    ])
    assert.deepEqual(problems, ['the route name "index" is used twice.', 'the address "GET /" is used twice.'])
  })

  test('a menu line that opens nothing is named', ({ assert }) => {
    const problems = complaintsOf(checkMenu, (route) => [route.get('/', page).can('view').as('list')])
    assert.deepEqual(problems, ['the menu line "Daftar" opens "minimal.index", which is no route.'])
  })

  test('a menu line cannot open a page that needs a key', ({ assert }) => {
    const problems = complaintsOf(checkMenu, (route) => [route.get('/:key', page).can('view').as('index')])
    assert.deepEqual(problems, ['the menu line "Daftar" opens "minimal.index", which is not a page by itself.'])
  })

  test('a menu line and its route agree on whether it is a desk of the ministry', ({ assert }) => {
    const national = complaintsOf(checkMenu, (route) => [route.get('/', page).can('view').national().as('index')])
    assert.match(national[0] ?? '', /differ on whether it is a desk of the ministry/)
    const [line] = minimal.menu!.items
    const desk = minimalWith({ menu: { ...minimal.menu!, items: [{ ...line!, national: true }] } })
    assert.lengthOf(
      collect((complain) => checkMenu(desk, routes, HOME, complain)),
      1,
    )
  })

  test('a plugin without a menu has nothing to check', ({ assert }) => {
    const complaints = collect((complain) => checkMenu(minimalWith({ menu: undefined }), routes, HOME, complain))
    assert.isEmpty(complaints)
  })
})
