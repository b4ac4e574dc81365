import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from '@japa/runner'
import { freePort } from '#tests/support/free_port'

test('a worker that starts before its database waits for it, says so on standard error only, and ends when it is told to', async ({
  assert,
  cleanup,
}) => {
  const nowhere = `postgres://nobody:none@127.0.0.1:${await freePort()}/none`
  const worker = spawn(process.execPath, ['ace.js', 'worker'], {
    env: {
      ...process.env,
      NODE_ENV: 'test',
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
  for await (const chunk of worker.stderr) {
    said += String(chunk)
    if (said.includes('the worker waits for its database')) break
  }
  assert.include(said, '"code":"ECONNREFUSED"')
  assert.isNull(worker.exitCode)
  const ended = once(worker, 'exit')
  worker.kill('SIGTERM')
  await ended
  assert.isNull(worker.signalCode)
  assert.equal(answered, '')
})
