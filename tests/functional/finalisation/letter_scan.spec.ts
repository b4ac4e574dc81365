import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { test } from '@japa/runner'
import { acceptLetter, factsOf, finalisationOf, returnFinalisation } from '#verification/finalise/index'
import { openRegister } from '#tests/support/register'
import { pagePicture } from '#tests/unit/documents/support'
import { contentOfFile, inPlace, periodOf, seal, update, write } from './support.js'
import { codeOf, issue, sealed, take } from './letters.js'

test.group('Scan of the signed letter', () => {
  test('is told by its QR: in force, void, of another letter, and unreadable only after a confirmation', async ({ assert }) => {
    const { place, docs } = await sealed(2)
    const { letter: first } = await issue(place)
    const firstScan = await pagePicture(await contentOfFile(place, first.fileId), 150)
    await inPlace(place, async (tx) => returnFinalisation(tx, await periodOf(place), 'Keliru'))
    await seal(place)
    const { letter } = await issue(place)
    assert.equal(await codeOf(() => take(place, firstScan)), 'E_SCAN_VOID')

    const other = await openRegister(place.regency, docs)
    await seal(other)
    const { letter: foreign } = await issue(other)
    assert.equal(await codeOf(async () => take(place, await contentOfFile(other, foreign.fileId))), 'E_SCAN_OTHER')
    const own = await pagePicture(await contentOfFile(place, letter.fileId), 150)
    const both = await sharp(own)
      .extend({ top: (await sharp(firstScan).metadata()).height! })
      .composite([{ input: firstScan, gravity: 'north' }])
      .png()
      .toBuffer()
    assert.equal(await codeOf(() => take(place, both)), 'E_SCAN_OTHER')

    const blank = await sharp({ create: { width: 800, height: 1100, channels: 3, background: '#fff' } })
      .jpeg()
      .toBuffer()
    assert.equal(await codeOf(() => take(place, blank)), 'E_SCAN_UNREADABLE')
    assert.equal((await take(place, blank, true)).scanQr, 'unreadable')

    const signed = await sharp(own).jpeg().toBuffer()
    const taken = await take(place, signed)
    assert.equal(taken.scanQr, 'read')
    assert.equal((await inPlace(place, (tx) => finalisationOf(tx, place))).state, 'letter_uploaded')
    const facts = (await inPlace(place, (tx) => factsOf(tx, letter.code)))!
    assert.deepEqual(
      facts.hashes.filter(({ kind }) => kind === 'scan').map(({ sha256 }) => sha256),
      [createHash('sha256').update(signed).digest('hex')],
    )
  })

  test('a program named .pdf is refused by its content', async ({ assert }) => {
    const { place } = await sealed(2)
    await issue(place)
    await assert.rejects(() => take(place, Buffer.from('<html><script>alert(1)</script></html>')), /bukan PDF, JPG, atau PNG/)
  })

  test('the ministry accepts only an uploaded letter, and a return needs a reason and opens the period again', async ({
    assert,
  }) => {
    const { place, docs } = await sealed(2)
    const { letter } = await issue(place)
    const accept = () => inPlace(place, async (tx) => acceptLetter(tx, await periodOf(place)))
    const giveBack = (reason: string) => inPlace(place, async (tx) => returnFinalisation(tx, await periodOf(place), reason))
    assert.equal(await codeOf(accept), 'E_FINALISE_STATE')
    await take(place, await contentOfFile(place, letter.fileId))
    await accept()
    assert.equal(await codeOf(accept), 'E_FINALISE_STATE')
    assert.equal(await codeOf(() => giveBack('  ')), 'E_REASON_MISSING')
    await giveBack('Jumlah desa tidak cocok')
    const row = await inPlace(place, (tx) => finalisationOf(tx, place))
    assert.include(row, { state: 'open', letterId: null, sealRoot: null, returnedReason: 'Jumlah desa tidak cocok' })
    await write(place, [update(docs[0]!)])
    const facts = (await inPlace(place, (tx) => factsOf(tx, letter.code)))!
    assert.include(facts, { state: 'void', number: letter.number })
    assert.equal(await codeOf(() => giveBack('Sekali lagi')), 'E_FINALISE_STATE')
  })
})
