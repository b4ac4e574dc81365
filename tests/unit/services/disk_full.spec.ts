import { test } from '@japa/runner'
import { DiskFull, isDiskFull } from '#services/disk_full'
import { isSpoken } from '#services/fault'

const failed = (code: string, cause?: unknown) => Object.assign(new Error('x', { cause }), { code })

test.group('A full disk', () => {
  test('is known by what the system, a quota and PostgreSQL say, and under what a library makes of it', ({ assert }) => {
    for (const code of ['ENOSPC', 'EDQUOT', '53100']) assert.isTrue(isDiskFull(failed(code)), code)
    assert.isTrue(isDiskFull(failed('E_CANNOT_WRITE_FILE', failed('ENOSPC'))))
    assert.isFalse(isDiskFull(failed('E_CANNOT_WRITE_FILE', failed('EACCES'))))
    assert.isFalse(isDiskFull('ENOSPC'))
  })

  test('is told to the person', ({ assert }) => {
    assert.isTrue(isSpoken(new DiskFull()))
  })
})
