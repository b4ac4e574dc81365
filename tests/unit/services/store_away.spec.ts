import { test } from '@japa/runner'
import { faultOf } from '#services/fault'
import { isStoreAway } from '#services/store_away'

const failed = (code: string | undefined, message = 'x', cause?: unknown) =>
  Object.assign(new Error(message, { cause }), code === undefined ? {} : { code })

test.group('A database that is away', () => {
  test('is known by what the system, PostgreSQL, the driver and the pool say', ({ assert }) => {
    for (const code of ['ECONNREFUSED', '57P01', '57P03', '08006', '53300', '3D000'])
      assert.isTrue(isStoreAway(failed(code)), code)
    assert.isTrue(isStoreAway(failed(undefined, 'Connection terminated unexpectedly')))
    assert.isTrue(isStoreAway(failed(undefined, 'x', failed('ECONNRESET'))))
    assert.isTrue(isStoreAway(failed('E_CANNOT_WRITE_FILE', 'x', failed('ECONNREFUSED'))), 'a bucket')
    assert.isTrue(isStoreAway(failed('E_CANNOT_WRITE_FILE', 'x', failed('ESTALE'))), 'a mounted folder')
    assert.isTrue(isStoreAway(Object.assign(new Error('x'), { name: 'KnexTimeoutError' })))
  })

  test('is not mistaken for a fault of a statement or of a file', ({ assert }) => {
    for (const code of ['23505', '42P01', 'ENOENT', 'E_PLUGIN_OFF']) assert.isFalse(isStoreAway(failed(code)), code)
    assert.isFalse(isStoreAway('ECONNREFUSED'))
  })

  test('stands in the log with its code also where the queue tells it as a plain object', ({ assert }) => {
    assert.deepEqual(faultOf({ code: 'ECONNREFUSED', message: 'x' }), { kind: 'object', code: 'ECONNREFUSED', at: undefined })
  })
})
