import { answer, fails, type Failing } from '#core/testing'
import type { RecordDoc, RuleContext, Value } from '#core/plugin'
import { person } from './participant.js'

type Answers = Record<string, Value | undefined>

const root = (answers: Answers) => (doc: RecordDoc) => answer(doc.values, answers)
const of = (answers: Answers) => (doc: RecordDoc) => answer(person(doc), answers)
const nothing = () => undefined

const proposed = (outcome: string): Partial<RuleContext> => ({ outcome, kind: 'new', base: null })

const second: Failing['change'] = (doc) => {
  doc.groups.persons!.push({
    ...person(doc),
    key: 'o2',
    nama: 'UJI KEDUA',
    nik: '3201011204789902',
    jns_kel: 1,
    tgl_lahir: '1978-04-12',
  })
}

export const failing: readonly Failing[] = [
  ...fails('PBI-R01', 'block', [
    ['a NIK with day 35', of({ nik: '3201013504789906' }), 'nik', 'DATE'],
    ['a NIK that ends in 0000', of({ nik: '3201014507850000' }), 'nik', 'SERIAL'],
    ['a NIK of 15 digits', of({ nik: '320101450785990' }), 'nik', 'FORMAT'],
  ]),
  ...fails('PBI-R01', 'warn', [
    ['a person without NIK', of({ nik: undefined }), 'nik', 'missing'],
    ['a NIK of a kabupaten 00', of({ nik: '3200014507859901' }), 'nik', 'region'],
  ]),
  ...fails('PBI-R03', 'warn', [
    ['another birth date than the NIK has', of({ tgl_lahir: '1985-07-06' }), 'nik'],
    ['another sex than the NIK has', of({ jns_kel: 1 }), 'nik', 'sex'],
  ]),
  ...fails('PBI-R04', 'warn', [
    ['a person without family card', of({ no_kk: undefined }), 'no_kk', 'missing'],
    ['his own NIK as a family card', of({ no_kk: '3201014507859901' }), 'no_kk', 'nik'],
    ['a family card of 15 digits', of({ no_kk: '320101010118990' }), 'no_kk'],
  ]),
  ...fails('PBI-R05', 'block', [
    ['a name of initials', of({ nama: 'A B' }), 'nama'],
    ['no name', of({ nama: undefined }), 'nama', 'missing'],
  ]),
  ...fails('PBI-R07', 'block', [['two persons in one record', second, 'nama']]),
  ...fails('PBI-R09', 'warn', [['another name on the list', root({ nama_peserta: 'ORANG LAIN' }), 'nama_peserta']]),
  ...fails('PBI-R14', 'block', [['a birth date that lies ahead', of({ tgl_lahir: '2027-01-01' }), 'tgl_lahir']]),
  ...fails('PBI-R14', 'warn', [['an age of 116 years', of({ tgl_lahir: '1910-07-05' }), 'tgl_lahir', 'old']]),
  ...fails('PBI-R16', 'block', [
    ['no address', root({ alamat: undefined }), 'alamat'],
    ['no segment', root({ segmen_bpjs: undefined }), 'segmen_bpjs'],
    ['no birth date', of({ tgl_lahir: undefined }), 'tgl_lahir'],
  ]),
  ...fails('PBI-R16', 'warn', [['a mother without a newborn', root({ ibu_pbi: 'P7', alasan_masuk: 7 }), 'ibu_pbi', 'stray']]),
  ...fails('PBI-R20', 'block', [
    ['a segment outside the list', root({ segmen_bpjs: 9 }), 'segmen_bpjs'],
    ['a percentile of 101', root({ percentile: 101 }), 'percentile', 'range'],
  ]),
  ...fails('PBI-R26', 'warn', [
    ['a participant whom an employer pays for', root({ segmen_bpjs: 3 }), 'segmen_bpjs'],
    ['a participant who pays himself', root({ segmen_bpjs: 4 }), 'segmen_bpjs'],
  ]),
  ...fails('PBI-R27', 'block', [
    ['a participant who died and stays', of({ sta_keberadaan: 2 }), 'sta_keberadaan'],
    ['a participant who moved and stays', of({ sta_keberadaan: 3 }), 'sta_keberadaan', 'moved'],
    ['a participant who is an error of the data and stays', of({ sta_keberadaan: 5 }), 'sta_keberadaan', 'absent'],
    ['a participant who was not found and stays', of({ sta_keberadaan: 6 }), 'sta_keberadaan', 'absent'],
  ]),
  ...fails('PBI-R41', 'block', [
    ['a card number of 12 digits', root({ no_bpjs: '000123456990' }), 'no_bpjs'],
    ['a card number of noughts', root({ no_bpjs: '0000000000000' }), 'no_bpjs'],
    ['a former card number of 10 digits', root({ no_bpjs_lama: '0001239901' }), 'no_bpjs_lama'],
  ]),
  ...fails('PBI-R41', 'warn', [['a participant without a card number', root({ no_bpjs: undefined }), 'no_bpjs', 'missing']]),
  ...fails(
    'PBI-R41',
    'block',
    [['a reactivation without the former card', root({ no_bpjs: undefined }), 'no_bpjs', 'required']],
    {
      ...proposed('reactivated'),
    },
  ),
  ...fails('PBI-R42', 'block', [['going out without a reason', nothing, 'alasan_keluar']], { outcome: 'removed' }),
  ...fails(
    'PBI-R42',
    'block',
    [
      ['a double without its double', root({ alasan_keluar: 2 }), 'peserta_kembaran', 'twin'],
      ['a double of himself', root({ alasan_keluar: 2, peserta_kembaran: 'P1' }), 'peserta_kembaran', 'itself'],
    ],
    { outcome: 'replaced' },
  ),
  ...fails(
    'PBI-R43',
    'block',
    [
      ['coming in without a reason', nothing, 'alasan_masuk'],
      ['a newborn without its mother', root({ alasan_masuk: 1 }), 'ibu_pbi', 'mother'],
      ['a newborn of 41 years', root({ alasan_masuk: 1, ibu_pbi: 'P7' }), 'tgl_lahir', 'age'],
    ],
    proposed('new'),
  ),
  ...fails(
    'PBI-R43',
    'block',
    [
      ['put back without a reason', nothing, 'alasan_masuk'],
      ['a newborn who is put back', root({ alasan_masuk: 1, ibu_pbi: 'P7' }), 'alasan_masuk', 'back'],
    ],
    proposed('reactivated'),
  ),
  ...fails('PBI-R44', 'warn', [['a substitute for nobody', nothing, 'peserta_diganti']], proposed('substitute')),
  ...fails(
    'PBI-R46',
    'warn',
    [['a former card that is the present one', root({ no_bpjs_lama: '0001234569901' }), 'no_bpjs_lama']],
    {
      ...proposed('reactivated'),
    },
  ),
]
