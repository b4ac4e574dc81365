import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type User from '#models/user'
import { scope, SYSTEM } from '#services/scope'
import { setPluginSwitch } from '#services/switches/set_switch'
import { ministryStaff, PASSWORD, supervisorOf } from '#tests/support/people'
import { eventually } from '#tests/support/patience'
import { regencyForTest } from '#tests/support/places'
import { Visitor } from '#tests/support/visitor'

const FORM = '/admin/pengumuman/tanya-jawab/baru'
const TYPED = 'Jawaban panjang yang diketik sebelum makan siang'

const end = (user: User) => db.connection().from('sessions').where('user_id', user.id).delete()

async function enter(user: User, visitor = new Visitor(), page = ''): Promise<string> {
  await visitor.get('/masuk')
  const answer = await visitor.post('/masuk', { login: user.login, password: PASSWORD, ke: page })
  return answer.location!
}

/** Types into a form, whose session then ends before it is sent; gives the page of the sign-in that answers. */
async function sendTooLate(visitor: Visitor, user: User): Promise<string> {
  await visitor.get(FORM)
  await end(user)
  const sent = await visitor.post(
    '/admin/pengumuman/tanya-jawab',
    { answer_id: TYPED },
    { referer: `http://${process.env.HOST}:${process.env.PORT}${FORM}` },
  )
  const asked = await visitor.get(new URL(sent.location!).pathname)
  return (await visitor.get(asked.location!)).text
}

test.group('A form sent in vain', () => {
  test('after its session had ended is told so at the sign-in, and stands as it was typed once its writer is back', async ({
    assert,
  }) => {
    const writer = await ministryStaff()
    const visitor = new Visitor()
    await enter(writer, visitor)
    const door = await sendTooLate(visitor, writer)
    assert.include(door, 'Sesi Anda berakhir sebelum formulir tadi terkirim')
    assert.notInclude(door, TYPED)
    const wrong = await visitor.post('/masuk', { login: writer.login, password: 'salah', ke: FORM })
    assert.include(wrong.location!, '/masuk')
    assert.equal(await enter(writer, visitor, FORM), FORM)
    const back = (await visitor.get(FORM)).text
    assert.include(back, 'Isian Anda ada di bawah ini')
    assert.include(back, TYPED)
    assert.notInclude((await visitor.get(FORM)).text, TYPED)
  })

  test('comes back to nobody else who signs in at the same browser', async ({ assert }) => {
    const [writer, other] = [await ministryStaff(), await ministryStaff()]
    const visitor = new Visitor()
    await enter(writer, visitor)
    await sendTooLate(visitor, writer)
    assert.equal(await enter(other, visitor, FORM), FORM)
    assert.notInclude((await visitor.get(FORM)).text, TYPED)
    await end(other)
    await enter(writer, visitor, FORM)
    assert.notInclude((await visitor.get(FORM)).text, TYPED)
  })

  test('to a module that was switched off meanwhile says that nothing has changed, and shows the words again', async ({
    assert,
  }) => {
    const { code } = await regencyForTest()
    const visitor = new Visitor()
    await enter(await supervisorOf(code), visitor)
    await visitor.get('/masukan')
    await scope.run(scope.of(code, SYSTEM), (tx) =>
      setPluginSwitch(tx, { plugin: 'relocation', region: code, state: 'off', reason: 'Uji formulir' }),
    )
    const sent = await eventually(
      'The answer of a module that is off',
      () => visitor.post('/pemindahan/rencana', { reason: TYPED }),
      ({ status }) => status === 404,
    )
    assert.include(sent.text, 'Kiriman Anda tidak diproses dan tidak ada yang berubah')
    assert.include(sent.text, TYPED)
    assert.notInclude((await visitor.get('/pemindahan')).text, 'Kiriman Anda tidak diproses')
  })

  test('tells its answers again where the module of the record was switched off, or its writer may not open the page any more', async ({
    assert,
  }) => {
    const { code } = await regencyForTest()
    const [writer, visitor] = [await supervisorOf(code), new Visitor()]
    const page = '/bdt/ruta/K01/ubah'
    const form = { blok: 'I', version: '0', outcome: 'repaired', 'q-alamat': 'JL BARU RT 02', 'q-nama_sls': 'RW 04' }
    await enter(writer, visitor)
    await visitor.get('/masukan')
    await end(writer)
    const sent = await visitor.post(page, form, { referer: `http://${process.env.HOST}:${process.env.PORT}${page}` })
    await visitor.get(new URL(sent.location!).pathname)
    await scope.run(scope.of(code, SYSTEM), (tx) =>
      setPluginSwitch(tx, { plugin: 'bdt', region: code, state: 'off', reason: 'Uji formulir' }),
    )
    assert.equal(await enter(writer, visitor, page), page)
    const gone = await eventually(
      'The answer of a module that is off',
      () => visitor.get(page),
      ({ status }) => status === 404,
    )
    for (const words of ['alamat: JL BARU RT 02', 'nama_sls: RW 04']) assert.include(gone.text, words)
    const late = await visitor.post(page, form)
    for (const words of ['alamat: JL BARU RT 02', 'nama_sls: RW 04']) assert.include(late.text, words)
    assert.notInclude((await visitor.get(page)).text, 'JL BARU')
  })
})
