import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from '@japa/runner'
import { eventually } from '#tests/support/patience'
import { freePort } from '#tests/support/free_port'

test('a worker that starts before its database waits for it, says so on standard error only, and ends when it is told to', async ({
  assert,
  cleanup,
}) => {
  const nowhere = `postgres://nobody:none@127.0.0.1:${await freePort()}/none`
  const worker = spawn(process.execPath, ['ace.js', 'worker'], {
    env: {
      ...process.env,
      NODE_ENV: 'development',
      LOG_LEVEL: 'info',
      DATABASE_URL: nowhere,
      DATABASE_OWNER_URL: nowhere,
      SIKS_LOG_FILE: '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  cleanup(() => void worker.kill('SIGKILL'))
  let answered = ''
  worker.stdout.on('data', (chunk) => (answered += String(chunk)))
  let said = ''
  worker.stderr.on('data', (chunk) => (said += String(chunk)))
  await eventually('what the worker says', () => said.includes('the worker waits for its database'))
  assert.include(said, '"code":"ECONNREFUSED"')
  assert.isNull(worker.exitCode)
  const ended = once(worker, 'exit')
  worker.kill('SIGTERM')
  await ended
  assert.isNull(worker.signalCode)
  assert.equal(answered, '')
})
