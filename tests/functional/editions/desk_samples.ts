import { v7 as uuid } from 'uuid'
import type { TestRegency } from '#tests/support/places'
import type { Cell } from './desk_support.js'

/** Options of a new edition of its own. */
export const NEW = () => ({ name: `Edisi ${uuid()}`, decree: '8/HUK/2019', decree_date: '2019-01-10', code_system: 'kemendagri' })
export const HOUSEHOLDS = ['idbdt', 'village_code', 'nama_krt', 'alamat']
export const MEMBERS = ['idbdt', 'idartbdt', 'nuk', 'nama', 'nik', 'tgl_lahir', 'jns_kel']

/** One household with one member for each member row. */
export function register({ villages }: TestRegency, ...members: readonly (readonly Cell[])[]) {
  return {
    Ruta: [HOUSEHOLDS, ...members.map((_, at) => [`D${at + 1}`, villages[0]!, `KEPALA ${at + 1}`, 'JL UJI'])],
    Anggota: [MEMBERS, ...members.map((cells, at) => [`D${at + 1}`, `D${at + 1}01`, 1, `KEPALA ${at + 1}`, ...cells])],
  }
}
