import { BaseSchema } from '@adonisjs/lucid/schema'
import { registerTable } from '#core/plugin'

/** The list of 27 December 2017 by which the aid of January 2018 was given: personal data, read only by its own regency. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table bsp_cutoff (
        regency_code text not null,
        id_kpm text not null,
        village_code text not null,
        nama_pengurus text not null,
        nik text,
        no_kk text,
        no_kks text,
        alamat text,
        jenis_bsp text,
        load_id uuid not null,
        primary key (regency_code, id_kpm)
      )`)
    this.schema.raw('create index bsp_cutoff_by_village on bsp_cutoff (regency_code, village_code, id_kpm)')
    await registerTable(this, 'bsp_cutoff', { loaded: true })
  }

  async down() {
    this.schema.raw('drop table bsp_cutoff')
  }
}
