import { answer, fails, type Failing } from '#core/testing'
import type { RecordDoc, Value } from '#core/plugin'
import { member } from './family.js'

type Answers = Record<string, Value | undefined>

const root = (answers: Answers) => (doc: RecordDoc) => answer(doc.values, answers)
const of = (key: string, answers: Answers) => (doc: RecordDoc) => answer(member(doc, key), answers)
const nothing = () => undefined

/** The wife who holds the card has died, and the card is still hers. */
const deadHolder = of('m2', { sta_keberadaan: 2 })

const oldHolderAlive: Failing['change'] = (doc) => {
  answer(member(doc, 'm2'), { pengurus: 2 })
  answer(member(doc, 'm1'), { pengurus: 1 })
  answer(doc.values, { nama_pengurus: 'UJI KEPALA' })
}

const strangerInherits: Failing['change'] = (doc) => {
  answer(member(doc, 'm2'), { pengurus: 2, sta_keberadaan: 2 })
  doc.groups.members!.push({
    ...{ ...member(doc, 'm1'), key: 'm9', nama: 'UJI BARU', nik: '3201015001909911', pengurus: 1, hubkel: 8, jns_kel: 2 },
    tgl_lahir: '1990-01-10',
  })
  answer(doc.values, { nama_pengurus: 'UJI BARU' })
}

export const failing: readonly Failing[] = [
  ...fails('BSP-R01', 'block', [
    ['a NIK with day 35', of('m1', { nik: '3201013504789906' }), 'nik', 'DATE'],
    ['a NIK that ends in 0000', of('m1', { nik: '3201014507850000' }), 'nik', 'SERIAL'],
    ['a NIK of 15 digits', of('m1', { nik: '320101450785990' }), 'nik', 'FORMAT'],
  ]),
  ...fails('BSP-R01', 'warn', [
    ['a member without NIK', of('m3', { nik: undefined }), 'nik', 'missing'],
    ['a NIK of a kecamatan 00', of('m1', { nik: '3201001204789902' }), 'nik', 'region'],
  ]),
  ...fails('BSP-R03', 'warn', [
    ['another birth date than the NIK has', of('m1', { tgl_lahir: '1978-04-13' }), 'nik'],
    ['another sex than the NIK has', of('m3', { jns_kel: 1 }), 'nik', 'sex'],
  ]),
  ...fails('BSP-R04', 'warn', [
    ['a member without family card', of('m3', { no_kk: undefined }), 'no_kk', 'missing'],
    ['the NIK of another member as a family card', of('m1', { no_kk: '3201014507859901' }), 'no_kk', 'nik'],
    ['a family card of 15 digits', of('m1', { no_kk: '320101010118990' }), 'no_kk', 'format'],
    ['a member on another family card', of('m3', { no_kk: '3201010101189904' }), 'no_kk', 'differs'],
  ]),
  ...fails('BSP-R05', 'block', [
    ['a name of initials', of('m3', { nama: 'A B' }), 'nama'],
    ['no name', of('m3', { nama: undefined }), 'nama', 'missing'],
  ]),
  ...fails('BSP-R06', 'block', [
    ['nobody who holds the card', of('m2', { pengurus: 2 }), 'members'],
    ['two who hold the card', of('m1', { pengurus: 1 }), 'pengurus', 'several'],
  ]),
  ...fails('BSP-R07', 'block', [
    ['no head of family', of('m1', { hubkel: 8 }), 'members'],
    ['two heads of family', of('m2', { hubkel: 1 }), 'hubkel', 'several'],
  ]),
  ...fails('BSP-R09', 'warn', [['another name of the card holder', root({ nama_pengurus: 'ORANG LAIN' }), 'nama_pengurus']]),
  ...fails('BSP-R14', 'block', [['a birth date that lies ahead', of('m3', { tgl_lahir: '2027-01-01' }), 'tgl_lahir']]),
  ...fails('BSP-R14', 'warn', [['an age of 116 years', of('m1', { tgl_lahir: '1910-04-12' }), 'tgl_lahir', 'old']]),
  ...fails('BSP-R16', 'block', [
    ['no address', root({ alamat: undefined }), 'alamat'],
    ['no answer about PKH', root({ sta_pkh: undefined }), 'sta_pkh'],
  ]),
  ...fails('BSP-R20', 'block', [
    ['a state of the account outside the list', root({ sta_rekening: 9 }), 'sta_rekening'],
    ['a percentile of 101', root({ percentile: 101 }), 'percentile', 'range'],
  ]),
  ...fails('BSP-R24', 'block', [
    ['a card holder without NIK', of('m2', { nik: undefined }), 'nik', 'nik'],
    ["a card holder without mother's name", of('m2', { namagadis_ibukandung: undefined }), 'namagadis_ibukandung', 'mother'],
    ["a card holder whose mother's name is a dash", of('m2', { namagadis_ibukandung: '-' }), 'namagadis_ibukandung', 'mother'],
    ['a card holder without birth date', of('m2', { tgl_lahir: undefined }), 'tgl_lahir', 'birth'],
    ['a card holder of 12 years', of('m2', { tgl_lahir: '2014-07-05' }), 'tgl_lahir', 'young'],
  ]),
  ...fails('BSP-R25', 'warn', [
    ['a card of 15 digits', root({ no_kks: '601300000000990' }), 'no_kks', 'format'],
    ['a card with a letter among its digits', root({ no_kks: '60130000000099O1' }), 'no_kks', 'format'],
    ['an open account without number', root({ no_rekening: undefined }), 'no_rekening', 'account'],
    ['a number of an account that could not be opened', root({ sta_rekening: 3 }), 'sta_rekening', 'failed'],
  ]),
  ...fails('BSP-R27', 'block', [
    ['a card holder who died', deadHolder, 'pengurus'],
    ['a head of family who moved', of('m1', { sta_keberadaan: 3 }), 'hubkel', 'head'],
  ]),
  ...fails('BSP-R31', 'block', [['a family with PKH', root({ sta_pkh: 1 }), 'sta_pkh']]),
  ...fails('BSP-R31', 'warn', [
    ['a PKH number without PKH', root({ no_peserta_pkh: '12345678901234' }), 'no_peserta_pkh', 'number'],
  ]),
  ...fails('BSP-R32', 'warn', [['a substitute that replaces nobody', nothing, 'kpm_diganti']], {
    outcome: 'new',
    kind: 'new',
    base: null,
  }),
  ...fails(
    'BSP-R33',
    'block',
    [
      ['a duplicate without its double', nothing, 'kpm_kembaran'],
      ['a duplicate of itself', root({ kpm_kembaran: 'K1' }), 'kpm_kembaran', 'itself'],
    ],
    { outcome: 'duplicate' },
  ),
  ...fails('BSP-R34', 'block', [['an heir while the card holder lives', oldHolderAlive, 'sta_keberadaan', 'alive']], {
    outcome: 'heir',
  }),
  ...fails('BSP-R34', 'warn', [['an heir who is new in the family', strangerInherits, 'pengurus']], { outcome: 'heir' }),
  ...fails('BSP-R35', 'warn', [['a death that leaves grown-ups behind', nothing, 'sta_keberadaan']], { outcome: 'deceased' }),
  ...fails('BSP-R36', 'warn', [['PKH as the reason, and no PKH', nothing, 'sta_pkh']], { outcome: 'pkh' }),
  ...fails(
    'BSP-R36',
    'warn',
    [['an account that failed, and is open', root({ sta_rekening: 1, no_rekening: '1234567890' }), 'sta_rekening', 'account']],
    { outcome: 'invalid' },
  ),
]
