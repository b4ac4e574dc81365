import { existsSync, readFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import { HttpContextFactory } from '@adonisjs/core/factories/http'
import HttpExceptionHandler from '#exceptions/handler'
import { faultOf } from '#services/fault'
import { defineJob } from '#services/jobs/definition'
import { dispatch, readJob } from '#services/jobs/dispatch'
import { addJobHandler } from '#services/jobs/handlers'
import { runAndWait } from '#services/jobs/run_and_wait'
import { query, scope, SYSTEM, type Tx } from '#services/scope'
import { projectFiles, ROOT } from '#tests/support/import_graph'
import { flushLog } from '#tests/support/log'
import { eventually } from '#tests/support/patience'
import { regencyForTest } from '#tests/support/places'

const NIK = '3371014507859901'

/** PostgreSQL repeats the number in the detail, the driver in the text and its position in the statement. */
async function violate(tx: Tx): Promise<void> {
  await query(tx, 'create temporary table numbers (nik text unique, born date) on commit drop')
  await query(tx, 'insert into numbers (nik) values (?)', [NIK])
  await query(tx, 'insert into numbers (nik) values (?)', [NIK])
}

async function violation(): Promise<Error & { detail: string }> {
  const { code } = await regencyForTest()
  return scope.run(scope.of(code, SYSTEM), violate).then(
    () => {
      throw new Error('nothing was violated')
    },
    (error: Error & { detail: string }) => error,
  )
}

/** Lines of the log of this run that hold all the marks. */
function logged(...marks: string[]): Promise<string[]> {
  const look = async () => {
    await flushLog()
    const file = process.env.SIKS_LOG_FILE!
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
    return lines.filter((line) => marks.every((mark) => line.includes(mark)))
  }
  return eventually(`a line of the log with ${marks.join(' and ')}`, look, (found) => found.length > 0)
}

test.group('What the log says of an error', () => {
  test('its kind, code and place, and nothing of its text or detail, whatever the database quotes', async ({ assert }) => {
    const error = await violation()
    assert.include(error.detail, NIK, 'the database quotes the number')
    assert.notInclude(error.message, NIK, 'the statement keeps its values to itself')
    const fault = faultOf(error)
    assert.equal(fault.code, '23505')
    assert.include(fault.at, 'at ')
    assert.notInclude(JSON.stringify(fault), NIK)
  })

  test('a text of many lines that looks like a stack does not slip in, nor a code that is a sentence', ({ assert }) => {
    const error = Object.assign(new Error(`x\n    at NIK ${NIK}\n    at ${NIK} (y)`), { code: `milik ${NIK}` })
    assert.notInclude(JSON.stringify(faultOf(error)), NIK)
    assert.deepEqual(faultOf(`teks ${NIK}`), { kind: 'string', code: undefined, at: undefined })
  })

  test('a job that breaks a rule of the database is logged by its code, and its page does not quote it either', async ({
    assert,
  }) => {
    addJobHandler(defineJob({ name: 'test.violation', run: (context) => scope.run(context.scope, violate) }))
    const { code } = await regencyForTest()
    const own = scope.of(code, SYSTEM)
    const id = await scope.run(own, (tx) => dispatch(tx, { name: 'test.violation', regency: code }))
    await runAndWait(id).catch(() => undefined)
    const job = await readJob(own, id)
    assert.equal(job?.state, 'failed')
    assert.notInclude(JSON.stringify(job), NIK)
    const lines = await logged(id, 'job failed')
    assert.lengthOf(lines, 1)
    assert.include(lines[0], '23505')
    assert.notInclude(lines[0], NIK)
  })

  test('a request that breaks one is logged with its number and code', async ({ assert }) => {
    const ctx = new HttpContextFactory().create()
    const mark = randomUUID()
    ctx.request.request.headers['x-request-id'] = mark
    await new HttpExceptionHandler().report(await violation(), ctx)
    const [line] = await logged(mark)
    assert.include(line, '23505')
    assert.notInclude(line, NIK)
  })

  test('no line of the product logs an error otherwise', ({ assert }) => {
    const wrong = projectFiles(['app/**/*.ts', 'plugins/*/{jobs,services,controllers}/**/*.ts', 'start/*.ts']).flatMap((file) => {
      const text = readFileSync(`${ROOT}/${file}`, 'utf8')
      return [...text.matchAll(/(?<!this\.|ui\.)\blogger\.(?:error|warn|fatal)\(([^\n]*)/g)]
        .filter(([, given]) => !given!.includes('faultOf('))
        .map(([call]) => `${file}: ${call}`)
    })
    assert.deepEqual(wrong, [])
  })
})
